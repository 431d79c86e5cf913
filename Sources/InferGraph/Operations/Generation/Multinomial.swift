import InferTensors

/// Classes drawn at random by their probabilities. Specification: `Multinomial-13`.
///
/// Inputs: probabilities `[batch, classes]` and the number to draw. Output: `[batch, number]`.
package struct Multinomial: Operation {
    package var convertType = ElementType.i64
    package var withReplacement = false
    /// Whether the probabilities are logarithms.
    package var logProbs = false
    package var globalSeed = 0
    package var opSeed = 0

    package init() {}

    package var key: OperationKey { OperationKey("Multinomial", opset: 13) }

    package var hasSideEffects: Bool { true }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("convert_type", &convertType, required: true)
        try attributes.on("with_replacement", &withReplacement)
        try attributes.on("log_probs", &logProbs)
        try attributes.on("global_seed", &globalSeed)
        try attributes.on("op_seed", &opSeed)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(0, .real, "probabilities")
        try context.checkType(1, .index, "number")
        try context.checkRank(0, 2, "probabilities")
        try context.checkSingle(1, "number")
        try context.check(TypeFamily.index.contains(convertType), "convert_type is \(convertType); expected i32 or i64")
        let batch = context.shape(0).dimension(0)
        let count = try context.dimensions(1, "number")?.first ?? .dynamic
        if !withReplacement, let drawn = count.length, let classes = context.shape(0).dimension(1).length {
            try context.check(drawn <= classes, "\(drawn) are drawn of \(classes) classes without replacement")
        }
        return [TensorType(convertType, PartialShape([batch, count]))]
    }
}
