/// A body of a control flow operation with what joins it to the operation's ports.
package struct IRBody: Sendable {
    /// `body`, `then_body` or `else_body`.
    package var role: String
    /// How inputs of the operation feed Parameters of the body.
    package var inputs: [IRPortMapEntry] = []
    /// How Results of the body feed outputs of the operation.
    package var outputs: [IRPortMapEntry] = []
    /// From a Result to the Parameter that takes its value in the next iteration.
    package var backEdges: [IRBackEdge] = []
    /// The layers of the body.
    package var graph = IRGraph()
}
