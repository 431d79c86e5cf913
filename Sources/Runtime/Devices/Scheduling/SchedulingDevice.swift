import InferDevices
import InferGraph
import InferTensors

/// `AUTO`, which picks a device, and `MULTI`, which deals requests out to several.
final class SchedulingDevice: MetaDevice {
    let configuration: MetaConfiguration
    // Weak, since the registry owns the device.
    weak let registry: DeviceRegistry?
    private let isMulti: Bool

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
            return MetaModel(try compile(model, on: names[0], properties, settings), settings, names)
        }
        var models: [any DeviceModel] = []
        for (index, name) in names.enumerated() where !names[..<index].contains(name) {
            models.append(try compile(model, on: name, properties, settings))
        }
        return MetaModel(models.count == 1 ? models[0] : DealingModel(models), settings, names)
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        let settings = try configuration.setting(properties)
        let names = try candidates(settings)
        var supported = try query(model, on: names[0], properties, settings)
        if isMulti { for name in names.dropFirst() { supported.formIntersection(try query(model, on: name, properties, settings)) } }
        return supported
    }
}
