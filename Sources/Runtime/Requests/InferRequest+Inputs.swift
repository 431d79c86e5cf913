import InferDevices
import InferGraph
import InferTensors

// The forms that take inputs and give outputs in one call. Inputs are bound by reference; of two tensors for one input neither would be the later
// one, since Swift's dictionaries have no order, so that is an error.
extension InferRequest {
    /// Binds the inputs in order, runs, and gives the outputs in order. Fewer tensors than inputs set only the first ones.
    ///
    /// - Parameter share_outputs: Whether the outputs are the tensors bound, which the next run overwrites, rather than copies.
    /// - Throws: As ``InferRequest/set_input_tensor(_:_:)`` and ``InferRequest/infer()``.
    public func infer(_ inputs: [Tensor], share_outputs: Bool = false) throws -> [Tensor] {
        try infer(state.inputs(inputs), share_outputs)
    }

    /// Binds the inputs by tensor name, runs, and gives the outputs in order.
    public func infer(_ inputs: [String: Tensor], share_outputs: Bool = false) throws -> [Tensor] {
        try infer(state.inputs(inputs), share_outputs)
    }

    /// Binds the inputs by index, runs, and gives the outputs in order.
    public func infer(_ inputs: [Int: Tensor], share_outputs: Bool = false) throws -> [Tensor] {
        try infer(state.inputs(inputs), share_outputs)
    }

    /// Binds the inputs by port, runs, and gives the outputs in order.
    public func infer(_ inputs: [Output: Tensor], share_outputs: Bool = false) throws -> [Tensor] {
        try infer(state.inputs(inputs), share_outputs)
    }

    /// Binds the inputs in order and starts. Fewer tensors than inputs set only the first ones.
    public func start_async(_ inputs: [Tensor]) throws {
        try state.bind(state.inputs(inputs))
        try start_async()
    }

    /// Binds the inputs by tensor name and starts.
    public func start_async(_ inputs: [String: Tensor]) throws {
        try state.bind(state.inputs(inputs))
        try start_async()
    }

    /// Binds the inputs by index and starts.
    public func start_async(_ inputs: [Int: Tensor]) throws {
        try state.bind(state.inputs(inputs))
        try start_async()
    }

    /// Binds the inputs by port and starts.
    public func start_async(_ inputs: [Output: Tensor]) throws {
        try state.bind(state.inputs(inputs))
        try start_async()
    }

    /// Copies of the outputs of the last run by the compiled model's ports.
    public var results: [Output: Tensor] {
        get throws {
            Dictionary(zip(model_outputs, try output_tensors.map { try $0.packedCopy() }), uniquingKeysWith: { first, _ in first })
        }
    }

    private func infer(_ inputs: [(PortPosition, Tensor)], _ share_outputs: Bool) throws -> [Tensor] {
        try state.bind(inputs)
        try infer()
        return try share_outputs ? output_tensors : output_tensors.map { try $0.packedCopy() }
    }
}

extension Tensor {
    fileprivate func packedCopy() throws -> Tensor {
        let copy = try Tensor(element_type, shape)
        try copy_to(copy)
        return copy
    }
}

extension RequestState {
    /// Where inputs given in order go.
    func inputs(_ tensors: [Tensor]) throws -> [(PortPosition, Tensor)] {
        try tensors.enumerated().map { (try ports.find(.input, $0), $1) }
    }

    /// Where inputs given by index go.
    func inputs(_ tensors: [Int: Tensor]) throws -> [(PortPosition, Tensor)] {
        try tensors.map { (try ports.find(.input, $0.key), $0.value) }
    }

    /// Where inputs given by name go.
    func inputs(_ tensors: [String: Tensor]) throws -> [(PortPosition, Tensor)] {
        try inputs(tensors.sorted { $0.key < $1.key }.map { (try ports.find($0.key), "tensor name '\($0.key)'", $0.value) })
    }

    /// Where inputs given by port go.
    func inputs(_ tensors: [Output: Tensor]) throws -> [(PortPosition, Tensor)] {
        try inputs(tensors.map { (try ports.find($0.key), "\($0.key)", $0.value) })
    }

    private func inputs(_ tensors: [(position: PortPosition, key: String, tensor: Tensor)]) throws -> [(PortPosition, Tensor)] {
        var keys: [PortPosition: String] = [:]
        for (position, key, _) in tensors {
            guard position.side == .input else { throw RuntimeError(.notFound, "\(key) is an output; an input was expected") }
            if let other = keys.updateValue(key, forKey: position) {
                throw RuntimeError(.invalidArgument, "\(other) and \(key) are the same input: there must be one tensor for each")
            }
        }
        return tensors.map { ($0.position, $0.tensor) }
    }
}
