import InferDevices
import InferTensors
import Synchronization

/// A model on the device that `AUTO` selected. When that device fails, the model is compiled on the next one that can, for all requests.
final class SelectedModel: DelegatingModel, FallbackModel {
    /// Compiles the model on the device of that name.
    typealias Compile = @Sendable (String) throws -> any DeviceModel

    /// The device in use.
    private struct Selection {
        /// Counts the devices that were in use.
        var number = 0
        var name: String
        var model: any DeviceModel
        /// The devices that may take over, the most wanted first.
        var others: [String]
        /// Kept, with what it needs of the model, only while there are others.
        var compile: Compile?

        mutating func takeNext() -> (name: String, compile: Compile)? {
            guard !others.isEmpty, let compile else { return nil }
            let name = others.removeFirst()
            if others.isEmpty { self.compile = nil }
            return (name, compile)
        }
    }

    private let selection: Mutex<Selection>
    /// Held while another device takes over: requests that fail at the same time move together.
    private let replacing = Mutex<Void>(())

    /// - Parameters:
    ///   - device: The name of the device that was selected.
    ///   - others: The devices that may take over; none where a failure is to be seen.
    ///   - compile: Compiles the model on one of those.
    init(_ model: any DeviceModel, on device: String, others: [String], compile: @escaping Compile) {
        selection = Mutex(Selection(name: device, model: model, others: others, compile: others.isEmpty ? nil : compile))
    }

    /// The name of the device in use.
    var device: String { selection.withLock { $0.name } }

    var base: any DeviceModel { selection.withLock { $0.model } }

    func make_execution() throws -> any Execution {
        let (model, isAlone) = selection.withLock { ($0.model, $0.others.isEmpty) }
        return isAlone ? try model.make_execution() : try FallbackExecution(self)
    }

    func choose() -> (device: Int, model: any DeviceModel) {
        selection.withLock { ($0.number, $0.model) }
    }

    func replace(_ device: Int) -> Bool {
        replacing.withLock { _ in
            // Another request may have seen the failure earlier.
            guard selection.withLock({ $0.number == device }) else { return true }
            while let (name, compile) = selection.withLock({ $0.takeNext() }) {
                guard let model = try? compile(name) else { continue }
                selection.withLock { selection in
                    selection.number += 1
                    selection.name = name
                    selection.model = model
                }
                return true
            }
            return false
        }
    }
}
