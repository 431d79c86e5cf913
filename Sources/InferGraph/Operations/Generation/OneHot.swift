import InferTensors

/// A new axis with one element on, where the index says, and the others off. Specification: `OneHot-1`, `OneHot-16`.
///
/// Inputs: indices, the new axis' length, the elements on and off, each a scalar.
package struct OneHot: Operation {
    package enum NegativeIndicesMode: String, CaseIterable, Sendable {
        /// A negative index sets nothing.
        case ignoreNegative = "ignore_negative"
        /// A negative index counts from the end.
        case normalize
    }

    /// The operation set that introduced this version: 1 or 16.
    package let opset: Int
    package var axis = -1
    package var negativeIndicesMode = NegativeIndicesMode.ignoreNegative

    package init(opset: Int = 16) { self.opset = opset }

    package var key: OperationKey { OperationKey("OneHot", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("axis", &axis, required: true)
        if opset >= 16 { try attributes.on("negative_indices_mode", &negativeIndicesMode) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        try context.checkType(0, .integral, "indices")
        try context.checkType(1, .integral, "depth")
        let type = try context.commonType(2..<4)
        try context.checkScalar(1, "depth")
        try context.checkScalar(2, "element on")
        try context.checkScalar(3, "element off")
        guard var dimensions = context.shape(0).dimensions else { return [TensorType(type, .dynamic)] }
        let position = try context.normalizedAxis(axis, rank: dimensions.count + 1)
        let depth = context.integer(1)
        if let depth { try context.check(depth >= 0, "depth is \(depth); expected no negative number") }
        dimensions.insert(depth.map { Dimension(minimum: $0, maximum: $0) } ?? .dynamic, at: position)
        return [TensorType(type, PartialShape(dimensions))]
    }
}
