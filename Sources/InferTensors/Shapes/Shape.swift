/// The lengths of a tensor's axes, outermost first; a scalar's is empty.
///
/// A shape is a collection of `Int` and may be written as a literal: `let shape: Shape = [1, 3, 224, 224]`. Any number may be put in it; what
/// uses a shape refuses negative lengths with an error.
public struct Shape: AxisVector {
    /// The lengths, outermost first.
    public var values: [Int]

    /// Creates a shape of lengths, outermost first.
    @inlinable
    public init(_ values: [Int]) { self.values = values }

    /// Reads a shape as it is printed, with or without brackets: `[1,3,224,224]`, `1, 3`, `[]`.
    ///
    /// - Throws: ``RuntimeError`` of kind `malformed` naming the text when it is not a list of non-negative numbers.
    public init(_ text: String) throws {
        let lengths = try PartialShape(text).map { dimension -> Int in
            guard let length = dimension.length else {
                throw RuntimeError(.malformed, "'\(text)' is not a shape: every length must be a number.")
            }
            return length
        }
        guard text.contains("...") == false else { throw RuntimeError(.malformed, "'\(text)' is not a shape: its rank is not given.") }
        self.init(lengths)
    }

    /// The shape as OpenVINO prints it: `[1,3,224,224]`.
    public var description: String { "[" + values.map(String.init).joined(separator: ",") + "]" }
    /// The shape as OpenVINO prints it: `[1,3,224,224]`.
    public func to_string() -> String { description }
}

extension Shape {
    /// The number of elements; 1 for a scalar, 0 when an axis is empty.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` for negative lengths and when the number does not fit in an `Int`.
    package func elementCount() throws -> Int {
        var count = 1
        var overflow = false
        for length in values {
            guard length >= 0 else { throw RuntimeError(.invalidArgument, "Shape \(self) has the negative length \(length).") }
            let product = count.multipliedReportingOverflow(by: length)
            // A later zero makes the whole count zero, so an overflow counts only when none follows.
            if length == 0 { return try remainingLengthsAreNonNegative() }
            overflow = overflow || product.overflow
            count = product.partialValue
        }
        guard !overflow else { throw RuntimeError(.invalidArgument, "Shape \(self) has more elements than can be counted.") }
        return count
    }

    private func remainingLengthsAreNonNegative() throws -> Int {
        if let negative = values.first(where: { $0 < 0 }) {
            throw RuntimeError(.invalidArgument, "Shape \(self) has the negative length \(negative).")
        }
        return 0
    }
}

/// The number of elements of a shape: the product of its lengths, 1 for a scalar; `Int.max` when it does not fit.
public func shape_size(_ shape: Shape) -> Int {
    var count = 1
    var overflow = false
    for length in shape.values {
        if length == 0 { return 0 }
        let product = count.multipliedReportingOverflow(by: length)
        overflow = overflow || product.overflow
        count = product.partialValue
    }
    return overflow ? Int.max : count
}

/// The strides, in elements, of a packed tensor of the shape whose last axis is innermost: `[12,4,1]` for `[2,3,4]`.
public func row_major_strides(_ shape: Shape) -> Strides {
    var strides = Strides(repeating: 1, count: shape.count)
    var step = 1
    for axis in shape.indices.reversed() {
        strides[axis] = step
        let product = step.multipliedReportingOverflow(by: shape[axis])
        step = product.overflow ? Int.max : product.partialValue
    }
    return strides
}
