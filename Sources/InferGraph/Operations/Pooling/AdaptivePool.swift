import InferTensors

/// The mean or the greatest element of windows that are cut so that the output has a wanted size.
/// Specification: `AdaptiveAvgPool-8`, `AdaptiveMaxPool-8`.
///
/// Inputs: data `[N, C, spatial…]` and the output's spatial lengths. `AdaptiveMaxPool` also gives indices within the spatial axes.
package struct AdaptivePool: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case average = "AdaptiveAvgPool", maximum = "AdaptiveMaxPool"
    }

    package let kind: Kind
    /// `AdaptiveMaxPool`: the type of the indices.
    package var indexElementType = ElementType.i64

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: 8) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if kind == .maximum { try attributes.on("index_element_type", &indexElementType) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "output lengths")
        try context.checkRank(0, 3...5, "data")
        try context.checkRank(1, 1, "output lengths")
        try context.check(
            TypeFamily.index.contains(indexElementType), "index_element_type is \(indexElementType); expected i32 or i64")
        var shape = PartialShape.dynamic
        if let dimensions = context.shape(0).dimensions {
            let spatial = dimensions.count - 2
            if let count = context.length(1) {
                try context.check(count == spatial, "\(count) output lengths are given; data \(context.shape(0)) expects \(spatial)")
            }
            let lengths = try context.dimensions(1, "output lengths") ?? Array(repeating: .dynamic, count: spatial)
            shape = PartialShape(Array(dimensions[..<2]) + lengths)
        }
        let values = TensorType(context.type(0), shape)
        return kind == .average ? [values] : [values, TensorType(indexElementType, shape)]
    }
}
