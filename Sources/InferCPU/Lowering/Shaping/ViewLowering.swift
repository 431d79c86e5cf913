import InferGraph
import InferKernels
import InferTensors

/// Stands for steps that compute nothing: their output is their input's bytes under another shape or layout.
struct AliasKernel: Kernel {
    var name: String { "view" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel { BoundKernel() }
}

extension LoweringTable {
    /// Operations that change a shape and no element.
    static let views: [Entry] = [
        Entry { (_: Reshape, context) in try lowerView(context) },
        Entry { (_: Squeeze, context) in try lowerView(context) },
        Entry { (_: Unsqueeze, context) in try lowerView(context) },
        Entry { (operation: ShapeOf, context) in
            context.emit(ShapeOfKernel(type: operation.outputType), [try context.input(0)])
        },
    ]

    /// The output is the input under another shape; the other inputs decide which.
    private static func lowerView(_ context: LoweringContext) throws {
        let keepsLayout = try context.layout(0) == .channelsLast && keepsBatchAndChannels(context)
        let source = try context.input(0, as: keepsLayout ? .channelsLast : .rowMajor)
        let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
        let hasSpace = (context.rank ?? 0) > 2
        context.emitAlias(of: source, [source] + others, layout: keepsLayout && hasSpace ? .channelsLast : .rowMajor)
    }

    /// Whether the first two axes stay what they are, so that only the spatial axes, which follow one another in either layout, are
    /// merged or split.
    private static func keepsBatchAndChannels(_ context: LoweringContext) -> Bool {
        guard let from = context.type(0).partial_shape.dimensions, let to = context.outputType.partial_shape.dimensions, from.count > 2,
            to.count >= 2
        else { return false }
        let node = context.node
        switch node.operation {
        case let reshape as Reshape:
            guard let pattern = context.type(1).value?.exactIntegers, pattern.count >= 2 else { return false }
            let isKept = (0..<2).map { axis in
                (reshape.specialZero && pattern[axis] == 0) || (from[axis].length != nil && from[axis].length == to[axis].length)
            }
            if isKept[0] && isKept[1] { return true }
            // What remains when channels and space are kept is the batch.
            let space = [from, to].map { $0.dropFirst(2).reduce(Dimension(1), *).length }
            return isKept[1] && space[0] != nil && space[0] == space[1] && from[1].length != 0 && space[0] != 0
        case is Squeeze, is Unsqueeze:
            guard context.inputCount > 1, let axes = context.type(1).value?.exactIntegers, !axes.isEmpty else { return false }
            let rank = max(from.count, to.count)
            return axes.allSatisfy { ($0 < 0 ? $0 + rank : $0) >= 2 } && abs(from.count - to.count) == axes.count
        default: return false
        }
    }
}

/// Gives a tensor's shape. Mostly the shape is known when the program is bound, and nothing runs.
private struct ShapeOfKernel: Kernel {
    let type: ElementType

    var name: String { "shape_of" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let lengths = Array(binding.inputs[0].shape)
        let isWide = type == .i64
        return ClosureKernel { memory in
            for (axis, length) in lengths.enumerated() {
                if isWide {
                    memory.output(0, as: Int64.self)[axis] = Int64(length)
                } else {
                    memory.output(0, as: Int32.self)[axis] = Int32(clamping: length)
                }
            }
        }
    }
}
