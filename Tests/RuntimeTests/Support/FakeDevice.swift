import Dispatch
import Foundation
import Runtime
import Synchronization

/// A device as a user writes one: each output is the input of the same index (or the last input) plus one.
///
/// Tests say when a run may end, whether it fails, and whether it heeds cancellation.
final class FakeDevice: Device {
    let control = FakeControl()
    /// Handles `start` itself when set, instead of leaving it to the default.
    let startError: (any Error)?

    /// The types of operations that the device claims to run; nil for all.
    let types: Set<String>?

    init(startError: (any Error)? = nil, types: Set<String>? = nil) {
        self.startError = startError
        self.types = types
    }

    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        try control.check("compile_model")
        control.count("compile_model")
        control.compiledWith(properties)
        return FakeModel(model, self)
    }

    func import_model(_ data: Data, _ properties: [Property]) throws -> any DeviceModel {
        guard let name = String(data: data, encoding: .utf8), name.hasPrefix("fake:") else {
            throw RuntimeError(.malformed, "FAKE: this is not an exported model")
        }
        let x = try opset.parameter(.f32, [2], name: "x")
        let y = try opset.create("Relu", [x])
        return FakeModel(try Model([opset.result(y, name: "y")], [x], String(name.dropFirst(5))), self)
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        Set(model.get_ordered_ops().filter { types?.contains($0.type_name) ?? true }.map(\.friendly_name))
    }

    func get_property(_ name: String, _ arguments: [Property]) throws -> PropertyValue {
        switch name {
        case "FULL_DEVICE_NAME": .string("Fake")
        case "AVAILABLE_DEVICES": .list([.string("")])
        case "FAKE_COUNT": .integer(control.counted("compile_model"))
        case "DEVICE_ID": arguments.last { $0.name == "DEVICE_ID" }?.value ?? .string("")
        default: throw RuntimeError(.unsupported, "FAKE: no property \(name)")
        }
    }

    func set_property(_ properties: [Property]) throws {
        for property in properties where property.name != "FAKE_COUNT" {
            throw RuntimeError(.unsupported, "FAKE: no property \(property.name)")
        }
        control.count("set_property")
    }

    var version: Version { Version(build_number: "7", description: "fake") }
}

/// What the tests do to a ``FakeDevice`` and what they learn from it.
final class FakeControl: Sendable {
    private struct Contents {
        var isHolding = false
        var heedsCancellation = true
        var error: (any Error)?
        var refusals: [String: any Error] = [:]
        var counts: [String: Int] = [:]
        var properties: [Property] = []
        var seenInputs: [Tensor] = []
    }

    private let contents = Mutex(Contents())
    private let gate = DispatchSemaphore(value: 0)
    private let entered = DispatchSemaphore(value: 0)

    /// From now on runs wait for ``release()``, or until they are cancelled.
    func hold(heedsCancellation: Bool = true) {
        contents.withLock {
            $0.isHolding = true
            $0.heedsCancellation = heedsCancellation
        }
    }

    /// Lets one held run go on.
    func release() { gate.signal() }

    /// From now on runs no longer wait.
    func stopHolding() { contents.withLock { $0.isHolding = false } }

    /// Waits until a run is on the device.
    func waitUntilRunning() { entered.wait() }

    /// From now on runs fail.
    func fail(_ error: (any Error)?) { contents.withLock { $0.error = error } }

    /// From now on that call fails.
    func refuse(_ call: String, _ error: any Error) { contents.withLock { $0.refusals[call] = error } }
    func check(_ call: String) throws { if let error = contents.withLock({ $0.refusals[call] }) { throw error } }

    func count(_ name: String) { contents.withLock { $0.counts[name, default: 0] += 1 } }
    func counted(_ name: String) -> Int { contents.withLock { $0.counts[name] ?? 0 } }
    func compiledWith(_ properties: [Property]) { contents.withLock { $0.properties = properties } }
    var properties: [Property] { contents.withLock { $0.properties } }
    var seenInputs: [Tensor] { contents.withLock { $0.seenInputs } }

    func pass(_ inputs: [Tensor], _ cancellation: Cancellation) throws {
        let (isHolding, heedsCancellation) = contents.withLock {
            $0.counts["run", default: 0] += 1
            $0.seenInputs = inputs
            return ($0.isHolding, $0.heedsCancellation)
        }
        if isHolding {
            entered.signal()
            while gate.wait(timeout: .now() + .milliseconds(1)) == .timedOut {
                if heedsCancellation { try cancellation.check() }
            }
        }
        if let error = contents.withLock({ $0.error }) { throw error }
    }
}

