import InferDevices
import InferGraph
import InferKernels
import InferTensors

/// One request's side of the CPU device: an execution of the program, with the request's variables.
final class CPUExecution: Execution, @unchecked Sendable {  // The runtime never lets two runs use it at once.
    private let model: CPUModel
    private let environment: ExecutionEnvironment
    private let execution: ProgramExecution
    private let ports: RequestPorts

    init(_ model: CPUModel) throws {
        self.model = model
        environment = ExecutionEnvironment(variables: try VariableStore(model.variables))
        execution = try ProgramExecution(model.program, environment, profiling: model.options.profiling)
        ports = RequestPorts(inputs: model.program.inputs.count, outputs: model.program.outputs.count)
    }

    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws {
        try model.streams.run { team in try run(tensors, cancellation, team) }
    }

    func start(_ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void) throws {
        model.streams.submit { team in
            do {
                try self.run(tensors, cancellation, team)
            } catch {
                completion(error)
                return
            }
            completion(nil)
        }
    }

    private func run(_ tensors: RequestTensors, _ cancellation: Cancellation, _ team: WorkerTeam) throws {
        environment.cancellation = cancellation
        defer { environment.cancellation = nil }
        try environment.checkCancellation()
        try ports.take(tensors)
        defer { ports.drop() }
        let arithmetic = model.flushing?.begin()
        defer { if let arithmetic { model.flushing?.end(arithmetic) } }
        try execution.run(ports, team)
        try ports.deliver()
        environment.variables.commit()
        model.record(execution.profile)
    }

    var profiling_info: [ProfilingInfo] {
        get throws { model.profilingInfo(execution.profile) }
    }

    func query_state() throws -> [any DeviceVariableState] { environment.variables.states }

    func releaseMemory() { execution.releaseMemory() }
}
