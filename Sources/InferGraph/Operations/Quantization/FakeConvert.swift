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
        for index in 1..<context.count {
            if let rank = context.shape(0).dimensions?.count { try context.checkRank(index, 0...rank, "scale or shift") }
            try context.checkBroadcasts(index, to: 0, .numpy)
        }
        if context.has(2) {
            try context.check(
                context.shape(1).compatible(context.shape(2)), "scale \(context.shape(1)) and shift \(context.shape(2)) differ in shape")
        }
        return [TensorType(type, context.shape(0))]
    }
}
