import Runtime

/// The processor as a device of a user's own that can run only some types of operations.
final class PartialDevice: Device {
    private let types: Set<String>
    private let processor = Core()
    /// The number of runs.
    let runs = Counter()

    init(_ types: Set<String>) { self.types = types }

    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        for node in model.get_ordered_ops() where !types.union(["Parameter", "Constant", "Result"]).contains(node.type_name) {
            throw RuntimeError(.unsupported, "PARTIAL cannot run \(node)")
        }
        return PartialModel(try processor.compile_model(model, "CPU"), runs)
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        Set(model.get_ordered_ops().filter { types.contains($0.type_name) }.map(\.friendly_name))
    }
}

private final class PartialModel: DeviceModel {
    private let compiled: CompiledModel
    private let runs: Counter
    var inputs: [Output] { compiled.inputs }
    var outputs: [Output] { compiled.outputs }

    init(_ compiled: CompiledModel, _ runs: Counter) {
        self.compiled = compiled
        self.runs = runs
    }

    func make_execution() throws -> any Execution { PartialExecution(try compiled.create_infer_request(), runs) }

    func get_property(_ name: String) throws -> PropertyValue {
        name == "EXECUTION_DEVICES" ? .list([.string("PARTIAL")]) : try compiled.get_property(name)
    }
}

private final class PartialExecution: Execution {
    private let request: InferRequest
    private let runs: Counter

    init(_ request: InferRequest, _ runs: Counter) {
        self.request = request
        self.runs = runs
    }

    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws {
        runs.increment()
        for (index, tensor) in tensors.inputs.enumerated() { try request.set_input_tensor(index, tensor) }
        for (index, tensor) in tensors.outputs.enumerated() { try request.set_output_tensor(index, tensor) }
        try request.infer()
    }
}
