import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// `AUTO`, which picks the first device that can run a model, and `MULTI`, which deals requests out to several.
///
/// A device that fails during a run is replaced by the next one, unless `ENABLE_RUNTIME_FALLBACK` forbids it. Models with variables stay where they
/// are: the values would be lost. So do requests that `DEVICE_BIND_BUFFER` binds to one of several devices.
final class SchedulingDevice: MetaDevice {
    let configuration: MetaConfiguration
    // Weak, since the registry owns the device.
    weak let registry: DeviceRegistry?
    private let isMulti: Bool
    /// The models that `AUTO` compiled and that are still there, each with its device and priority.
    private let assignments = Mutex<[Assignment]>([])

    private struct Assignment {
        weak var model: SelectedModel?
        let priority: Priority
    }

    /// - Parameter isMulti: Whether all devices of the list are used, rather than the first that is there.
    init(_ registry: DeviceRegistry, isMulti: Bool) {
        self.registry = registry
        self.isMulti = isMulti
        configuration = MetaConfiguration(device: isMulti ? "MULTI" : "AUTO", hint: isMulti ? .THROUGHPUT : .LATENCY)
    }

    /// The devices of the list, or all that compute, without those to leave out and, for `AUTO`, those that are not there.
    private func candidates(_ settings: PropertySettings) throws -> [String] {
        let registry = try devices()
        let list = try DeviceList([Property(Property.device.priorities.name, settings[Property.device.priorities])])
        var names = list.wanted.isEmpty ? registry.computingNames : list.wanted.map(\.name)
        names.removeAll { list.excluded.contains($0) }
        if !isMulti { names = try names.filter { registry.isRegistered(try DeviceName($0).base) } }
        guard !names.isEmpty else {
            let there = registry.computingNames.joined(separator: ", ")
            let wanted = try settings[Property.device.priorities].joined(separator: ",")
            throw RuntimeError(.notFound, "\(configuration.device) finds no device among \"\(wanted)\". There are: \(there)")
        }
        return names
    }

    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        let settings = try configuration.setting(properties)
        let names = try candidates(settings)
        guard try isMulti || settings[Property.hint.performance_mode] == .CUMULATIVE_THROUGHPUT else {
            return try compileOnOne(model, properties, settings, names)
        }
        var models: [any DeviceModel] = []
        for (index, name) in names.enumerated() where !names[..<index].contains(name) {
            models.append(try compile(model, on: name, properties, settings))
        }
        if models.count == 1 { return MetaModel(models[0], settings, names) }
        let isRoundRobin = try settings[Property.intel_auto.schedule_policy] == "ROUND_ROBIN"
        let fallsBack = try Self.fallsBack(model, settings) && !settings[Property.intel_auto.device_bind_buffer]
        return MetaModel(DealingModel(models, isRoundRobin: isRoundRobin, fallsBack: fallsBack), settings, names)
    }

    /// Whether another device takes over from one that fails during a run.
    private static func fallsBack(_ model: Model, _ settings: PropertySettings) throws -> Bool {
        let hasVariables = model.get_ordered_ops().contains { ["ReadValue", "Assign"].contains($0.type_name) }
        return try settings[Property.intel_auto.enable_runtime_fallback] && !hasVariables
    }

    /// Compiles on the first device that can. Devices where a model of higher priority is come last.
    private func compileOnOne(
        _ model: Model, _ properties: [Property], _ settings: PropertySettings, _ names: [String]
    ) throws -> any DeviceModel {
        let priority = try settings[Property.hint.model_priority]
        let taken = assignments.withLock { assignments in
            assignments.removeAll { $0.model == nil }
            return Set(assignments.filter { $0.priority.rank > priority.rank }.compactMap { $0.model?.device })
        }
        let ordered = names.filter { !taken.contains($0) } + names.filter { taken.contains($0) }
        let fallsBack = try Self.fallsBack(model, settings)
        // The compiled model may outlive the Core, and then still needs the devices.
        let registry = try devices()
        let compile: SelectedModel.Compile = { name in
            try withExtendedLifetime(registry) { try self.compile(model, on: name, properties, settings) }
        }
        var firstError: (any Error)?
        for (index, name) in ordered.enumerated() {
            do {
                let others = fallsBack ? Array(ordered[(index + 1)...]) : []
                let selected = SelectedModel(try compile(name), on: name, others: others, compile: compile)
                assignments.withLock { $0.append(Assignment(model: selected, priority: priority)) }
                return MetaModel(selected, settings, names)
            } catch {
                firstError = firstError ?? error
            }
        }
        throw firstError ?? RuntimeError(.notFound, "\(configuration.device) has no device to compile on")
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        let settings = try configuration.setting(properties)
        let names = try candidates(settings)
        var supported = try query(model, on: names[0], properties, settings)
        if isMulti { for name in names.dropFirst() { supported.formIntersection(try query(model, on: name, properties, settings)) } }
        return supported
    }
}

extension Priority {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
