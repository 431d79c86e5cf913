import InferDevices
import InferGraph
import InferTensors

/// `AUTO`: compiles on the first device that is there, or on the first of a list.
final class AutoDevice: Device {
    // Weak, since the registry owns the device.
    private weak let registry: DeviceRegistry?
    private static let priorities = Property.device.priorities.name

    init(_ registry: DeviceRegistry) {
        self.registry = registry
    }

    private func devices() throws -> DeviceRegistry {
        guard let registry else { throw RuntimeError(.internalInconsistency, "AUTO outlived the Core that it belongs to") }
        return registry
    }

    /// The device to use: the first of the list that is not left out.
    private func choose(_ properties: [Property]) throws -> String {
        let registry = try devices()
        let list: [String] = try properties.last { $0.name == Self.priorities }?.value.value() ?? []
        let excluded = Set(list.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
        let wanted = list.filter { !$0.hasPrefix("-") }
        let candidates = wanted.isEmpty ? registry.computingNames : wanted
        for name in candidates where !excluded.contains(name) {
            if registry.isRegistered(try DeviceName(name).base) { return name }
        }
        let names = registry.computingNames.joined(separator: ", ")
        throw RuntimeError(.notFound, "AUTO finds no device among \"\(list.joined(separator: ","))\". There are: \(names)")
    }

    private func passedOn(_ properties: [Property], to device: String) throws -> [Property] {
        let chosen = try devices().device(DeviceName(device).base)
        // A device need not say what properties it has; then it gets only what the caller asked for.
        let supported = try? chosen.get_property(Property.supported_properties.name, []).value(as: [PropertyName].self)
        let names = Set((supported ?? []).map(\.name))
        let hint = Property.hint.performance_mode(.LATENCY)
        let defaults = names.contains(hint.name) ? [hint] : []
        return defaults + properties.filter { $0.name != Self.priorities && (!Self.ownNames.contains($0.name) || names.contains($0.name)) }
    }

    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        let device = try choose(properties)
        return try devices().compile(model, device, passedOn(properties, to: device))
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        let device = try choose(properties)
        return try devices().query(model, device, passedOn(properties, to: device))
    }

    func get_property(_ name: String, _ arguments: [Property]) throws -> PropertyValue {
        if name == Property.device.full_name.name { return .string("AUTO") }
        return try devices().device(DeviceName(choose(arguments)).base).get_property(name, [])
    }

    func set_property(_ properties: [Property]) throws {
        let device = try choose([])
        try devices().device(DeviceName(device).base).set_property(passedOn(properties, to: device))
    }

    var version: Version { Version(build_number: Release.build_number, description: "AUTO device") }

    /// The properties that concern the choice of a device, and so go no further unless the chosen device has them too.
    private static let ownNames: Set<String> = [
        Property.hint.model_priority.name, Property.log.level.name, Property.intel_auto.device_bind_buffer.name,
        Property.intel_auto.enable_startup_fallback.name, Property.intel_auto.enable_runtime_fallback.name,
        Property.intel_auto.schedule_policy.name, Property.intel_auto.devices_utilization_threshold.name,
    ]
}
