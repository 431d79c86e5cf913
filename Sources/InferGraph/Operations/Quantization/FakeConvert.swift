import InferTensors

/// Elements scaled, shifted, rounded to a narrow type, and back. Specification: `FakeConvert-13`.
///
/// Inputs: data, scale and, optionally, shift, which broadcast to the data.
package struct FakeConvert: Operation {
    package var destinationType = ElementType.f8e4m3

    package init() {}

    package var key: OperationKey { OperationKey("FakeConvert", opset: 13) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("destination_type", &destinationType)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        let type = try context.commonType(0..<context.count)
        try context.checkType(0, .only(.f32, .f16, .bf16), "data")
        try context.check(
            [.f8e4m3, .f8e5m2].contains(destinationType), "destination_type is \(destinationType); expected f8e4m3 or f8e5m2")
        var shape = context.shape(0)
        for index in 1..<context.count {
            let merged = try AutoBroadcast.numpy.merge(shape, context.shape(index), context)
            try context.check(
                merged.dimensions.flatMap { all in shape.dimensions.map { all.count == $0.count } } ?? true,
                "input \(index), \(context.shape(index)), has more axes than data \(context.shape(0))")
            if shape.isRankStatic { shape = merged }
        }
        if context.has(2) {
            try context.check(
                context.shape(1).compatible(context.shape(2)), "scale \(context.shape(1)) and shift \(context.shape(2)) differ in shape")
        }
        return [TensorType(type, shape)]
    }
}
