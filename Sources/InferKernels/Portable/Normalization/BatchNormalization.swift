/// BatchNormInference as one multiplication and one addition a channel.
package enum BatchNormalization {
    /// The scale and shift that (x − mean) / √(variance + epsilon) · gamma + beta comes down to; all arrays have one element a channel.
    package static func fold(gamma: [Float], beta: [Float], mean: [Float], variance: [Float], epsilon: Double) -> (
        scale: [Float], shift: [Float]
    ) {
        let count = min(gamma.count, beta.count, mean.count, variance.count)
        let scale = (0..<count).map { Double(gamma[$0]) / (Double(variance[$0]) + epsilon).squareRoot() }
        return (scale.map { Float($0) }, (0..<count).map { Float(Double(beta[$0]) - Double(mean[$0]) * scale[$0]) })
    }
}
