/// The constants that belong to the network's weights: how a file becomes its input, and what its output means.
struct ModelConfiguration: Decodable, Sendable {
    /// How many bytes of the beginning the network sees.
    let beginningSize: Int
    /// How many bytes of the end the network sees.
    let endSize: Int
    /// How many bytes are read at either end, white space included.
    let blockSize: Int
    /// With fewer bytes than these the network is not asked.
    let minimumSize: Int
    /// Stands for a byte that a short file lacks.
    let paddingToken: Int32
    /// The labels, in the order of the network's output.
    let labels: [String]
    /// The score that a label of its own needs to be believed.
    let thresholds: [String: Float]
    /// The score that all other labels need.
    let defaultThreshold: Float
    /// Labels that are told apart in training and not in the answer.
    let replacements: [String: String]

    enum CodingKeys: String, CodingKey {
        case beginningSize = "beg_size"
        case endSize = "end_size"
        case blockSize = "block_size"
        case minimumSize = "min_file_size_for_dl"
        case paddingToken = "padding_token"
        case labels = "target_labels_space"
        case thresholds
        case defaultThreshold = "medium_confidence_threshold"
        case replacements = "overwrite_map"
    }
}
