import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// A model compiled on several devices. Each request belongs to one of them, so that its states and profile are those of one device; devices
/// get requests in proportion to how many they can make use of. A device that fails gets no more, and its requests move to the others.
final class DealingModel: FallbackModel {
    private struct Dealt {
        /// How many requests each device got.
        var counts: [Int]
        /// The devices that have not failed; never none.
        var working: Set<Int>
    }

    private let models: [any DeviceModel]
    /// How many requests each device can make use of.
    private let capacities: [Int]
    private let fallsBack: Bool
    private let dealt: Mutex<Dealt>

    /// - Parameters:
    ///   - isRoundRobin: Whether devices take turns, whatever they can make use of.
    ///   - fallsBack: Whether requests leave a device that fails.
    init(_ models: [any DeviceModel], isRoundRobin: Bool, fallsBack: Bool) {
        self.models = models
        self.fallsBack = fallsBack
        capacities = models.map { model in
            if isRoundRobin { return 1 }
            let optimal = try? model.get_property(Property.optimal_number_of_infer_requests.name).value(as: Int.self)
            return max(optimal ?? 1, 1)
        }
        dealt = Mutex(Dealt(counts: Array(repeating: 0, count: models.count), working: Set(models.indices)))
    }

    var inputs: [Output] { models[0].inputs }
    var outputs: [Output] { models[0].outputs }

    func make_execution() throws -> any Execution {
        fallsBack ? try FallbackExecution(self) : try choose().model.make_execution()
    }

    func choose() throws -> (device: Int, model: any DeviceModel) {
        // The device that is the least full; the first of several.
        let index = dealt.withLock { dealt in
            let fullness = models.indices.map { Double(dealt.counts[$0]) / Double(capacities[$0]) }
            let index = dealt.working.sorted().min { fullness[$0] < fullness[$1] } ?? 0
            dealt.counts[index] += 1
            return index
        }
        return (index, models[index])
    }

    func replace(_ device: Int) -> Bool {
        dealt.withLock { dealt in
            if dealt.working == [device] { return false }
            dealt.working.remove(device)
            return true
        }
    }

    private var working: [Int] { dealt.withLock { $0.working }.sorted() }

    func get_runtime_model() throws -> Model { try models[working[0]].get_runtime_model() }

    func get_property(_ name: String) throws -> PropertyValue {
        switch name {
        case Property.optimal_number_of_infer_requests.name: return .integer(working.reduce(0) { $0 + capacities[$1] })
        case Property.execution_devices.name:
            return try working.flatMap { try models[$0].get_property(name).value(as: [String].self) }.propertyValue
        default: return try models[working[0]].get_property(name)
        }
    }

    func release_memory() throws { for model in models { try model.release_memory() } }
}
