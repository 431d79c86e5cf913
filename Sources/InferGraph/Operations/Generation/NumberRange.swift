import InferTensors

/// The numbers from a start to a stop, in steps. Specification: `Range-1`, `Range-4`. (Not called `Range`, which is Swift's.)
///
/// Inputs: start, stop (not among the numbers) and step, each a single element. Output: `[count]`.
package struct NumberRange: Operation {
    /// The operation set that introduced this version: 1 or 4.
    package let opset: Int
    /// Version 4: the type of the numbers.
    package var outputType = ElementType.dynamic

    package init(opset: Int = 4) { self.opset = opset }

    package var key: OperationKey { OperationKey("Range", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 4 { try attributes.on("output_type", &outputType, required: true) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        for (index, what) in ["start", "stop", "step"].enumerated() {
            try context.checkType(index, .numeric, what)
            try context.checkScalar(index, what)
        }
        let type = opset >= 4 ? outputType : try context.commonType(0..<3)
        try context.check(TypeFamily.numeric.contains(type), "output_type is \(type); expected a number type")
        // With whole numbers wanted, fractions of the inputs are cut off first.
        func operand(_ index: Int) -> PartialValue? {
            guard let value = context.value(index), value.count == 1 else { return nil }
            return type.is_real || type == .dynamic ? value : value.converted(to: .i64)
        }
        if let step = context.value(2)?.exactReals?.first { try context.check(step != 0, "the step is zero") }
        guard let start = operand(0), let stop = operand(1), let step = operand(2) else { return [TensorType(type, [.dynamic])] }
        if let a = start.exactIntegers?[0], let b = stop.exactIntegers?[0], let by = step.exactIntegers?[0] {
            try context.check(by != 0, "the step is zero")
            let distance = by > 0 ? clampedDifference(b, a) : clampedDifference(a, b)
            let size = by > 0 ? by : (by == .min ? .max : -by)
            let count = distance > 0 ? (distance - 1) / size + 1 : 0
            let value =
                count <= PartialValue.maximumCount && (type == .i32 || type == .i64)
                ? PartialValue(exact: (0..<count).map { clampedSum(a, clampedProduct($0, by)) }) : nil
            return [TensorType(type, [Dimension(minimum: count, maximum: count)], value: value)]
        }
        if let a = start.exactReals?[0], let b = stop.exactReals?[0], let by = step.exactReals?[0] {
            try context.check(by != 0 && by.isFinite && a.isFinite && b.isFinite, "from \(a) to \(b) in steps of \(by) there is no range")
            let count = max(((b - a) / by).rounded(.up), 0)
            try context.check(count < 0x1p62, "from \(a) to \(b) in steps of \(by) are more numbers than can be counted")
            return [TensorType(type, [Dimension(minimum: Int(count), maximum: Int(count))])]
        }
        return [TensorType(type, [.dynamic])]
    }
}
