import InferDevices
import InferTensors

/// A model that a device over other devices compiled: it answers for that device's properties, and is otherwise the model of the devices below.
final class MetaModel: DelegatingModel {
    let base: any DeviceModel
    private let settings: PropertySettings
    private let devices: [String]

    /// - Parameters:
    ///   - settings: What the device was asked for.
    ///   - devices: The devices that it chose from.
    init(_ base: any DeviceModel, _ settings: PropertySettings, _ devices: [String]) {
        self.base = base
        self.settings = settings
        self.devices = devices
    }

    func get_property(_ name: String) throws -> PropertyValue {
        switch name {
        case Property.device.priorities.name: return devices.propertyValue
        // A model is compiled when compile_model returns, so no other device has to stand in until then: a compiled model tells what is.
        case Property.intel_auto.enable_startup_fallback.name: return .boolean(false)
        case Property.supported_properties.name: return try supported.propertyValue
        default:
            do {
                return try base.get_property(name)
            } catch {
                // What the devices below do not know may still be the device's own.
                guard let value = try? settings.value(name) else { throw error }
                return value
            }
        }
    }

    private var supported: [PropertyName] {
        get throws {
            let below = (try? base.get_property(Property.supported_properties.name).value(as: [PropertyName].self)) ?? []
            var seen: Set<String> = []
            return (below.map(\.name) + settings.table.rows.filter { $0.initial != nil }.map(\.name)).filter { seen.insert($0).inserted }
                .map { PropertyName($0, .RO) }
        }
    }
}
