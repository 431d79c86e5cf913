import InferGraph
import InferTensors

/// `softmax(query × keyᵀ * scale + mask) × value` of operands that are read where they lie, and a result that is written where it is
/// wanted: what splits and joins heads moves nothing. Made by fusion; no file holds it.
///
/// Inputs: the tensors in which query, key and value lie and, optionally, a mask.
struct MultiHeadAttention: Operation {
    /// How an operand `[N…, head, row, column]` lies in a tensor.
    struct View: Hashable, Sendable {
        /// For each axis of the operand the axis of the tensor.
        var order: [Int]
        /// The axes of the tensor of which a single element counts, and which.
        var picked: [Pick] = []

        struct Pick: Hashable, Sendable {
            var axis: Int
            var index: Int
        }

        init(rank: Int) { order = Array(0..<rank) }

        /// The axes of a tensor of a shape as the operand has them.
        func apply<Element>(_ elements: [Element]) -> [Element] { order.map { elements[$0] } }

        /// Whether it is a view of a tensor of a rank.
        func fits(rank: Int) -> Bool { (order + picked.map(\.axis)).sorted() == Array(0..<rank) }
    }

    var query: View
    var keys: View
    var value: View
    /// For each axis of the output the axis of the attention's result.
    var resultOrder: [Int]
    /// 1/√depth when nil.
    var scale: Double?
    var causal = false

    var key: OperationKey { OperationKey("MultiHeadAttention", "cpu") }

    mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("causal", &causal)
    }

    var views: [View] { [query, keys, value] }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...4)
        var inputs = context.inputs
        for (index, view) in views.enumerated() {
            guard let dimensions = inputs[index].partial_shape.dimensions, view.fits(rank: dimensions.count) else {
                throw context.failure("input \(index) has shape \(inputs[index].partial_shape), which its view does not fit")
            }
            for pick in view.picked {
                try context.check(
                    dimensions[pick.axis].maximum > pick.index,
                    "input \(index) of shape \(inputs[index].partial_shape) has no element \(pick.index) at axis \(pick.axis)")
            }
            inputs[index].partial_shape = PartialShape(view.apply(dimensions))
        }
        var base = ScaledDotProductAttention()
        base.causal = causal
        var types = try base.infer(InferenceContext(subject: context.subject, inputs: inputs))
        if let mask = inputs.count > 3 ? inputs[3].partial_shape.shape : nil, let result = types[0].partial_shape.dimensions,
            let keyed = inputs[1].partial_shape.dimensions
        {
            let scores = result.dropLast() + [keyed[keyed.count - 2]]
            try context.check(
                zip(mask.reversed(), scores.reversed()).allSatisfy { $0 == 1 || $1.contains($0) },
                "mask \(mask) gives scores of shape \(PartialShape(Array(scores))) more elements")
        }
        guard let dimensions = types[0].partial_shape.dimensions else { return types }
        types[0].partial_shape = PartialShape(resultOrder.map { dimensions[$0] })
        return types
    }
}
