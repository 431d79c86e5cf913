import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// `AUTO`, which picks the first device that can run a model, and `MULTI`, which deals requests out to several.
final class SchedulingDevice: MetaDevice {
    let configuration: MetaConfiguration
    // Weak, since the registry owns the device.
    weak let registry: DeviceRegistry?
    private let isMulti: Bool
    /// The models that `AUTO` compiled and that are still there, each with its device and priority.
    private let assignments = Mutex<[Assignment]>([])

    private struct Assignment {
        weak var model: MetaModel?
        let device: String
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
        let isRoundRobin = try settings[Property.intel_auto.schedule_policy] == "ROUND_ROBIN"
        return MetaModel(models.count == 1 ? models[0] : DealingModel(models, isRoundRobin: isRoundRobin), settings, names)
    }

    /// Compiles on the first device that can. Devices where a model of higher priority is come last.
    private func compileOnOne(
        _ model: Model, _ properties: [Property], _ settings: PropertySettings, _ names: [String]
    ) throws -> any DeviceModel {
        let priority = try settings[Property.hint.model_priority]
        let taken = assignments.withLock { assignments in
            assignments.removeAll { $0.model == nil }
            return Set(assignments.filter { $0.priority.rank > priority.rank }.map(\.device))
        }
        var firstError: (any Error)?
        for name in names.filter({ !taken.contains($0) }) + names.filter({ taken.contains($0) }) {
            do {
                let compiled = MetaModel(try compile(model, on: name, properties, settings), settings, names)
                assignments.withLock { $0.append(Assignment(model: compiled, device: name, priority: priority)) }
                return compiled
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
