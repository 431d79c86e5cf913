import InferTensors

/// Weights and biases in the order in which a kernel reads them; made when a model is compiled, and shared by all who run it.
///
/// `@unchecked Sendable`: the place is set once, by ``WeightPacking``, before the program that holds the weights is handed out.
final class PackedWeights: @unchecked Sendable {
    /// The floats; they live as long as this object.
    private(set) var pointer: UnsafePointer<Float>
    private var owner: AnyObject?

    /// Makes room for so many floats, which `fill` writes at once.
    init(count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) throws {
        let tensor = try Tensor(.f32, [count])
        let memory = try tensor.snapshot.data.assumingMemoryBound(to: Float.self)
        fill(memory)
        pointer = UnsafePointer(memory)
        owner = tensor
    }

    /// Weights whose place and contents ``WeightPacking`` gives when the program is complete.
    init(deferred: Void) {
        pointer = UnsafePointer(Arena.nowhere.assumingMemoryBound(to: Float.self))
    }

    /// Puts the weights at a place that an object keeps alive.
    func place(at pointer: UnsafePointer<Float>, ownedBy owner: AnyObject) {
        self.pointer = pointer
        self.owner = owner
    }
}
