import InferDevices
import InferGraph
import InferTensors

/// `HETERO`: splits a model among devices, each node on the first that can run it, or on the one that its `affinity` note names.
final class SplittingDevice: MetaDevice {
    let configuration = MetaConfiguration(device: "HETERO", hint: .LATENCY)
    // Weak, since the registry owns the device.
    weak let registry: DeviceRegistry?

    init(_ registry: DeviceRegistry) {
        self.registry = registry
    }

    private func names(_ settings: PropertySettings) throws -> [String] {
        let list = try DeviceList([Property(Property.device.priorities.name, settings[Property.device.priorities])])
        let names = list.wanted.isEmpty ? try devices().computingNames : list.wanted.map(\.name)
        return names.filter { !list.excluded.contains($0) }
    }

    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        let settings = try configuration.setting(properties)
        let names = try names(settings)
        let affinities = try affinities(of: model, names, properties, settings)
        let used = Set(affinities.values)
        if let only = used.first ?? names.first, used.count <= 1 {
            return MetaModel(try compile(model, on: only, properties, settings), settings, names)
        }
        guard model.get_sinks().isEmpty else {
            throw RuntimeError(.notImplemented, "HETERO cannot split model '\(model.friendly_name)': it has variables")
        }
        let parts = try ModelSplitter.split(model, affinities)
        let split = SplitModel(model, try parts.map { ($0, try compile($0.model, on: $0.device, properties, settings)) })
        return MetaModel(split, settings, names)
    }

    /// The device of each node, by friendly name.
    private func affinities(
        of model: Model, _ names: [String], _ properties: [Property], _ settings: PropertySettings
    ) throws -> [String: String] {
        let nodes = model.get_ordered_ops().filter { ModelSplitter.needsDevice($0) }
        var affinities: [String: String] = [:]
        for node in nodes { affinities[node.friendly_name] = node.rt_info["affinity"]?.text }
        if affinities.count == Set(nodes.map(\.friendly_name)).count { return affinities }
        for name in names.reversed() {
            for node in try query(model, on: name, properties, settings) { affinities[node] = name }
        }
        for node in nodes where affinities[node.friendly_name] == nil {
            throw RuntimeError(.unsupported, "HETERO: none of \(names.joined(separator: ", ")) can run \(node)")
        }
        let needed = Set(nodes.map(\.friendly_name))
        return affinities.filter { needed.contains($0.key) }
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        let settings = try configuration.setting(properties)
        return try names(settings).reduce(into: []) { $0.formUnion(try query(model, on: $1, properties, settings)) }
    }
}
