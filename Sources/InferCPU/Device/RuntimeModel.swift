import InferGraph
import InferTensors

/// The graph as it runs, as a model whose nodes tell in their `rt_info` how each is executed.
enum RuntimeModel {
    /// - Parameters:
    ///   - model: the model after the passes; it becomes the runtime model.
    ///   - durations: the times of a run's steps; empty before one.
    static func make(_ model: Model, _ program: Program, durations: [StepProfile.Times?]) throws -> Model {
        var stepOfName: [String: (position: Int, step: Step)] = [:]
        for (position, step) in program.steps.enumerated() { stepOfName[step.name] = (position, step) }
        for (order, node) in model.get_ordered_ops().enumerated() {
            let found = stepOfName[node.friendly_name]
            let time =
                found.flatMap { $0.position < durations.count ? durations[$0.position] : nil }.map { String($0.real / 1000) }
                ?? "not_executed"
            var info = node.rt_info
            info["execOrder"] = .value(String(order))
            info["execTimeMcs"] = .value(time)
            info["layerType"] = .value(node.type_name)
            info[Node.originalNamesKey] = .value(node.originalNames.joined(separator: ","))
            info["primitiveType"] = .value(found?.step.kernel.name ?? "undef")
            info["runtimePrecision"] = .value(node.outputs.first?.element_type.description ?? "undef")
            info["outputPrecisions"] = .value(node.outputs.map(\.element_type.description).joined(separator: ","))
            info["outputLayouts"] = .value(
                found?.step.outputs.map { program.slots[$0.index].layout == .rowMajor ? "abcd" : "acdb" }.joined(separator: ",") ?? "abcd")
            node.rt_info = info
        }
        return model
    }
}
