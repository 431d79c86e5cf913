/// How the number of a pooling's windows is rounded.
package enum RoundingType: String, CaseIterable, Sendable {
    case floor
    case ceil
    /// As ``ceil``, but a window that starts in the padding behind the data is dropped.
    case ceilTorch = "ceil_torch"
}
