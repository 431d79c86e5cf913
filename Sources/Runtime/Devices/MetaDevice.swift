#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGraph
import InferTensors

/// A device over other devices: what all of them share.
protocol MetaDevice: Device {
    var configuration: MetaConfiguration { get }
    var registry: DeviceRegistry? { get }
}

extension MetaDevice {
    /// The registry of the devices below.
    func devices() throws -> DeviceRegistry {
        guard let registry else {
            throw RuntimeError(.internalInconsistency, "\(configuration.device) outlived the Core that it belongs to")
        }
        return registry
    }

    /// The names of the properties that a device below says it has.
    func knownProperties(_ device: String) throws -> Set<String>? {
        let below = try devices().device(DeviceName(device).base)
        // A device need not say what properties it has; then it gets only what the caller asked for.
        guard let names = try? below.get_property(Property.supported_properties.name, []).value(as: [PropertyName].self) else { return nil }
        return Set(names.map(\.name))
    }

    /// Compiles a model on a device below.
    func compile(_ model: Model, on device: String, _ properties: [Property], _ settings: PropertySettings) throws -> any DeviceModel {
        try checkNotItself(device)
        return try devices().compile(model, device, configuration.passedOn(properties, settings, known: knownProperties(device)))
    }

    /// What a device below can run of a model.
    func query(_ model: Model, on device: String, _ properties: [Property], _ settings: PropertySettings) throws -> Set<String> {
        try checkNotItself(device)
        return try devices().query(model, device, configuration.passedOn(properties, settings, known: knownProperties(device)))
    }

    private func checkNotItself(_ device: String) throws {
        guard try DeviceName(device).base != configuration.device else {
            throw RuntimeError(.invalidArgument, "\(configuration.device) cannot be among its own devices")
        }
    }

    func get_property(_ name: String, _ arguments: [Property]) throws -> PropertyValue {
        try configuration.value(name)
    }

    func set_property(_ properties: [Property]) throws {
        try configuration.set(properties)
    }

    func import_model(_ data: Data, _ properties: [Property]) throws -> any DeviceModel {
        let list = try DeviceList(properties)
        guard let name = try list.wanted.first?.name ?? devices().computingNames.first else {
            throw RuntimeError(.notFound, "\(configuration.device) finds no device to import a model on")
        }
        let (device, all) = try devices().resolve(name, properties.filter { $0.name != Property.device.priorities.name })
        return try device.import_model(data, all)
    }

    var version: Version { Version(build_number: Release.build_number, description: "\(configuration.device) device") }
}
