import InferTensors

/// An operation that runs models: `If`, `Loop`, `TensorIterator`.
///
/// A reader makes it like any operation, has it visit its attributes, and then hands it its bodies.
package protocol ControlFlow: Operation {
    /// The bodies with what joins them to the operation, for a writer.
    var descriptions: [ControlFlowBody] { get }

    /// The operation with the bodies of a file.
    ///
    /// - Parameters:
    ///   - bodies: one for each role that the file has, in no particular order.
    ///   - subject: names the node in errors.
    /// - Throws: `RuntimeError` when a body is missing, is one too many, or is joined in a way that the operation does not know.
    func adopting(_ bodies: [ControlFlowBody], subject: String) throws -> any Operation
}
