import InferTensors

/// The name of an operation in a file: its type and the operation set that introduced this version of it.
package struct OperationKey: Hashable, Sendable, CustomStringConvertible {
    /// `Convolution`, `MaxPool`…
    package let type: String
    /// `opset1`, `opset8`…
    package let version: String

    package init(_ type: String, _ version: String) {
        self.type = type
        self.version = version
    }

    package init(_ type: String, opset: Int) {
        self.init(type, "opset\(opset)")
    }

    package var description: String { "\(type) \(version)" }
}

/// What a node computes: its attributes, the validation of its inputs and the types of its outputs. Devices give it its arithmetic.
///
/// A conforming type holds the attributes of one operation, or of a family that differs by a parameter, and stands in ``OperationSet``.
package protocol Operation: Sendable {
    /// The operation's name in files.
    var key: OperationKey { get }

    /// Names each attribute, once, for reading and for writing.
    mutating func visit(_ attributes: inout AttributeVisitor) throws

    /// Checks the inputs and says what the outputs are, as far as the inputs' types tell.
    ///
    /// - Throws: `RuntimeError` that names the node and what was expected.
    func infer(_ context: InferenceContext) throws -> [TensorType]

    /// The models inside the operation (`If`, `Loop`, `TensorIterator`).
    var bodies: [Model] { get }

    /// The same operation with other bodies, one for each of ``bodies``.
    func replacing(bodies: [Model]) -> any Operation

    /// Whether the operation must run although nothing consumes its outputs, or gives other results each time it runs.
    var hasSideEffects: Bool { get }
}

extension Operation {
    package mutating func visit(_ attributes: inout AttributeVisitor) throws {}
    package var bodies: [Model] { [] }
    package func replacing(bodies: [Model]) -> any Operation { self }
    package var hasSideEffects: Bool { false }
}
