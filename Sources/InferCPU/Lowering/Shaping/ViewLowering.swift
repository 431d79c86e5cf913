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

    /// The output is the input under another shape; the other inputs decide which. Spatial axes follow one another in either layout.
    private static func lowerView(_ context: LoweringContext) throws {
        let keepsLayout = try context.layout(0) == .channelsLast && context.node.keepsBatchAndChannels
        let source = try context.input(0, as: keepsLayout ? .channelsLast : .rowMajor)
        let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
        let hasSpace = (context.rank ?? 0) > 2
        context.emitAlias(of: source, [source] + others, layout: keepsLayout && hasSpace ? .channelsLast : .rowMajor)
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
