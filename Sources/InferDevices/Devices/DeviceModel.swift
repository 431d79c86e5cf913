#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferGraph
import InferTensors

/// A model compiled by a device: what is shared by all requests on it. Several threads may use it at once.
public protocol DeviceModel: AnyObject, Sendable {
    /// The input ports, in the order of the model's parameters.
    var inputs: [Output] { get }
    /// The output ports, in the order of the model's results.
    var outputs: [Output] { get }

    /// Makes one request's side of the device.
    func make_execution() throws -> any Execution

    /// The graph as it is run.
    func get_runtime_model() throws -> Model

    /// The value of a property.
    ///
    /// - Throws: ``RuntimeError`` of kind `unsupported` for a property that the compiled model does not have.
    func get_property(_ name: String) throws -> PropertyValue

    /// Changes properties of the compiled model, on devices that can.
    func set_property(_ properties: [Property]) throws

    /// The compiled model as bytes that ``Device/import_model(_:_:)`` understands.
    func export_model() throws -> Data

    /// Gives back memory that the next run can have again.
    func release_memory() throws
}

extension DeviceModel {
    /// A device that does not show what it runs.
    public func get_runtime_model() throws -> Model {
        throw RuntimeError(.notImplemented, "\(type(of: self)) has no runtime model")
    }

    /// A compiled model without properties.
    public func get_property(_ name: String) throws -> PropertyValue {
        throw RuntimeError.unsupportedProperty(name, device: "\(type(of: self))", known: [])
    }

    /// A compiled model whose properties stay as they are.
    public func set_property(_ properties: [Property]) throws {
        throw RuntimeError(
            .notImplemented, "It is not possible to set properties of an already compiled model; pass them to compile_model")
    }

    /// A device that does not export models.
    public func export_model() throws -> Data {
        throw RuntimeError(.notImplemented, "\(type(of: self)) does not export compiled models")
    }

    /// Nothing to give back.
    public func release_memory() throws {}
}
