import InferGraph
import InferTensors

/// The place of a tensor in a ``Program``.
struct SlotID: Hashable, Sendable {
    let index: Int
}

/// How a slot's elements lie in memory. A model's axes are never rewritten: the layout says in which order they are stored.
enum SlotLayout: Hashable, Sendable {
    /// The last axis is innermost.
    case rowMajor
    /// Axis 1 (channels) is innermost, the others in their order: `NCHW` is stored as `NHWC`.
    case channelsLast

    /// The axes from outermost to innermost.
    func order(rank: Int) -> [Int] {
        switch self {
        case .rowMajor: Array(0..<rank)
        case .channelsLast: rank < 3 ? Array(0..<rank) : [0] + Array(2..<rank) + [1]
        }
    }

    /// The distance in elements between neighbours along each axis of a packed tensor.
    func strides(of shape: Shape) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        var next = 1
        for axis in order(rank: shape.count).reversed() {
            strides[axis] = next
            next &*= max(shape[axis], 1)
        }
        return strides
    }

    /// Whether a tensor of the shape lies the same way in both layouts.
    func coincides(with other: SlotLayout, for shape: PartialShape) -> Bool {
        if self == other { return true }
        guard let dimensions = shape.dimensions else { return false }
        if dimensions.count < 3 { return true }
        return dimensions[1] == Dimension(1) || dimensions[2...].allSatisfy { $0 == Dimension(1) }
    }
}

/// A tensor of a ``Program``: what is known of it, how it lies in memory, and whose memory it is.
struct Slot: Sendable {
    enum Storage: Sendable {
        /// In the arena, alive from the step that writes it to the last that reads it.
        case intermediate
        /// Part of the program.
        case constant(Tensor)
        /// Part of the model, and of no use at run time but for its shape: weights that a kernel has packed.
        case spent
        /// The tensor that is bound to the model's input.
        case input(Int)
        /// The tensor that is bound to the model's output.
        case output(Int)
        /// The value of a variable, where it lies.
        case read(variable: String)
        /// What becomes the value of a variable when the run is over: computed in its place.
        case assigned(variable: String)
        /// The same bytes as another slot, under another shape.
        case alias(SlotID)
    }

    /// What is known when the program is made.
    var type: TensorType
    let layout: SlotLayout
    var storage: Storage

    /// Whether the slot's type is known before any run.
    var isConstant: Bool {
        switch storage {
        case .constant, .spent: true
        default: false
        }
    }
}
