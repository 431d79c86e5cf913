import InferTensors

extension RequestState {
    /// The tensor bound to a port.
    func tensor(_ position: PortPosition) throws -> Tensor {
        try whileIdle { contents in
            switch position.side {
            case .output: return contents.outputs[position.index]
            case .input:
                guard contents.batches[position.index] == nil else {
                    throw RuntimeError(
                        .invalidArgument,
                        "get_tensor shall not be used together with batched set_tensors/set_input_tensors for \(ports[position].description)"
                    )
                }
                return contents.inputs[position.index]
            }
        }
    }

    /// Binds a tensor to a port.
    func bind(_ tensor: Tensor, _ position: PortPosition) throws {
        try whileIdle { contents in
            try ports[position].checkBinding(tensor)
            contents.bind(tensor, position)
        }
    }

    /// Binds tensors to several ports, or to none if one does not fit.
    func bind(_ tensors: [(PortPosition, Tensor)]) throws {
        try whileIdle { contents in
            for (position, tensor) in tensors { try ports[position].checkBinding(tensor) }
            for (position, tensor) in tensors { contents.bind(tensor, position) }
        }
    }

    /// Binds one tensor for each item of a batch to an input.
    func bind(batch tensors: [Tensor], _ position: PortPosition) throws {
        try whileIdle { contents in
            let port = ports[position]
            guard position.side == .input else {
                throw RuntimeError(.invalidArgument, "set_tensors/set_input_tensors are for inputs, not for \(port.description)")
            }
            guard let first = tensors.first else {
                throw RuntimeError(.invalidArgument, "set_tensors/set_input_tensors can't be used with no tensors for \(port.description)")
            }
            guard tensors.count > 1 else {
                try port.checkBinding(first)
                contents.bind(first, position)
                return
            }
            contents.batches[position.index] = try TensorBatch(tensors, port)
        }
    }

    /// Gives the outputs that are the request's own away: the next run writes into new memory.
    func releaseOutputs() throws {
        try whileIdle { contents in
            for index in contents.outputs.indices where contents.ownsOutput[index] {
                contents.outputs[index] = try ports.outputs[index].makeTensor()
            }
        }
    }

    /// Lets go of the tensors that were bound to inputs.
    func releaseInputs() throws {
        try whileIdle { contents in
            for index in contents.inputs.indices where !contents.ownsInput[index] {
                contents.inputs[index] = try ports.inputs[index].makeTensor()
                contents.ownsInput[index] = true
            }
        }
    }
}

extension RequestState.Contents {
    fileprivate mutating func bind(_ tensor: Tensor, _ position: PortPosition) {
        switch position.side {
        case .input:
            inputs[position.index] = tensor
            ownsInput[position.index] = false
            batches[position.index] = nil
        case .output:
            outputs[position.index] = tensor
            ownsOutput[position.index] = false
        }
    }
}
