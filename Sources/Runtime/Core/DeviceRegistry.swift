import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// The devices of a ``Core``: made when they are first needed, dropped by `unload_plugin`, and made again.
///
/// Devices over other devices reach them through the registry.
final class DeviceRegistry: Sendable {
    /// Makes a device.
    typealias Factory = @Sendable (DeviceRegistry) throws -> any Device

    private struct Entry {
        let isMeta: Bool
        let make: Factory
        var device: (any Device)?
        /// What was set for all devices before this one was made.
        var pending: [Property]
    }

    private struct Contents {
        var names: [String] = []
        var entries: [String: Entry] = [:]
        /// What was set for all devices.
        var common: [Property] = []
        var core = PropertySettings(CoreProperties.table)
    }

    private let contents = Mutex(Contents())

    init(_ devices: [DefaultDevice]) {
        contents.withLock { contents in
            for device in devices {
                contents.names.append(device.name)
                contents.entries[device.name] = Entry(isMeta: device.isMeta, make: device.make, device: nil, pending: [])
            }
        }
    }

    // MARK: Registration

    /// Adds a device under a name that is not taken.
    func register(_ device: any Device, as name: String) throws {
        guard !name.isEmpty, !name.contains(where: { ".:,".contains($0) }) else {
            throw RuntimeError(.invalidArgument, "Device name \"\(name)\" must not be empty or contain '.', ':' or ','")
        }
        try contents.withLock { contents in
            guard contents.entries[name] == nil else {
                throw RuntimeError(.invalidArgument, "Device with \"\(name)\" name is already registered in the OpenVINO Runtime")
            }
            contents.names.append(name)
            contents.entries[name] = Entry(isMeta: false, make: { _ in device }, device: nil, pending: contents.common)
        }
    }

    /// Drops the device that was made; the next use makes it again.
    func unload(_ name: String) throws {
        try contents.withLock { contents in
            guard contents.entries[name]?.device != nil else {
                throw RuntimeError(.notFound, "Device with \"\(name)\" name is not registered in the OpenVINO Runtime, or was not used yet")
            }
            contents.entries[name]?.device = nil
            contents.entries[name]?.pending = contents.common
        }
    }

    /// The error for a device that there is not.
    private func notRegistered(_ name: String, _ names: [String]) -> RuntimeError {
        RuntimeError(
            .notFound,
            "Device with \"\(name)\" name is not registered in the OpenVINO Runtime. Registered are \(names.joined(separator: ", "))")
    }

    /// Whether there is a device of that name.
    func isRegistered(_ name: String) -> Bool {
        contents.withLock { $0.entries[name] != nil }
    }

    /// The names of devices that compute themselves, in the order of registration.
    var computingNames: [String] {
        contents.withLock { contents in contents.names.filter { contents.entries[$0]?.isMeta == false } }
    }

    /// The device of that name, made if need be.
    func device(_ name: String) throws -> any Device {
        let (entry, names) = contents.withLock { ($0.entries[name], $0.names) }
        guard let entry else { throw notRegistered(name, names) }
        if let device = entry.device { return device }
        // Made outside of the lock: devices over devices come back here.
        let made = try entry.make(self)
        if !entry.pending.isEmpty { try made.set_property(entry.pending) }
        return try contents.withLock { contents in
            guard let present = contents.entries[name] else { throw notRegistered(name, contents.names) }
            // Another thread may have been quicker; all use the same device.
            if let device = present.device { return device }
            contents.entries[name]?.device = made
            contents.entries[name]?.pending = []
            return made
        }
    }

    // MARK: Properties

    /// Sets properties of the registry itself, and of all devices: those that are there now, and others when they are made.
    func set(_ properties: [Property]) throws {
        let own = properties.filter { CoreProperties.isOwn($0.name) }
        let common = properties.filter { !CoreProperties.isOwn($0.name) }
        let made = try contents.withLock { contents in
            try contents.core.set(own)
            contents.common += common
            for name in contents.names where contents.entries[name]?.device == nil { contents.entries[name]?.pending += common }
            return contents.names.compactMap { contents.entries[$0]?.device }
        }
        if common.isEmpty { return }
        for device in made { try device.set_property(common) }
    }

    /// The value of a property of the registry itself.
    func value(_ name: String) throws -> PropertyValue {
        try contents.withLock { contents in
            guard let value = try contents.core.value(name) else { throw contents.core.table.unsupported(name) }
            return value
        }
    }

    /// The properties that are for a device, flattened where they are for it by name.
    ///
    /// A device over other devices also gets the registry's own properties and those for other devices, to hand them on.
    func properties(_ properties: [Property], for name: String) throws -> [Property] {
        let isMeta = contents.withLock { $0.entries[name]?.isMeta == true }
        let prefix = Property.device.properties.name
        var flat: [Property] = []
        var mapped: [Property] = []
        var named: [Property] = []
        for property in properties {
            if CoreProperties.isForCompiling(property.name) {
                if isMeta { flat.append(property) }
            } else if CoreProperties.isOwn(property.name) {
                _ = try CoreProperties.table.checked(property)
                if isMeta { flat.append(property) }
            } else if property.name == prefix {
                let perDevice: [String: [Property]] = try property.value.value()
                mapped += perDevice[name] ?? []
                if isMeta { flat.append(property) }
            } else if property.name == prefix + "_" + name {
                named += try property.value.value(as: [Property].self)
            } else if isMeta || !property.name.hasPrefix(prefix) {
                flat.append(property)
            }
        }
        return flat + mapped + named
    }

    // MARK: Use

    /// Compiles a copy of a model on a device; or imports what the properties give or the cache holds.
    func compile(_ model: Model, _ device_name: String, _ properties: [Property]) throws -> any DeviceModel {
        let (device, all) = try resolve(device_name, properties)
        let name = try DeviceName(device_name)
        // A device over other devices comes back here for each of those.
        if contents.withLock({ $0.entries[name.base]?.isMeta }) != true {
            let compiling = try CompilingProperties(properties, directory: value(Property.cache_dir.name).value())
            if let blob = compiling.blob { return ImportedModel(try device.import_model(blob, all), isFromCache: false) }
            if let cache = compiling.cache, Self.exports(device) { return try cache.model(model.clone(), on: device, device_name, all) }
        }
        return try device.compile_model(model.clone(), all)
    }

    private static func exports(_ device: any Device) -> Bool {
        let capabilities = try? device.get_property(Property.device.capabilities.name, []).value(as: [String].self)
        return capabilities?.contains("EXPORT_IMPORT") == true
    }

    /// The friendly names of the nodes that a device can run.
    func query(_ model: Model, _ device_name: String, _ properties: [Property]) throws -> Set<String> {
        let (device, all) = try resolve(device_name, properties)
        return try device.query_model(model, all)
    }

    /// The device of a name, and the properties of a call together with what the name says.
    func resolve(_ device_name: String, _ properties: [Property]) throws -> (any Device, [Property]) {
        let name = try DeviceName(device_name)
        return (try device(name.base), name.properties + (try self.properties(properties, for: name.base)))
    }
}
