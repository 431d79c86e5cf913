import InferTensors

/// The tensors bound to the ports of a request when a run starts, in the order of the ports.
public struct RequestTensors: Sendable {
    /// One tensor for each input. A batch given as several tensors has been gathered into one.
    public let inputs: [Tensor]
    /// One tensor for each output.
    public let outputs: [Tensor]

    /// Creates the tensors of a run, for devices that run models on other devices.
    public init(inputs: [Tensor], outputs: [Tensor]) {
        self.inputs = inputs
        self.outputs = outputs
    }
}
