import InferGraph
import InferTensors

/// Steps of a ``Program`` made ready for fixed shapes: bound kernels, and a place in the arena for each intermediate tensor.
///
/// It covers the program from `start` to the end, or to the first step whose outputs' shapes depend on data: the rest is bound again
/// when that step has run. It is immutable and shared by executions.
final class Binding: Sendable {
    /// A step, or several consecutive ones that one kernel computes.
    struct BoundStep: Sendable {
        /// Of the step, or the last of several, whose outputs the kernel writes.
        let position: Int
        /// Of the first step, whose inputs the kernel is given.
        let first: Int
        let kernel: BoundKernel

        init(position: Int, first: Int? = nil, kernel: BoundKernel) {
            self.position = position
            self.first = first ?? position
            self.kernel = kernel
        }
    }

    let start: Int
    /// The first step that is not covered.
    let end: Int
    let steps: [BoundStep]
    /// What is known of each slot once the covered steps have run.
    let types: [TensorType?]
    /// Where slots lie in this binding's arena; -1 for those that do not.
    let offsets: [Int]
    /// Slots whose elements are known now that shapes are, and which therefore no step computes.
    let literals: [(slot: SlotID, tensor: Tensor)]
    let arenaBytes: Int
    /// The shapes of the program's outputs, where they are known.
    let outputShapes: [Shape?]
    /// The types and shapes of the program's slots in variables, where they are known.
    let variableTypes: [(type: ElementType, shape: Shape)?]
    /// Where the kernels' scratch begins in the arena.
    let scratchOffset: Int

    init(
        start: Int, end: Int, steps: [BoundStep], types: [TensorType?], offsets: [Int], literals: [(slot: SlotID, tensor: Tensor)],
        arenaBytes: Int, scratchOffset: Int, outputShapes: [Shape?], variableTypes: [(type: ElementType, shape: Shape)?]
    ) {
        self.start = start
        self.end = end
        self.steps = steps
        self.types = types
        self.offsets = offsets
        self.literals = literals
        self.arenaBytes = arenaBytes
        self.scratchOffset = scratchOffset
        self.outputShapes = outputShapes
        self.variableTypes = variableTypes
    }
}
