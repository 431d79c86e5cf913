/// A connection from an output port of one layer to an input port of another, by their ids.
package struct IREdge: Sendable, Hashable {
    package var sourceLayer: Int
    package var sourcePort: Int
    package var targetLayer: Int
    package var targetPort: Int
}
