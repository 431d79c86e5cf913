/// How an update goes together with what is there.
package enum ScatterReduction: String, CaseIterable, Sendable {
    /// It takes its place.
    case none
    case sum, prod, min, max
    /// `ScatterElementsUpdate` only.
    case mean
    /// `ScatterNDUpdate` only: what is there less the update.
    case sub
}
