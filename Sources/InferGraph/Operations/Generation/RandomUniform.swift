import InferTensors

/// Random numbers between two bounds. Specification: `RandomUniform-8`.
///
/// Inputs: the shape, the least number and the bound that is not reached.
package struct RandomUniform: Operation {
    /// Whose generator's numbers are drawn in which order.
    package enum Alignment: String, CaseIterable, Sendable {
        case tensorflow, pytorch
    }

    package var outputType = ElementType.dynamic
    package var globalSeed = 0
    package var opSeed = 0
    package var alignment = Alignment.tensorflow

    package init() {}

    package var key: OperationKey { OperationKey("RandomUniform", opset: 8) }

    package var hasSideEffects: Bool { true }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_type", &outputType, required: true)
        try attributes.on("op_seed", &opSeed)
        try attributes.on("global_seed", &globalSeed)
        try attributes.on("alignment", &alignment)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        try context.checkType(0, .index, "shape")
        try context.checkRank(0, 1, "shape")
        try context.checkSingle(1, "least number")
        try context.checkSingle(2, "bound")
        try context.check(
            outputType.is_real || TypeFamily.index.contains(outputType),
            "output_type is \(outputType); expected a floating-point type, i32 or i64")
        for index in 1...2 {
            try context.check(
                context.type(index).compatible(outputType),
                "input \(index) has element type \(context.type(index)); expected output_type \(outputType)")
        }
        if let least = context.value(1)?.exactReals?.first, let bound = context.value(2)?.exactReals?.first {
            try context.check(least < bound, "the least number \(least) is not below the bound \(bound)")
        }
        return [TensorType(outputType, try context.dimensions(0, "shape").map { PartialShape($0) } ?? .dynamic)]
    }
}
