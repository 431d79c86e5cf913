/// Joins a port of a control flow operation to a Parameter or Result of its body.
package struct IRPortMapEntry: Sendable, Hashable {
    /// The id of the operation's port, -1 for a port that only the operation itself knows.
    package var externalPort: Int
    /// The id of the Parameter or Result in the body.
    package var internalLayer: Int
    /// The axis that is sliced or concatenated, if any.
    package var axis: Int?
    package var start: Int?
    package var end: Int?
    package var stride: Int?
    package var partSize: Int?
    /// `current_iteration`, `execution_condition` or empty.
    package var purpose: String = ""
}
