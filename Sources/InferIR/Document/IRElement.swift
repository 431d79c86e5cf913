/// An element of a file that is kept as it is: `rt_info` and what stands in it.
package struct IRElement: Sendable, Hashable {
    package var name: String
    package var attributes: [IRAttribute] = []
    package var children: [IRElement] = []

    /// The value of an attribute.
    package func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }
}
