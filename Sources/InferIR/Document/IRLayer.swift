/// A layer: one operation of the network as the file writes it.
package struct IRLayer: Sendable {
    /// The id that edges use.
    package var id: Int
    /// The name of the operation, empty where the file gives none.
    package var name: String
    /// The type as the file spells it (`Const`, `SoftMax`).
    package var type: String
    /// The operation set that brought the operation, as `opset1`; empty where the file gives none.
    package var version: String
    /// The attributes of `<data>` in their order.
    package var attributes: [IRAttribute] = []
    /// The input ports in their order.
    package var inputs: [IRPort] = []
    /// The output ports in their order.
    package var outputs: [IRPort] = []
    /// The tensor names that a Result of newer files lists; nil where the attribute is missing.
    package var outputNames: [String]?
    /// The `rt_info` of the layer, if it has one.
    package var runtimeInformation: IRElement?
    /// The bodies of a control flow operation.
    package var bodies: [IRBody] = []

    /// The value of an attribute of `<data>`.
    package func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    /// How errors call the layer: `layer 5 'conv1' (Convolution opset1)`.
    package var label: String {
        "layer \(id) '\(name)' (\(type)\(version.isEmpty ? "" : " \(version)"))"
    }
}
