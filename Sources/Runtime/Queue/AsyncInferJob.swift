import InferTensors

/// A job of an ``AsyncInferQueue`` that has finished.
public struct AsyncInferJob: Sendable {
    /// The request that ran it. It may be running the next job by now: take the outputs from ``outputs``.
    public let request: InferRequest
    /// What the job was started with.
    public let userdata: (any Sendable)?
    /// What the job failed with; nil if it ended well.
    public let error: (any Error)?
    /// The tensors that the outputs were written to, in the order of the ports.
    public let outputs: [Tensor]
}

extension AsyncInferJob: CustomStringConvertible {
    /// What the job was started with, and how it ended.
    public var description: String {
        let data = userdata.map { " userdata \($0)" } ?? ""
        return "<AsyncInferJob:\(data) \(error.map { "failed: \($0)" } ?? "outputs \(outputs)")>"
    }
}
