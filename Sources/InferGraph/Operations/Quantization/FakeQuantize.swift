import InferTensors

/// Elements brought to a number of levels between bounds, and to other bounds. Specification: `FakeQuantize-1`.
///
/// Inputs: data, the bounds of the input (low, high) and of the output (low, high), which broadcast to the data.
package struct FakeQuantize: Operation {
    package var levels = 0
    package var autoBroadcast = AutoBroadcast.numpy

    package init() {}

    package var key: OperationKey { OperationKey("FakeQuantize", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("levels", &levels, required: true)
        try attributes.on("auto_broadcast", &autoBroadcast)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(5)
        try context.check(levels >= 2, "levels is \(levels); expected at least 2")
        let type = try context.commonType(0..<5)
        var shape = context.shape(0)
        for index in 1..<5 {
            let merged = try autoBroadcast.merge(shape, context.shape(index), context)
            try context.check(
                merged.dimensions.flatMap { all in shape.dimensions.map { all.count == $0.count } } ?? true,
                "the bounds of input \(index), \(context.shape(index)), have more axes than data \(context.shape(0))")
            if shape.isRankStatic { shape = merged }
        }
        return [TensorType(type, shape)]
    }
}
