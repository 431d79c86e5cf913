import InferTensors

/// A copy of a tensor with a slice replaced. Specification: `SliceScatter-15`.
///
/// Inputs: data, updates of the slice's shape, starts, stops, steps and, optionally, axes.
package struct SliceScatter: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("SliceScatter", opset: 15) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(5...6)
        let type = try context.commonType(0..<2)
        // What is replaced is what Slice would take.
        let taken = [0, 2, 3, 4] + (context.has(5) ? [5] : [])
        let slice = try Slice().infer(InferenceContext(subject: context.subject, inputs: taken.map { context.inputs[$0] }))
        if let slice = slice.first?.partial_shape {
            _ = try context.merged(slice, context.shape(1), "the shapes of the slice and the updates")
        }
        return [TensorType(type, context.shape(0))]
    }
}
