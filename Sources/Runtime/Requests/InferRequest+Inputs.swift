import InferDevices
import InferGraph
import InferTensors

// The forms that take inputs and give outputs in one call.
extension InferRequest {
    /// Binds the inputs in order, runs, and gives copies of the outputs in order. Fewer tensors than inputs set only the first ones.
    ///
    /// - Throws: As ``InferRequest/set_input_tensor(_:_:)`` and ``InferRequest/infer()``.
    public func infer(_ inputs: [Tensor]) throws -> [Tensor] {
        try state.bind(state.inputs(inputs))
        return try inferAndCopy()
    }

    /// Binds the inputs by tensor name, runs, and gives copies of the outputs in order.
    public func infer(_ inputs: [String: Tensor]) throws -> [Tensor] {
        try state.bind(state.inputs(inputs))
        return try inferAndCopy()
    }

    /// Binds the inputs by index, runs, and gives copies of the outputs in order.
    public func infer(_ inputs: [Int: Tensor]) throws -> [Tensor] {
        try state.bind(state.inputs(inputs))
        return try inferAndCopy()
    }

    /// Binds the inputs by port, runs, and gives copies of the outputs in order.
    public func infer(_ inputs: [Output: Tensor]) throws -> [Tensor] {
        try state.bind(state.inputs(inputs))
        return try inferAndCopy()
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

    private func inferAndCopy() throws -> [Tensor] {
        try infer()
        return try output_tensors.map { output in
            let copy = try Tensor(output.element_type, output.shape)
            try output.copy_to(copy)
            return copy
        }
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
        try tensors.map { (try input(ports.find($0.key), "tensor name '\($0.key)'"), $0.value) }
    }

    /// Where inputs given by port go.
    func inputs(_ tensors: [Output: Tensor]) throws -> [(PortPosition, Tensor)] {
        try tensors.map { (try input(ports.find($0.key), "\($0.key)"), $0.value) }
    }

    private func input(_ position: PortPosition, _ key: String) throws -> PortPosition {
        guard position.side == .input else { throw RuntimeError(.notFound, "\(key) is an output; an input was expected") }
        return position
    }
}
