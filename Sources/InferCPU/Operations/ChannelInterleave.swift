import InferGraph
import InferTensors

/// The channels of two tensors taken in turn, `a0 b0 a1 b1 …`, and cut into parts: what concatenation, channel shuffle and split do in
/// ShuffleNet v2 (Ma et al., 2018). Made by fusion; no file holds it.
///
/// Inputs: two tensors `[N, C, …]` of one shape. Outputs: `[N, part, …]` for each part.
struct ChannelInterleave: Operation {
    /// The channels of each output, even numbers that add up to twice those of an input.
    var parts: [Int] = []

    var key: OperationKey { OperationKey("ChannelInterleave", "cpu") }

    mutating func visit(_ attributes: inout AttributeVisitor) throws { try attributes.on("parts", &parts) }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        guard let merged = context.shape(0).merged(with: context.shape(1)), var dimensions = merged.dimensions, dimensions.count >= 2 else {
            throw context.failure("inputs of shapes \(context.shape(0)) and \(context.shape(1)) do not match")
        }
        let total = parts.reduce(0, +)
        try context.check(
            parts.allSatisfy { $0 > 0 && $0 % 2 == 0 } && dimensions[1].contains(total / 2),
            "parts \(parts) are not those of twice \(dimensions[1]) channels")
        return parts.map { part in
            dimensions[1] = Dimension(part)
            return TensorType(type, PartialShape(dimensions))
        }
    }
}
