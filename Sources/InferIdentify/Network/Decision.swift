/// What a file is, and how sure that is.
struct Decision: Equatable, Sendable {
    /// The type.
    let label: String
    /// The probability that the network gives its guess, 1 where the type is certain without it.
    let score: Float
    /// The network's guess, where its score is too low for it to be the type.
    let guess: String?

    /// A type that is certain without the network.
    init(certain label: String) {
        self.label = label
        score = 1
        guess = nil
    }

    /// Weighs the network's output.
    ///
    /// - Parameter scores: One probability a label, in the order of the configuration.
    init?(scores: UnsafeBufferPointer<Float>, _ configuration: ModelConfiguration, _ contentTypes: [String: ContentType]) {
        guard scores.count == configuration.labels.count, var best = scores.indices.first else { return nil }
        for index in scores.indices where scores[index] > scores[best] {
            best = index
        }
        score = scores[best]
        let guessed = configuration.labels[best]
        let answer = configuration.replacements[guessed] ?? guessed
        if score >= configuration.thresholds[guessed] ?? configuration.defaultThreshold {
            label = answer
            guess = nil
        } else {
            label = contentTypes[answer]?.isText == true ? "txt" : "unknown"
            guess = guessed == label ? nil : guessed
        }
    }
}
