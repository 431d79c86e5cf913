import InferTensors

/// An operation on the elements of two tensors that broadcast together: `Add-1`, `Equal-1`, `LogicalAnd-1`, `BitwiseXor-13`…
package struct BinaryElementwise: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case add = "Add", subtract = "Subtract", multiply = "Multiply", divide = "Divide", power = "Power"
        case maximum = "Maximum", minimum = "Minimum", mod = "Mod", floorMod = "FloorMod", squaredDifference = "SquaredDifference"
        case equal = "Equal", notEqual = "NotEqual", greater = "Greater", greaterEqual = "GreaterEqual", less = "Less", lessEqual =
            "LessEqual"
        case logicalAnd = "LogicalAnd", logicalOr = "LogicalOr", logicalXor = "LogicalXor", xor = "Xor"
        case bitwiseAnd = "BitwiseAnd", bitwiseOr = "BitwiseOr", bitwiseXor = "BitwiseXor"
        case bitwiseLeftShift = "BitwiseLeftShift", bitwiseRightShift = "BitwiseRightShift"

        /// The operation set that introduced it.
        var opset: Int {
            switch self {
            case .logicalXor: 2
            case .bitwiseAnd, .bitwiseOr, .bitwiseXor: 13
            case .bitwiseLeftShift, .bitwiseRightShift: 15
            default: 1
            }
        }

        /// Whether elements are compared: the outputs are boolean.
        package var isComparison: Bool {
            switch self {
            case .equal, .notEqual, .greater, .greaterEqual, .less, .lessEqual: true
            default: false
            }
        }

        package var isLogical: Bool {
            switch self {
            case .logicalAnd, .logicalOr, .logicalXor, .xor: true
            default: false
            }
        }
    }

    package let kind: Kind
    package var autoBroadcast = AutoBroadcast.numpy
    /// Integer division rounds towards minus infinity, as Python's; only for `Divide`.
    package var roundsDivisionDown = true

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: kind.opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("auto_broadcast", &autoBroadcast)
        if kind == .divide { try attributes.on("m_pythondiv", &roundsDivisionDown) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        if kind.isLogical { try context.check(type == .boolean || type == .dynamic, "has inputs of type \(type); expected boolean") }
        let shape = try autoBroadcast.merge(context.shape(0), context.shape(1), context)
        return [
            TensorType(kind.isComparison || kind.isLogical ? .boolean : type, shape, value: value(context, shape))
        ]
    }
}

extension BinaryElementwise {
    /// What is known of the outputs' elements, where both inputs are known and one of them may be a single element.
    private func value(_ context: InferenceContext, _ shape: PartialShape) -> PartialValue? {
        guard let left = context.value(0), let right = context.value(1), let count = shape.shape.map(shape_size),
            count <= PartialValue.maximumCount, [1, count].contains(left.count), [1, count].contains(right.count)
        else { return nil }
        func pairs<Element>(_ left: [Element], _ right: [Element]) -> [(Element, Element)] {
            (0..<count).map { (left[left.count == 1 ? 0 : $0], right[right.count == 1 ? 0 : $0]) }
        }
        if let a = left.bounds, let b = right.bounds {
            let results = pairs(a, b).map(bounds)
            return results.allSatisfy { $0 == .unknown } ? nil : .integers(results)
        }
        guard let a = left.exactReals, let b = right.exactReals else { return nil }
        var results: [Double] = []
        for (x, y) in pairs(a, b) {
            guard let result = real(x, y), result.isFinite else { return nil }
            results.append(context.type(0) == .f32 ? Double(Float(result)) : result)
        }
        return .reals(results)
    }

    private func bounds(_ a: ValueBounds, _ b: ValueBounds) -> ValueBounds {
        switch kind {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide:
            if roundsDivisionDown { return a.floorDivided(by: b) }
            guard let x = a.exact, let y = b.exact, y != 0, !(x == .min && y == -1) else { return .unknown }
            return ValueBounds(x / y)
        case .maximum: return ValueBounds(lower: max(a.lower, b.lower), upper: max(a.upper, b.upper))
        case .minimum: return ValueBounds(lower: min(a.lower, b.lower), upper: min(a.upper, b.upper))
        case .equal:
            if let x = a.exact, let y = b.exact { return ValueBounds(x == y ? 1 : 0) }
            return a.upper < b.lower || b.upper < a.lower ? ValueBounds(0) : ValueBounds(lower: 0, upper: 1)
        default:
            guard let x = a.exact, let y = b.exact, let result = integer(x, y) else { return .unknown }
            return ValueBounds(result)
        }
    }

    private func integer(_ x: Int, _ y: Int) -> Int? {
        switch kind {
        case .notEqual: x != y ? 1 : 0
        case .greater: x > y ? 1 : 0
        case .greaterEqual: x >= y ? 1 : 0
        case .less: x < y ? 1 : 0
        case .lessEqual: x <= y ? 1 : 0
        case .logicalAnd: x != 0 && y != 0 ? 1 : 0
        case .logicalOr: x != 0 || y != 0 ? 1 : 0
        case .logicalXor, .xor: (x != 0) != (y != 0) ? 1 : 0
        case .mod: y == 0 || (x == .min && y == -1) ? nil : x % y
        case .floorMod: y == 0 || (x == .min && y == -1) ? nil : x % y == 0 || (x < 0) == (y < 0) ? x % y : x % y + y
        default: nil
        }
    }

    private func real(_ x: Double, _ y: Double) -> Double? {
        switch kind {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: y == 0 ? nil : x / y
        case .maximum: max(x, y)
        case .minimum: min(x, y)
        default: nil
        }
    }
}
