import InferGraph
import InferTensors

/// What OpenVINO does to models of IR version 10, so that programs written for it find the names and types that they expect: the name of
/// an operation serves as the name of its tensor; f16 inputs are fed f32; outputs are i32 where they are integers of 32 or 64 bits, f32 otherwise.
enum IRVersion10 {
    /// Changes a model that was read from a file of version 10.
    ///
    /// - Throws: `RuntimeError` when the name of an operation is the name of another's tensor.
    static func adapt(_ model: Model) throws {
        let consumers = consumers(model)
        let sources = model.results.compactMap(\.inputs.first)
        var taken: [String: Output] = [:]
        for port in model.inputs + sources {
            for name in port.names { taken[name] = port }
        }
        for input in model.inputs { try claim(input.node.friendly_name, for: input, &taken) }
        for source in sources { try claim(name(of: source), for: source, &taken) }

        for input in model.inputs {
            if input.element_type == .f16 { try feedSinglePrecision(input.node, consumers[input] ?? []) }
            input.add_names([input.node.friendly_name])
        }
        for (result, source) in zip(model.results, sources) { try convert(result, name: name(of: source)) }
    }

    private static func name(of source: Output) -> String {
        source.node.friendly_name + (source.node.outputCount > 1 ? ".\(source.index)" : "")
    }

    private static func claim(_ name: String, for output: Output, _ taken: inout [String: Output]) throws {
        if let other = taken.updateValue(output, forKey: name), other != output {
            throw RuntimeError(
                .malformed,
                "the name '\(name)' of an operation is also the name of a tensor of \(other.node); files of version 10 cannot have both")
        }
    }

    private static func outputType(_ type: ElementType) -> ElementType {
        switch type {
        case .i64, .u64, .i32, .u32: .i32
        default: .f32
        }
    }

    private static func consumers(_ model: Model) -> [Output: [(node: Node, input: Int)]] {
        var consumers: [Output: [(node: Node, input: Int)]] = [:]
        for node in model.orderedNodes {
            for (index, input) in node.inputs.enumerated() { consumers[input, default: []].append((node, index)) }
        }
        return consumers
    }

    private static func feedSinglePrecision(_ parameter: Node, _ consumers: [(node: Node, input: Int)]) throws {
        guard let operation = parameter.operation as? Parameter else { return }
        parameter.replaceOperation(Parameter(.f32, operation.shape))
        try parameter.validate()
        let half = try opset.create("Convert", [Output(parameter, 0)], ["destination_type": .elementType(.f16)], version: "opset1")
        for (node, input) in consumers { node.replaceInput(input, with: half) }
    }

    /// Gives a Result its name and the type that version 10 has for it.
    private static func convert(_ result: Node, name: String) throws {
        guard let source = result.inputs.first else { return }
        let names = Output(result, 0).names.union([name])
        let type = outputType(source.element_type)
        if type != source.element_type {
            let converted = try opset.create("Convert", [source], ["destination_type": .elementType(type)], version: "opset1", name: name)
            // The tensor that bears the names is from now on the converted one.
            if !(source.node.operation is Parameter) {
                source.set_names([])
                source.node.friendly_name = "\(name)/\(source.node.type_name)"
            }
            result.replaceInput(0, with: converted)
            try result.validate()
        }
        Output(result, 0).set_names(names)
    }
}
