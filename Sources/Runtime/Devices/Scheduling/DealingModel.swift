import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// A model compiled on several devices. Each request belongs to one of them, so that its states and profile are those of one device; devices
/// get requests in proportion to how many they can make use of.
final class DealingModel: DeviceModel {
    private let models: [any DeviceModel]
    /// How many requests each device can make use of.
    private let capacities: [Int]
    private let dealt: Mutex<[Int]>

    /// - Parameter isRoundRobin: Whether devices take turns, whatever they can make use of.
    init(_ models: [any DeviceModel], isRoundRobin: Bool) {
        self.models = models
        capacities = models.map { model in
            if isRoundRobin { return 1 }
            let optimal = try? model.get_property(Property.optimal_number_of_infer_requests.name).value(as: Int.self)
            return max(optimal ?? 1, 1)
        }
        dealt = Mutex(Array(repeating: 0, count: models.count))
    }

    var inputs: [Output] { models[0].inputs }
    var outputs: [Output] { models[0].outputs }

    func make_execution() throws -> any Execution {
        // The device that is the least full; the first of several.
        let index = dealt.withLock { dealt in
            let fullness = dealt.indices.map { Double(dealt[$0]) / Double(capacities[$0]) }
            let index = fullness.indices.min { fullness[$0] < fullness[$1] } ?? 0
            dealt[index] += 1
            return index
        }
        return try models[index].make_execution()
    }

    func get_runtime_model() throws -> Model { try models[0].get_runtime_model() }

    func get_property(_ name: String) throws -> PropertyValue {
        switch name {
        case Property.optimal_number_of_infer_requests.name: return .integer(capacities.reduce(0, +))
        case Property.execution_devices.name:
            return try models.flatMap { try $0.get_property(name).value(as: [String].self) }.propertyValue
        default: return try models[0].get_property(name)
        }
    }

    func release_memory() throws { for model in models { try model.release_memory() } }
}
