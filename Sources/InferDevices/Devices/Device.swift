#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferGraph
import InferTensors

/// What computes: the CPU, or a type that a user writes and registers with `Core.register_plugin`.
///
/// A device is asked what it can do and to compile models; requests, their states and their tensors are the runtime's. All methods may be
/// called from several threads at once.
///
/// Devices may be made of other devices: a device that schedules or batches compiles the model on others and makes ``Execution``s that pass
/// ``RequestTensors`` on to theirs. Tensors come with each run and are not bound to an execution, so an execution may hand each run to a
/// different one.
public protocol Device: AnyObject, Sendable {
    /// Compiles a model.
    ///
    /// - Parameters:
    ///   - model: A private copy, the device's to change.
    ///   - properties: What the caller asked for; these win over what ``set_property(_:)`` stored, and do not change it.
    /// - Throws: ``RuntimeError`` for an unknown property, a wrong value, or an operation that is not supported, by its name.
    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel

    /// Makes a compiled model from what ``DeviceModel/export_model()`` wrote.
    func import_model(_ data: Data, _ properties: [Property]) throws -> any DeviceModel

    /// The friendly names of the nodes that the device can run.
    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String>

    /// The value of a property.
    ///
    /// - Throws: ``RuntimeError`` of kind `unsupported` for a property that the device does not have.
    func get_property(_ name: String, _ arguments: [Property]) throws -> PropertyValue

    /// Changes properties for the models compiled from now on: all of them, or none when one is wrong.
    func set_property(_ properties: [Property]) throws

    /// The version of the device.
    var version: Version { get }
}

extension Device {
    /// A device that does not import models.
    public func import_model(_ data: Data, _ properties: [Property]) throws -> any DeviceModel {
        throw RuntimeError(.notImplemented, "Device \(type(of: self)) does not import compiled models")
    }

    /// A device that does not answer for parts of models.
    public func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        throw RuntimeError(.notImplemented, "Device \(type(of: self)) does not answer query_model")
    }

    /// A device without properties.
    public func get_property(_ name: String, _ arguments: [Property]) throws -> PropertyValue {
        throw RuntimeError.unsupportedProperty(name, device: "\(type(of: self))", known: [])
    }

    /// A device without properties.
    public func set_property(_ properties: [Property]) throws {
        if let first = properties.first {
            throw RuntimeError.unsupportedProperty(first.name, device: "\(type(of: self))", known: [])
        }
    }

    /// An unnamed version.
    public var version: Version { Version(build_number: "1.0", description: "\(type(of: self))") }
}
