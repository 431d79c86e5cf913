import InferTensors

/// Axes shifted, what leaves at one end coming in at the other. Specification: `Roll-7`.
///
/// Inputs: data, the shifts and the axes.
package struct Roll: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Roll", opset: 7) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        for (index, what) in [(1, "shifts"), (2, "axes")] {
            try context.checkType(index, .index, what)
            try context.checkRank(index, 0...1, what)
        }
        if let shifts = context.length(1), let axes = context.length(2), context.shape(1).dimensions?.isEmpty == false {
            // A scalar shift serves all axes.
            try context.check(shifts == axes || shifts == 1, "\(shifts) shifts are given for \(axes) axes")
        }
        if let rank = context.shape(0).dimensions?.count { _ = try context.axes(2, rank: rank) }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
