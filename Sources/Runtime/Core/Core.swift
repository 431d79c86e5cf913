#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGraph
import InferIR
import InferTensors

/// Where everything begins: reads models, knows the devices, and compiles models for them.
///
/// ```swift
/// let core = Core()
/// let model = try core.read_model("model.xml")
/// let compiled = try core.compile_model(model, "CPU")
/// ```
/// All methods may be called from several threads at once. What a core has made lives on without it.
public final class Core: Sendable {
    private let registry: DeviceRegistry

    /// Creates a core with the default devices. A device is made when it is first needed.
    public init() {
        registry = DeviceRegistry(DefaultDevice.all)
    }

    // MARK: Reading

    /// Reads a model from a file in OpenVINO's IR format.
    ///
    /// - Parameters:
    ///   - path: The `.xml` file.
    ///   - weights_path: The file of constants; without one, the file of the same name that ends with `.bin`. Kernels may read it where it
    ///     lies: leave it as it is while the model, or what is compiled from it, lives.
    /// - Throws: `RuntimeError` that names the file and what is wrong with it.
    public func read_model(_ path: String, _ weights_path: String? = nil) throws -> Model {
        let name = path.lowercased()
        if let format = Self.otherFormats.first(where: { name.hasSuffix($0.suffix) }) {
            throw RuntimeError(.notImplemented, "\(path): models in \(format.name) format cannot be read. Expected OpenVINO IR (.xml)")
        }
        return try IRReader.read(path: path, weightsPath: weights_path)
    }

    private static let otherFormats: [(suffix: String, name: String)] = [
        (".onnx", "ONNX"), (".pdmodel", "PaddlePaddle"), (".pb", "TensorFlow"), (".tflite", "TensorFlow Lite"),
    ]

    /// Reads a model in OpenVINO's IR format from memory.
    ///
    /// - Parameters:
    ///   - model: The XML.
    ///   - weights: The constants. The model shares the tensor's memory: nobody may write into it any more.
    public func read_model(model: Data, weights: Tensor? = nil) throws -> Model {
        try model.withUnsafeBytes { try IRReader.read(model: $0, weights: weights) }
    }

    // MARK: Compiling

    /// Compiles a model for a device. The model itself stays as it is, and changes to it afterwards have no effect on the compiled one.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - device_name: `CPU`, `AUTO`, `AUTO:CPU`, or a name that a device was registered under.
    ///   - properties: What to ask of the device.
    /// - Throws: `RuntimeError` for an unknown device, an unknown property or wrong value, and an operation that is not supported, by name.
    public func compile_model(_ model: Model, _ device_name: String = "AUTO", _ properties: [Property] = []) throws -> CompiledModel {
        CompiledModel(try registry.compile(model, device_name, properties))
    }

    /// Reads a model from a file and compiles it for a device.
    public func compile_model(_ model_path: String, _ device_name: String = "AUTO", _ properties: [Property] = []) throws -> CompiledModel {
        try compile_model(read_model(model_path), device_name, properties)
    }

    /// Makes a compiled model from what ``CompiledModel/export_model()`` gave.
    ///
    /// - Throws: `RuntimeError` where the bytes are not from such a device.
    public func import_model(_ model: Data, _ device_name: String, _ properties: [Property] = []) throws -> CompiledModel {
        let (device, all) = try registry.resolve(device_name, properties)
        return CompiledModel(try device.import_model(model, all))
    }

