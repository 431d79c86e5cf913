#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGenerated
import InferGraph
import InferTensors
import Synchronization

/// A model compiled for the CPU.
final class CPUModel: DeviceModel {
    let inputs: [Output]
    let outputs: [Output]
    let program: Program
    let options: CompileOptions
    let streams: StreamPool
    /// What all threads that run kernels do.
    let flushing: SubnormalFlushing?
    let variables: [VariableDescription]
    private let configuration: CPUConfiguration
    /// How long the steps of the last run took that measured them.
    private let lastDurations = Mutex<[StepProfile.Times?]>([])
    /// The model as it was given, for its ports and for profiles.
    private let source: Model

    init(_ model: Model, _ configuration: CPUConfiguration) throws {
        source = model
        self.configuration = configuration
        options = configuration.compileOptions
        let optimized = model.clone()
        try CPUPasses.run(optimized, options)
        program = try ProgramBuilder.build(optimized, options)
        let flushing = try SubnormalFlushing(options.instructionSet)
        self.flushing = flushing
        streams = StreamPool(streams: configuration.streams, threads: configuration.threadsPerStream) { _ = flushing?.begin() }
        variables = try VariableDescription.collect(model)
        inputs = model.inputs
        outputs = model.outputs
    }

    func make_execution() throws -> any Execution { try CPUExecution(self) }

    func get_property(_ name: String) throws -> PropertyValue { try configuration.compiledProperty(name, model: source) }

    func export_model() throws -> Data { try ExportedModel.bytes(of: source) }

    func release_memory() throws { program.releaseBindings() }

    /// The graph after the passes, which run again for it: keeping it would keep all weights twice.
    func get_runtime_model() throws -> Model {
        let optimized = source.clone()
        try CPUPasses.run(optimized, options)
        return try RuntimeModel.make(optimized, program, durations: lastDurations.withLock { $0 })
    }

    /// Takes note of how long the steps of a run took.
    func record(_ profile: StepProfile?) {
        guard let profile else { return }
        lastDurations.withLock { $0 = profile.durations }
    }

    /// What became of each operation in the last run.
    func profilingInfo(_ profile: StepProfile?) -> [ProfilingInfo] {
        var infos: [ProfilingInfo] = []
        var reported: Set<String> = []
        for node in source.get_parameters() {
            infos.append(ProfilingInfo(status: .NOT_RUN, node_name: node.friendly_name, exec_type: "unknown", node_type: node.type_name))
        }
        for (position, step) in program.steps.enumerated() {
            let duration = profile?.durations[position]
            let idle: ProfilingInfo.Status = profile?.absorbed.contains(position) == true ? .OPTIMIZED_OUT : .NOT_RUN
            var info = ProfilingInfo(
                status: duration == nil ? idle : .EXECUTED, real_time: .nanoseconds(Int64(clamping: duration?.real ?? 0)),
                cpu_time: .nanoseconds(Int64(clamping: duration?.processor ?? 0)), node_name: step.name,
                exec_type: profile?.kernelNames[position] ?? step.kernel.name, node_type: step.type)
            info.floatingPointOperations = profile?.costs[position]?.floatingPointOperations ?? 0
            info.bytesMoved = profile?.costs[position]?.bytes ?? 0
            infos.append(info)
            reported.insert(step.name)
            reported.formUnion(step.originalNames)
        }
        for node in source.get_ordered_ops() where !reported.contains(node.friendly_name) && node.type_name != "Parameter" {
            if node.type_name == "Constant" { continue }
            let status: ProfilingInfo.Status = node.type_name == "Result" ? .NOT_RUN : .OPTIMIZED_OUT
            infos.append(ProfilingInfo(status: status, node_name: node.friendly_name, exec_type: "undef", node_type: node.type_name))
        }
        for step in program.steps {
            for name in step.originalNames where name != step.name {
                infos.append(ProfilingInfo(status: .OPTIMIZED_OUT, node_name: name, exec_type: "undef", node_type: "Fused"))
            }
        }
        return infos
    }
}
