/// An attribute of an element: a name and the text of its value.
package struct IRAttribute: Sendable, Hashable {
    package var name: String
    package var value: String
}
