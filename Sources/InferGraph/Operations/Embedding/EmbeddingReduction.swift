/// How the embeddings of a bag become one.
package enum EmbeddingReduction: String, CaseIterable, Sendable {
    case sum, mean
}
