import InferGraph
import InferTensors

/// Which side of a model a port is on.
enum PortSide: String, Sendable {
    case input, output
}

/// Where a port stands in a compiled model.
struct PortPosition: Hashable, Sendable {
    let side: PortSide
    let index: Int
}

/// A port of a compiled model, with what requests ask about it at every run. An object, since each run asks each port and copies cost.
final class RequestPort: Sendable {
    let position: PortPosition
    let output: Output
    let element_type: ElementType
    let partial_shape: PartialShape
    /// The shape, if it is known before a run.
    let shape: Shape?
    let names: Set<String>
    let layout: Layout
    /// The bounds of each axis of a port whose shape is not known before a run; nil where the rank is not known either.
    private let bounds: [Dimension]?

    init(_ output: Output, _ position: PortPosition) {
        self.position = position
        self.output = output
        element_type = output.element_type
        partial_shape = output.partial_shape
        shape = try? partial_shape.to_shape()
        names = output.names
        layout = output.node.layout
        bounds = partial_shape.dimensions
    }

    /// How messages name the port.
    var description: String {
        let name = names.min().map { " '\($0)'" } ?? ""
        return "\(position.side.rawValue) \(position.index)\(name)"
    }

    /// A tensor for a port that nobody bound one to. Lengths that are not known yet are 0; where the rank is not known, the shape is `{0}`.
    func makeTensor() throws -> Tensor {
        let initial = shape ?? bounds.map { Shape($0.map { $0.is_static ? $0.min_length : 0 }) } ?? [0]
        return try Tensor(element_type, initial)
    }

    /// Whether the port's shape allows a shape.
    func allows(_ candidate: Shape) -> Bool {
        if let shape { return shape == candidate }
        guard let bounds else { return true }
        guard bounds.count == candidate.count else { return false }
        for axis in 0..<bounds.count where !bounds[axis].contains(candidate[axis]) { return false }
        return true
    }

    /// Checks a tensor that is to be bound.
    ///
    /// - Throws: `RuntimeError` of kind `mismatch` that names the port, what it is and what the tensor is.
    func checkBinding(_ tensor: Tensor) throws {
        guard tensor.element_type == element_type else {
            throw RuntimeError(
                .mismatch,
                "The tensor's element type \(tensor.element_type) does not fit \(description) of element type \(element_type)")
        }
        let candidate = try tensor.snapshot.shape
        if allows(candidate) { return }
        // A device gives a dynamic output its shape anyway, so an empty tensor of any shape will do.
        if position.side == .output, shape == nil, shape_size(candidate) == 0 { return }
        throw mismatch(candidate)
    }

    /// Checks a bound tensor at the start of a run: its handle may have been given another shape since it was bound.
    func checkRun(_ tensor: Tensor) throws {
        // The run gives a dynamic output its shape.
        if position.side == .output, shape == nil { return }
        let candidate = try tensor.snapshot.shape
        if !allows(candidate) { throw mismatch(candidate) }
    }

    private func mismatch(_ candidate: Shape) -> RuntimeError {
        RuntimeError(.mismatch, "The tensor's shape \(candidate) does not fit \(description) of shape \(partial_shape)")
    }
}
