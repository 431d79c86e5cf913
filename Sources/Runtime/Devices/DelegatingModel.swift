#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGraph
import InferTensors

/// A compiled model that is another one, but for what it does itself.
protocol DelegatingModel: DeviceModel {
    /// The other one.
    var base: any DeviceModel { get }
}

extension DelegatingModel {
    var inputs: [Output] { base.inputs }
    var outputs: [Output] { base.outputs }

    func make_execution() throws -> any Execution { try base.make_execution() }
    func get_runtime_model() throws -> Model { try base.get_runtime_model() }
    func get_property(_ name: String) throws -> PropertyValue { try base.get_property(name) }
    func set_property(_ properties: [Property]) throws { try base.set_property(properties) }
    func export_model() throws -> Data { try base.export_model() }
    func release_memory() throws { try base.release_memory() }
}
