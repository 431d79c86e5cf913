#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// A model compiled for a device. Requests run it; many may do so at once.
public final class CompiledModel: Sendable {
    let deviceModel: any DeviceModel
    let ports: RequestPorts
    /// The input ports, in the order of the model's parameters. They are snapshots: what happens to the source model does not reach them.
    public let inputs: [Output]
    /// The output ports, in the order of the model's results.
    public let outputs: [Output]
    /// Requests for calls of the model itself; the last one returned serves next, so that a stateful model goes on where it was.
    private let idleRequests = Mutex<[InferRequest]>([])

    init(_ deviceModel: any DeviceModel) {
        self.deviceModel = deviceModel
        inputs = deviceModel.inputs
        outputs = deviceModel.outputs
        ports = RequestPorts(inputs: inputs, outputs: outputs)
    }

    // MARK: Ports

    /// The only input.
    public func input() throws -> Output { try PortList(inputs, .input, of: "CompiledModel").only() }
    /// The input at an index.
    public func input(_ index: Int) throws -> Output { try PortList(inputs, .input, of: "CompiledModel").at(index) }
    /// The input with a tensor name.
    public func input(_ tensor_name: String) throws -> Output { try PortList(inputs, .input, of: "CompiledModel").named(tensor_name) }
    /// The only output.
    public func output() throws -> Output { try PortList(outputs, .output, of: "CompiledModel").only() }
    /// The output at an index.
    public func output(_ index: Int) throws -> Output { try PortList(outputs, .output, of: "CompiledModel").at(index) }
    /// The output with a tensor name.
    public func output(_ tensor_name: String) throws -> Output { try PortList(outputs, .output, of: "CompiledModel").named(tensor_name) }

    // MARK: Requests

    /// Makes a request with tensors of its own.
    public func create_infer_request() throws -> InferRequest {
        try InferRequest(self)
    }

    /// Runs the model on inputs in order and gives the outputs in order. Calls from several threads run side by side.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        try call { try $0.inputs(inputs) }
    }

    /// Runs the model on inputs by tensor name and gives the outputs in order.
    public func callAsFunction(_ inputs: [String: Tensor]) throws -> [Tensor] {
        try call { try $0.inputs(inputs) }
    }

    /// Runs the model on inputs by index and gives the outputs in order.
    public func callAsFunction(_ inputs: [Int: Tensor]) throws -> [Tensor] {
        try call { try $0.inputs(inputs) }
    }

    /// Runs the model on inputs by port and gives the outputs in order.
    public func callAsFunction(_ inputs: [Output: Tensor]) throws -> [Tensor] {
        try call { try $0.inputs(inputs) }
    }

    /// Runs the model on inputs in order, on a request made for this call.
    public func infer_new_request(_ inputs: [Tensor]) throws -> [Tensor] {
        try create_infer_request().infer(inputs, share_outputs: true)
    }

    private func call(_ inputs: (RequestState) throws -> [(PortPosition, Tensor)]) throws -> [Tensor] {
        let request = try takeRequest()
        defer { giveBack(request) }
        try request.state.bind(inputs(request.state))
        try request.infer()
        let outputs = try request.output_tensors
        // The outputs are the caller's now; the inputs are not ours to keep.
        try request.state.releaseOutputs()
        try request.state.releaseInputs()
        return outputs
    }

    private func takeRequest() throws -> InferRequest {
        try idleRequests.withLock { $0.popLast() } ?? create_infer_request()
    }

    private func giveBack(_ request: InferRequest) {
        idleRequests.withLock { $0.append(request) }
    }

    /// The variables of the request that serves calls of the model itself.
    public func query_state() throws -> [VariableState] {
        let request = try takeRequest()
        defer { giveBack(request) }
        return try request.query_state()
    }

    /// Makes the next call of the model itself start from the variables' initial values.
    public func reset_state() throws {
        let request = try takeRequest()
        defer { giveBack(request) }
        try request.reset_state()
    }

    // MARK: What there is to know

    /// The graph as the device runs it.
    public func get_runtime_model() throws -> Model {
        try deviceModel.get_runtime_model()
    }

    /// The compiled model as bytes for `Core.import_model`.
    public func export_model() throws -> Data {
        try deviceModel.export_model()
    }

    /// Gives back memory that the next run can have again.
    public func release_memory() throws {
        try deviceModel.release_memory()
    }

    /// The value of a property.
    ///
    /// - Throws: `RuntimeError` of kind `unsupported` for a property that the compiled model does not have.
    public func get_property(_ name: String) throws -> PropertyValue {
        try deviceModel.get_property(name)
    }

    /// The typed value of a property.
    public func get_property<Value: PropertyConvertible>(_ key: PropertyKey<Value>) throws -> Value {
        try get_property(key.name).value()
    }

    /// Changes properties, on devices that can change those of a compiled model.
    public func set_property(_ properties: [Property]) throws {
        try deviceModel.set_property(properties)
    }
}

extension CompiledModel: CustomStringConvertible {
    /// The ports.
    public var description: String {
        "<CompiledModel:\ninputs[\n\(inputs.map(\.description).joined(separator: ",\n"))\n]\noutputs[\n\(outputs.map(\.description).joined(separator: ",\n"))\n]>"
    }
}
