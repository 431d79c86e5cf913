import InferDevices
import InferGraph
import InferTensors

/// A model whose parts are compiled on different devices.
final class SplitModel: DeviceModel {
    private let model: Model
    private let parts: [(part: ModelSplitter.Part, compiled: any DeviceModel)]
    let inputs: [Output]
    let outputs: [Output]

    init(_ model: Model, _ parts: [(ModelSplitter.Part, any DeviceModel)]) {
        self.model = model
        self.parts = parts
        inputs = model.inputs
        outputs = model.outputs
    }

    func make_execution() throws -> any Execution {
        try SplitExecution(
            try parts.map { ($0.part, $0.compiled.outputs, try $0.compiled.make_execution()) }, ModelSplitter.copies(model))
    }

    /// The model with the device of each node in its notes.
    func get_runtime_model() throws -> Model { model.clone() }

    func get_property(_ name: String) throws -> PropertyValue {
        switch name {
        case Property.model_name.name: return .string(model.friendly_name)
        case Property.execution_devices.name:
            return Set(parts.map(\.part.device)).sorted().propertyValue
        case Property.optimal_number_of_infer_requests.name:
            return .integer(try parts.map { try $0.compiled.get_property(name).value(as: Int.self) }.max() ?? 1)
        default: return try parts[0].compiled.get_property(name)
        }
    }

    func release_memory() throws { for (_, compiled) in parts { try compiled.release_memory() } }
}

/// The executions of all parts, and the tensors between them.
private final class SplitExecution: Execution {
    private let steps: [(part: ModelSplitter.Part, execution: any Execution)]
    private let tensors: [Int: Tensor]
    private let copies: [ModelSplitter.Copy]

    init(_ parts: [(part: ModelSplitter.Part, outputs: [Output], execution: any Execution)], _ copies: [ModelSplitter.Copy]) throws {
        var tensors: [Int: Tensor] = [:]
        for (part, outputs, _) in parts {
            for (index, target) in part.targets.enumerated() {
                guard case .tensor(let number) = target else { continue }
                tensors[number] = try RequestPort(outputs[index], PortPosition(side: .output, index: index)).makeTensor()
            }
        }
        self.tensors = tensors
        self.copies = copies
        steps = parts.map { ($0.part, $0.execution) }
    }

    private func tensor(_ number: Int) throws -> Tensor {
        guard let tensor = tensors[number] else { throw RuntimeError(.internalInconsistency, "HETERO: no part gives tensor \(number)") }
        return tensor
    }

    func run(_ bound: RequestTensors, _ cancellation: Cancellation) throws {
        // A part may write an output before a later one reads an input that shares its memory.
        let inputs = try bound.inputs.map { try $0.snapshot }
        let outputs = try bound.outputs.map { output in
            let snapshot = try output.snapshot
            return inputs.contains { $0.overlaps(snapshot) } ? try Tensor(output.element_type, snapshot.shape) : output
        }
        try runParts(RequestTensors(inputs: bound.inputs, outputs: outputs), cancellation)
        for (output, target) in zip(outputs, bound.outputs) where output !== target { try output.copy_to(target) }
    }

    private func runParts(_ bound: RequestTensors, _ cancellation: Cancellation) throws {
        for (part, execution) in steps {
            try cancellation.check()
            let inputs = try part.sources.map { source in
                switch source {
                case .input(let index): bound.inputs[index]
                case .tensor(let number): try tensor(number)
                }
            }
            let outputs = try part.targets.map { target in
                switch target {
                case .output(let index): bound.outputs[index]
                case .tensor(let number): try tensor(number)
                }
            }
            try execution.run(RequestTensors(inputs: inputs, outputs: outputs), cancellation)
        }
        for copy in copies {
            switch copy.origin {
            case .input(let index): try bound.inputs[index].copy_to(bound.outputs[copy.output])
            case .constant(let tensor): try tensor.copy_to(bound.outputs[copy.output])
            }
        }
    }

    var profiling_info: [ProfilingInfo] {
        get throws { try steps.flatMap { try $0.execution.profiling_info } }
    }

    /// The variables of all parts; each is in one of them.
    func query_state() throws -> [any DeviceVariableState] { try steps.flatMap { try $0.execution.query_state() } }
}
