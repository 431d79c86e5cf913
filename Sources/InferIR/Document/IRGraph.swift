/// A network or the body of a control flow operation: layers and the edges between them.
package struct IRGraph: Sendable {
    /// The layers in the order of the file; no two have one id.
    package var layers: [IRLayer] = []
    /// The edges in the order of the file.
    package var edges: [IREdge] = []
    /// The `rt_info` of the network, if it has one.
    package var runtimeInformation: IRElement?
}
