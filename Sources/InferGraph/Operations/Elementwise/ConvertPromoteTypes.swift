import InferTensors

/// Two tensors brought to the type that holds both. Specification: `ConvertPromoteTypes-14`.
package struct ConvertPromoteTypes: Operation {
    /// Whether types may be promoted with a loss of precision.
    package var promoteUnsafe = false
    /// Whether a scalar gives way to a tensor of the same kind, as in PyTorch.
    package var pytorchScalarPromotion = false
    /// What u64 with a signed integer becomes.
    package var u64IntegerPromotionTarget = ElementType.f32

    package init() {}

    package var key: OperationKey { OperationKey("ConvertPromoteTypes", opset: 14) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("promote_unsafe", &promoteUnsafe)
        try attributes.on("pytorch_scalar_promotion", &pytorchScalarPromotion)
        try attributes.on("u64_integer_promotion_target", &u64IntegerPromotionTarget)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try promoted(context)
        return (0..<2).map { index in
            TensorType(
                type, context.shape(index),
                value: type == context.type(index) ? context.value(index) : context.value(index)?.converted(to: type))
        }
    }

    private enum Category: Int { case boolean, integer, real }

    private func category(_ type: ElementType) -> Category { type == .boolean ? .boolean : type.is_real ? .real : .integer }

    private func promoted(_ context: InferenceContext) throws -> ElementType {
        let first = context.type(0)
        let second = context.type(1)
        if first == .dynamic || second == .dynamic { return .dynamic }
        if first == second { return first }
        let left = category(first)
        let right = category(second)
        if pytorchScalarPromotion {
            guard let a = context.shape(0).dimensions?.count, let b = context.shape(1).dimensions?.count else { return .dynamic }
            // Among numbers of one category, or against a lower one, a scalar's width does not count.
            if (a == 0) != (b == 0) {
                let (tensor, tensorKind, scalarKind) = a == 0 ? (second, right, left) : (first, left, right)
                if tensorKind.rawValue >= scalarKind.rawValue { return tensor }
                return a == 0 ? first : second
            }
        }
        if left == .boolean || right == .boolean { return left == .boolean ? second : first }
        if left == .real || right == .real {
            if left != right {
                let (real, integer) = left == .real ? (first, second) : (second, first)
                try context.check(
                    promoteUnsafe || real.bitwidth > integer.bitwidth || (real.bitwidth == 64 && integer.bitwidth < 64),
                    "\(first) and \(second) have no common type without a loss; promote_unsafe is false")
                return real
            }
            return try promotedReal(first, second, context)
        }
        return try promotedInteger(first, second, context)
    }

    private func promotedReal(_ first: ElementType, _ second: ElementType, _ context: InferenceContext) throws -> ElementType {
        if first.bitwidth == second.bitwidth {
            try context.check(promoteUnsafe, "\(first) and \(second) have no common type without a loss; promote_unsafe is false")
            // Two formats of one width are both held by one of twice the width.
            return first.bitwidth <= 8 ? .f16 : .f32
        }
        return first.bitwidth > second.bitwidth ? first : second
    }

    private func promotedInteger(_ first: ElementType, _ second: ElementType, _ context: InferenceContext) throws -> ElementType {
        if first.is_signed == second.is_signed { return first.bitwidth > second.bitwidth ? first : second }
        let (signed, unsigned) = first.is_signed ? (first, second) : (second, first)
        if signed.bitwidth > unsigned.bitwidth { return signed }
        try context.check(promoteUnsafe, "\(first) and \(second) have no common type without a loss; promote_unsafe is false")
        switch unsigned.bitwidth {
        case ...4: return signed.bitwidth <= 4 ? .i8 : signed
        case ...8: return .i16
        case ...16: return .i32
        case ...32: return .i64
        default: return u64IntegerPromotionTarget
        }
    }
}