final class FakeModel: DeviceModel {
    let model: Model
    let device: FakeDevice
    /// A property that can be changed after compiling.
    private let level = Box(PropertyValue.integer(0))
    var inputs: [Output] { model.inputs }
    var outputs: [Output] { model.outputs }

    init(_ model: Model, _ device: FakeDevice) {
        self.model = model
        self.device = device
    }

    func make_execution() throws -> any Execution {
        try device.control.check("make_execution")
        device.control.count("make_execution")
        return FakeExecution(device)
    }

    func get_runtime_model() throws -> Model { model.clone() }

    func export_model() throws -> Data {
        try device.control.check("export_model")
        return Data("fake:\(model.friendly_name)".utf8)
    }

    func set_property(_ properties: [Property]) throws {
        for property in properties {
            guard property.name == "FAKE_LEVEL" else { throw RuntimeError(.unsupported, "FAKE: no property \(property.name)") }
            level.value = property.value
        }
    }

    func get_property(_ name: String) throws -> PropertyValue {
        switch name {
        case "NETWORK_NAME": .string(model.friendly_name)
        case "OPTIMAL_NUMBER_OF_INFER_REQUESTS": .integer(2)
        case "EXECUTION_DEVICES": .list([.string("FAKE")])
        case "FAKE_LEVEL": level.value
        default: throw RuntimeError(.unsupported, "FAKE: no property \(name)")
        }
    }
}

final class FakeExecution: Execution {
    private let device: FakeDevice
    private let states: [FakeState]
    private let runs = Atomic<Int>(0)

    init(_ device: FakeDevice) {
        self.device = device
        states = ["memory"].compactMap { try? FakeState($0) }
    }

    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws {
        try device.control.pass(tensors.inputs, cancellation)
        for (index, output) in tensors.outputs.enumerated() {
            guard let input = tensors.inputs.indices.contains(index) ? tensors.inputs[index] : tensors.inputs.last else { continue }
            let result = try input.plusOne()
            if output.shape != result.shape { try output.set_shape(result.shape) }
            try result.copy_to(output)
        }
        runs.add(1, ordering: .relaxed)
    }

    func start(_ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void) throws {
        if let error = device.startError { throw error }
        DispatchQueue.global().async {
            do { try self.run(tensors, cancellation) } catch { return completion(error) }
            completion(nil)
            // A device that reports twice must not hurt.
            completion(nil)
        }
    }

    var profiling_info: [ProfilingInfo] {
        get throws {
            try device.control.check("profiling_info")
            let status: ProfilingInfo.Status = runs.load(ordering: .relaxed) > 0 ? .EXECUTED : .NOT_RUN
            return [ProfilingInfo(status: status, node_name: "plus", exec_type: "fake", node_type: "Add")]
        }
    }

    func query_state() throws -> [any DeviceVariableState] {
        try device.control.check("query_state")
        return states
    }
}

final class FakeState: DeviceVariableState {
    let name: String
    private let tensor: Tensor

    init(_ name: String) throws {
        self.name = name
        tensor = try Tensor([Float](repeating: 0, count: 2), shape: [2])
    }

    func get_state() throws -> Tensor { tensor }
    func set_state(_ tensor: Tensor) throws {
        guard tensor.shape == self.tensor.shape else { throw RuntimeError(.mismatch, "FAKE: state of shape \(tensor.shape)") }
        try tensor.copy_to(self.tensor)
    }
    func reset() throws { try Tensor([Float](repeating: 0, count: 2), shape: [2]).copy_to(tensor) }
}

extension Tensor {
    /// Every number plus one; a copy for types that are not numbers here.
    fileprivate func plusOne() throws -> Tensor {
        switch element_type {
        case .f32: return try Tensor(scalars(as: Float.self).map { $0 + 1 }, shape: shape)
        case .i32: return try Tensor(scalars(as: Int32.self).map { $0 &+ 1 }, shape: shape)
        case .u8: return try Tensor(scalars(as: UInt8.self).map { $0 &+ 1 }, shape: shape)
        default:
            let copy = try Tensor(element_type, shape)
            try copy_to(copy)
            return copy
        }
    }
}
