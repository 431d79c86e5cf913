import InferTensors

/// Axes turned round. Specification: `Reverse-1`.
///
/// Inputs: data and the axes, as indices or as a mask.
package struct Reverse: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case index, mask
    }

    package var mode = Mode.index

    package init() {}

    package var key: OperationKey { OperationKey("Reverse", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("mode", &mode, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, mode == .mask ? .boolean : .integral, "axes")
        try context.checkRank(1, 1, "axes")
        let data = context.shape(0)
        if let rank = data.dimensions?.count {
            if let count = context.length(1) {
                try context.check(
                    mode == .mask ? count == rank : count <= rank, "\(count) axes are given for data \(data) of rank \(rank)")
            }
            if mode == .index, let axes = context.integers(1) {
                try context.check(axes.allSatisfy { $0 >= 0 && $0 < rank }, "the axes \(axes) are not all axes of data \(data)")
            }
        }
        return [TensorType(context.type(0), data)]
    }
}
