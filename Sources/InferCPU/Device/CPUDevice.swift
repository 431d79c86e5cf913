#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// The CPU of this machine.
package final class CPUDevice: Device {
    private let configuration = Mutex(CPUConfiguration())

    /// Creates the device with its properties at their defaults.
    package init() {}

    package func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        try CPUModel(model, try configuration.withLock { try $0.setting(properties) })
    }

    package func import_model(_ data: Data, _ properties: [Property]) throws -> any DeviceModel {
        let configuration = try configuration.withLock { try $0.setting(properties) }
        return try CPUModel(ExportedModel.model(from: data), configuration)
    }

    package func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        _ = try configuration.withLock { try $0.setting(properties) }
        var names: Set<String> = []
        for node in model.get_ordered_ops() where Self.supports(node.operation) { names.insert(node.friendly_name) }
        return names
    }

    private static func supports(_ operation: any Operation) -> Bool {
        if operation is Parameter || operation is Result || operation is Constant { return true }
        guard LoweringTable.find(operation) != nil else { return false }
        return operation.bodies.allSatisfy { body in body.get_ordered_ops().allSatisfy { supports($0.operation) } }
    }

    package func get_property(_ name: String, _ arguments: [Property]) throws -> PropertyValue {
        try configuration.withLock { try $0.deviceProperty(name, arguments) }
    }

    package func set_property(_ properties: [Property]) throws {
        try configuration.withLock { $0 = try $0.setting(properties) }
    }

    package var version: Version { Version(build_number: "0.1.0", description: "swift-infer CPU device") }
}
