import InferDevices
import InferTensors
import Synchronization

/// The properties of a device over other devices, and what of a call goes on to those.
final class MetaConfiguration: Sendable {
    let device: String
    private let settings: Mutex<PropertySettings>

    /// - Parameter hint: What the device optimises for unless it is told otherwise.
    init(device: String, hint: PerformanceMode) {
        self.device = device
        settings = Mutex(
            PropertySettings(
                PropertyTable(
                    device: device,
                    [
                        .init(computed: Property.supported_properties),
                        .init(computed: Property.device.full_name),
                        .init(computed: Property.device.capabilities),
                        .init(Property.device.priorities, []),
                        .init(Property.hint.performance_mode, hint),
                        .init(Property.hint.execution_mode, .PERFORMANCE),
                        .init(Property.hint.num_requests, 0, expects: "a count") { $0 >= 0 },
                        .init(Property.hint.model_priority, .DEFAULT),
                        .init(Property.enable_profiling, false),
                        .init(Property.auto_batch_timeout, 1000, expects: "a number of milliseconds") { $0 >= 0 },
                        .init(Property.log.level, .NO),
                        .init(Property.intel_auto.device_bind_buffer, false),
                        .init(Property.intel_auto.enable_startup_fallback, true),
                        .init(Property.intel_auto.enable_runtime_fallback, true),
                        .init(Property.intel_auto.schedule_policy, "DEVICE_PRIORITY", expects: "DEVICE_PRIORITY or ROUND_ROBIN") {
                            ["DEVICE_PRIORITY", "ROUND_ROBIN"].contains($0)
                        },
                    ])))
    }

    func set(_ properties: [Property]) throws {
        try settings.withLock { try $0.set(properties) }
    }

    func value(_ name: String) throws -> PropertyValue {
        try settings.withLock { settings in
            if let value = try settings.value(name) { return value }
            switch name {
            case Property.supported_properties.name: return settings.table.names.propertyValue
            case Property.device.full_name.name: return .string(device)
            default: return [String]().propertyValue
            }
        }
    }

    /// What a compile call asks of the device: its own settings, changed by the properties that it knows.
    func setting(_ properties: [Property]) throws -> PropertySettings {
        try settings.withLock { settings in
            let names = Set(settings.table.names.map(\.name))
            return try settings.setting(properties.filter { names.contains($0.name) })
        }
    }

    /// The properties that go on to a device below: what it knows of this device's settings, and everything that is not this device's.
    ///
    /// - Parameter known: The properties of the device below; nil where it does not tell.
    func passedOn(_ properties: [Property], _ settings: PropertySettings, known: Set<String>?) throws -> [Property] {
        var result: [Property] = []
        // The hints count for the devices below even where nobody set them: they differ from those devices' own defaults.
        for name in [Property.hint.performance_mode.name, Property.enable_profiling.name] where known?.contains(name) == true {
            if let value = try settings.value(name), value != .boolean(false) { result.append(Property(name, value)) }
        }
        let own = Set(settings.table.names.map(\.name))
        for property in properties where property.name != Property.device.priorities.name {
            if !own.contains(property.name) || known?.contains(property.name) == true { result.append(property) }
        }
        return result
    }
}
