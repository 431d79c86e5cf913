import InferTensors

/// Weights and biases in the order in which a kernel reads them; made when a model is compiled, and shared by all who run it.
struct PackedWeights: Sendable {
    private let tensor: Tensor
    /// The floats; they live as long as this value.
    nonisolated(unsafe) let pointer: UnsafePointer<Float>

    /// Makes room for so many floats, which `fill` writes.
    init(count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) throws {
        tensor = try Tensor(.f32, [count])
        let memory = try tensor.snapshot.data.assumingMemoryBound(to: Float.self)
        fill(memory)
        pointer = UnsafePointer(memory)
    }
}
