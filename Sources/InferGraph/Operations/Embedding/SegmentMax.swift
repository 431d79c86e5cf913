import InferTensors

/// The greatest elements of segments along the first axis. Specification: `SegmentMax-16`.
///
/// Inputs: data `[n, …]`, the segment of each `[n]`, in order, and, optionally, the number of segments. Output: `[segments, …]`.
package struct SegmentMax: Operation {
    package enum FillMode: String, CaseIterable, Sendable {
        case zero, lowest
    }

    /// What an empty segment gives.
    package var fillMode = FillMode.zero

    package init() {}

    package var key: OperationKey { OperationKey("SegmentMax", opset: 16) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("fill_mode", &fillMode, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        try context.checkType(0, .numeric, "data")
        try context.checkType(1, .index, "segments")
        try context.checkRank(0, atLeast: 1, "data")
        try context.checkRank(1, 1, "segments")
        if context.has(2) {
            try context.checkType(2, .index, "number of segments")
            try context.checkSingle(2, "number of segments")
        }
        guard var shape = context.shape(0).dimensions else { return [TensorType(context.type(0), .dynamic)] }
        _ = try context.merged(shape[0], context.shape(1).dimension(0), "the lengths of data and segments")
        if let segments = context.integers(1) {
            try context.check(
                zip(segments, segments.dropFirst()).allSatisfy { $0 <= $1 } && segments.allSatisfy { $0 >= 0 },
                "the segments are not in order from 0")
        }
        if context.has(2) {
            shape[0] = try context.dimensions(2, "number of segments")?.first ?? .dynamic
        } else {
            shape[0] = context.integers(1).map { Dimension(clampedSum($0.last ?? -1, 1)) } ?? .dynamic
        }
        return [TensorType(context.type(0), PartialShape(shape))]
    }
}
