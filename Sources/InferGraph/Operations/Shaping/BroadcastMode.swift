/// How `Broadcast` lays a tensor into the wanted shape.
package enum BroadcastMode: String, CaseIterable, Sendable {
    /// The third input says to which axis each axis of the data goes (version 1 calls this mode `none`).
    case explicit
    /// Aligned at the last axes; axes of length 1 repeat.
    case numpy
    /// As ``numpy``, but the wanted shape, too, may have axes of length 1 that the data stretches.
    case bidirectional
    /// The data is aligned at the last axes.
    case pdpd
}
