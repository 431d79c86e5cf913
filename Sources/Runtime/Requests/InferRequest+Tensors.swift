import InferGraph
import InferTensors

// Ports are looked up before the state: an unknown name is an unknown name whatever the request is doing.
extension InferRequest {
    // MARK: By name or port

    /// The tensor bound to the port with that tensor name.
    public func get_tensor(_ name: String) throws -> Tensor { try state.tensor(state.ports.find(name)) }

    /// The tensor bound to a port of the compiled model, or to the same port of the model that it was compiled from.
    public func get_tensor(_ port: Output) throws -> Tensor { try state.tensor(state.ports.find(port)) }

    /// Binds a tensor, without a copy, to the port with that tensor name.
    ///
    /// - Throws: `RuntimeError`: kind `notFound` for an unknown name, kind `mismatch` where element type or shape do not fit; `Busy`; `Cancelled`.
    public func set_tensor(_ name: String, _ tensor: Tensor) throws { try state.bind(tensor, state.ports.find(name)) }

    /// Binds a tensor, without a copy, to a port of the compiled model, or to the same port of the model that it was compiled from.
    public func set_tensor(_ port: Output, _ tensor: Tensor) throws { try state.bind(tensor, state.ports.find(port)) }

    /// Binds a batch to the input with that tensor name: one tensor for each item, gathered at every run.
    ///
    /// - Throws: `RuntimeError` where the port is an output, its layout does not start with N, or the tensors do not make up the port's shape.
    public func set_tensors(_ name: String, _ tensors: [Tensor]) throws { try state.bind(batch: tensors, state.ports.find(name)) }

    /// Binds a batch to an input: one tensor for each item, gathered at every run.
    public func set_tensors(_ port: Output, _ tensors: [Tensor]) throws { try state.bind(batch: tensors, state.ports.find(port)) }

    /// Binds several tensors by name; if one does not fit, none of them.
    public func set_tensors(_ tensors: [String: Tensor]) throws {
        try state.bind(tensors.map { (try state.ports.find($0.key), $0.value) })
    }

    // MARK: Inputs by index

    /// The tensor bound to the only input.
    public func get_input_tensor() throws -> Tensor { try state.tensor(state.ports.only(.input, "get_input_tensor()")) }

    /// The tensor bound to an input.
    public func get_input_tensor(_ index: Int) throws -> Tensor { try state.tensor(state.ports.find(.input, index)) }

    /// Binds a tensor, without a copy, to the only input.
    public func set_input_tensor(_ tensor: Tensor) throws { try state.bind(tensor, state.ports.only(.input, "set_input_tensor()")) }

    /// Binds a tensor, without a copy, to an input.
    public func set_input_tensor(_ index: Int, _ tensor: Tensor) throws { try state.bind(tensor, state.ports.find(.input, index)) }

    /// Binds a batch to the only input: one tensor for each item, gathered at every run.
    public func set_input_tensors(_ tensors: [Tensor]) throws {
        try state.bind(batch: tensors, state.ports.only(.input, "set_input_tensors()"))
    }

    /// Binds a batch to an input: one tensor for each item, gathered at every run.
    public func set_input_tensors(_ index: Int, _ tensors: [Tensor]) throws {
        try state.bind(batch: tensors, state.ports.find(.input, index))
    }

    /// Binds several tensors by input index; if one does not fit, none of them.
    public func set_input_tensors(_ tensors: [Int: Tensor]) throws {
        try state.bind(tensors.map { (try state.ports.find(.input, $0.key), $0.value) })
    }

    /// The tensors bound to the inputs, in order.
    public var input_tensors: [Tensor] {
        get throws { try state.ports.inputs.map { try state.tensor($0.position) } }
    }

    // MARK: Outputs by index

    /// The tensor bound to the only output.
    public func get_output_tensor() throws -> Tensor { try state.tensor(state.ports.only(.output, "get_output_tensor()")) }

    /// The tensor bound to an output.
    public func get_output_tensor(_ index: Int) throws -> Tensor { try state.tensor(state.ports.find(.output, index)) }

    /// Binds a tensor, without a copy, to the only output.
    public func set_output_tensor(_ tensor: Tensor) throws { try state.bind(tensor, state.ports.only(.output, "set_output_tensor()")) }

    /// Binds a tensor, without a copy, to an output.
    public func set_output_tensor(_ index: Int, _ tensor: Tensor) throws { try state.bind(tensor, state.ports.find(.output, index)) }

    /// Binds several tensors by output index; if one does not fit, none of them.
    public func set_output_tensors(_ tensors: [Int: Tensor]) throws {
        try state.bind(tensors.map { (try state.ports.find(.output, $0.key), $0.value) })
    }

    /// The tensors bound to the outputs, in order.
    public var output_tensors: [Tensor] {
        get throws { try state.ports.outputs.map { try state.tensor($0.position) } }
    }
}
