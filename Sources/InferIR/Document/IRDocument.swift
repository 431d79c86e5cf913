/// What an IR file says, before any of it is believed: the layers, ports, edges and bodies of its XML as they are written.
package struct IRDocument: Sendable {
    /// The name of the file, for errors.
    package var file: String
    /// The name of the network.
    package var name: String
    /// The version of the format: 10 or 11.
    package var version: Int
    /// The network.
    package var graph: IRGraph
}
