import InferDevices
import InferGraph
import InferTensors

/// `HETERO`: splits a model among devices, each node on the first that can run it, or on the one that its `affinity` note names. What lies between
/// reading a variable and assigning it stays together, on the first device that can run all of it.
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
        let groups = NodeGroups(nodes).groups
        if affinities.count == Set(nodes.map(\.friendly_name)).count {
            for group in groups { try checkTogether(group, affinities) }
            return affinities
        }
        let supported = try names.map { (name: $0, nodes: try query(model, on: $0, properties, settings)) }
        for group in groups {
            guard let device = supported.first(where: { device in group.allSatisfy { device.nodes.contains($0.friendly_name) } }) else {
                throw unsupported(group, supported)
            }
            for node in group { affinities[node.friendly_name] = device.name }
        }
        return affinities
    }

    /// Checks that notes do not tear apart what belongs to a variable.
    private func checkTogether(_ group: [Node], _ affinities: [String: String]) throws {
        guard let first = group.first, let device = affinities[first.friendly_name],
            let other = group.first(where: { affinities[$0.friendly_name] != device })
        else { return }
        throw RuntimeError(
            .invalidArgument,
            "HETERO: \(first) is for \(device) and \(other) for \(affinities[other.friendly_name] ?? "none"), but all that lies between "
                + "reading and assigning variable '\(Self.variables(group))' has to be on one device")
    }

    private func unsupported(_ group: [Node], _ supported: [(name: String, nodes: Set<String>)]) -> RuntimeError {
        let names = supported.map(\.name).joined(separator: ", ")
        if let node = group.first(where: { node in !supported.contains { $0.nodes.contains(node.friendly_name) } }) {
            return RuntimeError(.unsupported, "HETERO: none of \(names) can run \(node)")
        }
        return RuntimeError(
            .unsupported, "HETERO: none of \(names) can run all that lies between reading and assigning variable '\(Self.variables(group))'"
        )
    }

    private static func variables(_ group: [Node]) -> String {
        Set(group.compactMap { NodeGroups.variable($0) }).sorted().joined(separator: "', '")
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        let settings = try configuration.setting(properties)
        return try names(settings).reduce(into: []) { $0.formUnion(try query(model, on: $1, properties, settings)) }
    }
}
