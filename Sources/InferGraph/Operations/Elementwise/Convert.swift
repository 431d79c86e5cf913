import InferTensors

/// The elements in another type. Specification: `Convert-1`.
package struct Convert: Operation {
    package var destinationType = ElementType.dynamic

    package init() {}

    package init(_ destinationType: ElementType) { self.destinationType = destinationType }

    package var key: OperationKey { OperationKey("Convert", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("destination_type", &destinationType, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [TensorType(destinationType, context.shape(0), value: context.value(0)?.converted(to: destinationType))]
    }
}

extension PartialValue {
    /// The elements in another type; nil for types that no shape is computed in.
    func converted(to type: ElementType) -> PartialValue? {
        if type == .boolean {
            if let bounds {
                return .integers(bounds.map { $0.exact.map { ValueBounds($0 == 0 ? 0 : 1) } ?? ValueBounds(lower: 0, upper: 1) })
            }
            return exactReals.map { PartialValue(exact: $0.map { $0 == 0 ? 0 : 1 }) }
        }
        if type == .f32 || type == .f64 || type == .f16 || type == .bf16 {
            // Halves are too coarse for the numbers that shapes are made of to be followed exactly.
            guard let values = exactReals else { return nil }
            if type == .f32 { return .reals(values.map { Double(Float($0)) }) }
            return type == .f64 || values.allSatisfy { $0 == $0.rounded() && abs($0) <= 256 } ? .reals(values) : nil
        }
        guard let range = Self.range(of: type) else { return nil }
        switch self {
        case .reals(let values):
            var integers: [Int] = []
            for value in values {
                guard let integer = Int(exactly: value.rounded(.towardZero)), range.contains(integer) else { return nil }
                integers.append(integer)
            }
            return PartialValue(exact: integers)
        case .integers(let bounds):
            let kept = bounds.map { bound -> ValueBounds in
                if bound.lower >= range.lowerBound, bound.upper <= range.upperBound { return bound }
                // No bound stays none: lengths that do not fit are not converted by any network that works.
                if bound.lower >= range.lowerBound, bound.lower <= range.upperBound, bound.upper == .max {
                    return ValueBounds(lower: bound.lower, upper: .max)
                }
                return .unknown
            }
            return .integers(kept)
        }
    }

    private static func range(of type: ElementType) -> ClosedRange<Int>? {
        switch type {
        case .i64: Int.min...Int.max
        case .i32: Int(Int32.min)...Int(Int32.max)
        case .i16: Int(Int16.min)...Int(Int16.max)
        case .i8: Int(Int8.min)...Int(Int8.max)
        case .u64: 0...Int.max
        case .u32: 0...Int(UInt32.max)
        case .u16: 0...Int(UInt16.max)
        case .u8: 0...Int(UInt8.max)
        default: nil
        }
    }
}