    /// Which device can run which node: the device's name by the node's friendly name, without the nodes that it cannot run.
    public func query_model(_ model: Model, _ device_name: String, _ properties: [Property] = []) throws -> [String: String] {
        let nodes = try registry.query(model, device_name, properties)
        return Dictionary(nodes.map { ($0, device_name) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Devices

    /// The devices that can compute, such as `CPU`, or `GPU.0` and `GPU.1` where there are several of a kind.
    public var available_devices: [String] {
        registry.computingNames.flatMap { name -> [String] in
            guard let device = try? registry.device(name) else { return [] }
            let ids = try? device.get_property(Property.available_devices.name, []).value(as: [String].self)
            return (ids ?? [""]).map { $0.isEmpty ? name : "\(name).\($0)" }
        }
    }

    /// The versions of a device and of those that its name lists; none for unknown devices.
    public func get_versions(_ device_name: String) throws -> [String: Version] {
        guard let name = try? DeviceName(device_name) else { return [:] }
        var versions: [String: Version] = [:]
        for part in [name.base] + name.listed.compactMap({ try? DeviceName($0).base }) where registry.isRegistered(part) {
            versions[part] = try registry.device(part).version
        }
        return versions
    }

    /// Adds a device.
    ///
    /// - Throws: `RuntimeError` where the name is taken or contains a dot, colon or comma.
    public func register_plugin(_ device: any Device, _ device_name: String) throws {
        try registry.register(device, as: device_name)
    }

    /// Drops a device that was used; the next use makes it again. What it compiled lives on.
    ///
    /// - Throws: `RuntimeError` where there is no such device or nobody has used it.
    public func unload_plugin(_ device_name: String) throws {
        try registry.unload(device_name)
    }

    /// Extensions are libraries for another runtime: they cannot be loaded. A device of one's own can be registered instead.
    ///
    /// - Throws: `RuntimeError` of kind `notImplemented`, always.
    public func add_extension(_ library_path: String) throws {
        throw RuntimeError(
            .notImplemented, "\(library_path): extension libraries cannot be loaded. Register a Device to run operations of one's own")
    }

    // MARK: Properties

    /// Sets properties of the core, and of all devices, those that are not made yet included.
    public func set_property(_ properties: [Property]) throws {
        try checkSettable(properties)
        try registry.set(properties)
    }

    /// Sets properties of a device, for the models compiled from now on: all of them, or none when one is wrong.
    public func set_property(_ device_name: String, _ properties: [Property]) throws {
        try checkSettable(properties)
        let name = try checkedName(device_name, "set_property")
        let device = try registry.device(name.base)
        let own = properties.filter { CoreProperties.isOwn($0.name) }
        try device.set_property(name.properties + properties.filter { !CoreProperties.isOwn($0.name) })
        if !own.isEmpty { try registry.set(own) }
    }

    /// The value of a property of the core.
    public func get_property(_ name: String) throws -> PropertyValue {
        try registry.value(name)
    }

    /// The typed value of a property of the core.
    public func get_property<Value: PropertyConvertible>(_ key: PropertyKey<Value>) throws -> Value {
        try get_property(key.name).value()
    }

    /// The value of a property of a device.
    ///
    /// - Parameter arguments: What the answer depends on, such as a model.
    public func get_property(_ device_name: String, _ name: String, _ arguments: [Property] = []) throws -> PropertyValue {
        let device = try checkedName(device_name, "get_property")
        if CoreProperties.isOwn(name) { return try registry.value(name) }
        return try registry.device(device.base).get_property(name, device.properties + arguments)
    }

    /// The typed value of a property of a device.
    public func get_property<Value: PropertyConvertible>(
        _ device_name: String, _ key: PropertyKey<Value>, _ arguments: [Property] = []
    ) throws -> Value {
        try get_property(device_name, key.name, arguments).value()
    }

    private func checkSettable(_ properties: [Property]) throws {
        let prefix = Property.device.properties.name
        if let nested = properties.first(where: { $0.name.hasPrefix(prefix) }) {
            throw RuntimeError(
                .invalidArgument,
                "set_property does not take \(nested.name). Set the properties of each device by its name, or compile with them")
        }
    }

    private func checkedName(_ device_name: String, _ caller: String) throws -> DeviceName {
        let name = try DeviceName(device_name)
        guard name.list == nil else {
            throw RuntimeError(
                .invalidArgument, "\(caller) is for \(name.base) itself, without devices after a colon, and was called with \(device_name)")
        }
        return name
    }
}

extension Core: CustomStringConvertible {
    /// The devices that are registered to compute.
    public var description: String { "<Core: devices[\(registry.computingNames.joined(separator: ", "))]>" }
}
