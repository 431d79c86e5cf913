/// Functions of integers, in their own width, wrapping on overflow and never trapping.
enum IntegerFunctions {
    struct Identity<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { x }
    }
    struct Absolute<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { x < 0 ? 0 &- x : x }
    }
    struct Negative<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { 0 &- x }
    }
    struct Sign<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { x > 0 ? 1 : x < 0 ? 0 &- 1 : 0 }
    }
    struct Relu<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { x < 0 ? 0 : x }
    }
    struct BitwiseNot<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { ~x }
    }
    struct LogicalNot<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { x == 0 ? 1 : 0 }
    }
    struct Square<Integer: NumericInteger>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { x &* x }
    }
    /// The bounds are rounded inward, as integers between them are the same.
    struct Clamp<Integer: NumericInteger>: UnaryFunction {
        let lower: Integer
        let upper: Integer
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            lower = Clamp.bound(parameters.alpha.rounded(.up))
            upper = Clamp.bound(parameters.beta.rounded(.down))
        }
        @inline(__always) func callAsFunction(_ x: Integer) -> Integer { min(max(x, lower), upper) }

        /// The integer nearest to a whole number.
        private static func bound(_ value: Double) -> Integer {
            if value <= Double(Integer.min) { return .min }
            return value >= Double(Integer.max) ? .max : Integer(exactly: value) ?? 0
        }
    }
    enum Add<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x &+ y }
    }
    enum Subtract<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x &- y }
    }
    enum Multiply<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x &* y }
    }
    enum Maximum<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { max(x, y) }
    }
    enum Minimum<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { min(x, y) }
    }
    enum SquaredDifference<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { (x &- y) &* (x &- y) }
    }
    enum BitwiseAnd<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x & y }
    }
    enum BitwiseOr<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x | y }
    }
    enum BitwiseXor<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x ^ y }
    }
    enum ShiftLeft<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x << y }
    }
    enum ShiftRight<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x >> y }
    }
    enum Prelu<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x < 0 ? x &* y : x }
    }
    enum LogicalAnd<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x != 0 && y != 0 ? 1 : 0 }
    }
    enum LogicalOr<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { x != 0 || y != 0 ? 1 : 0 }
    }
    enum LogicalXor<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer { (x != 0) != (y != 0) ? 1 : 0 }
    }
    enum Divide<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer {
            y == 0 ? 0 : x.dividedReportingOverflow(by: y).partialValue
        }
    }
    enum Mod<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer {
            y == 0 ? 0 : x.remainderReportingOverflow(dividingBy: y).partialValue
        }
    }
    enum DivideFloor<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer {
            let quotient = Divide<Integer>.apply(x, y)
            return Mod<Integer>.apply(x, y) != 0 && (x < 0) != (y < 0) ? quotient &- 1 : quotient
        }
    }
    enum FloorMod<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer {
            let remainder = Mod<Integer>.apply(x, y)
            return remainder != 0 && (remainder < 0) != (y < 0) ? remainder &+ y : remainder
        }
    }
    /// By squaring; a negative exponent gives what its exact result is cut to. Zero to a negative power is 0.
    enum Power<Integer: NumericInteger>: BinaryFunction {
        @inline(__always) static func apply(_ x: Integer, _ y: Integer) -> Integer {
            if y < 0 {
                if x == 1 { return 1 }
                return x == 0 &- 1 ? (y & 1 == 0 ? 1 : x) : 0
            }
            var result: Integer = 1
            var base = x
            var exponent = y
            while exponent > 0 {
                if exponent & 1 == 1 { result = result &* base }
                base = base &* base
                exponent >>= 1
            }
            return result
        }
    }

    /// Of one operand.
    @inline(__always) static func unary<Integer: NumericInteger>(_ type: Integer.Type) -> [UnaryOperation: BlockKernel] {
        [
            .identity: ElementLoops.unary(Identity<Integer>.self),
            .floor: ElementLoops.unary(Identity<Integer>.self),
            .ceiling: ElementLoops.unary(Identity<Integer>.self),
            .roundToEven: ElementLoops.unary(Identity<Integer>.self),
            .roundAwayFromZero: ElementLoops.unary(Identity<Integer>.self),
            .absolute: ElementLoops.unary(Absolute<Integer>.self),
            .negative: ElementLoops.unary(Negative<Integer>.self),
            .sign: ElementLoops.unary(Sign<Integer>.self),
            .relu: ElementLoops.unary(Relu<Integer>.self),
            .bitwiseNot: ElementLoops.unary(BitwiseNot<Integer>.self),
            .logicalNot: ElementLoops.unary(LogicalNot<Integer>.self),
            .square: ElementLoops.unary(Square<Integer>.self),
            .clamp: ElementLoops.unary(Clamp<Integer>.self),
        ]
    }

    /// What is the same for signed and unsigned integers.
    @inline(__always) static func signless<Integer: NumericInteger>(_ type: Integer.Type) -> [BinaryOperation: BlockKernel] {
        [
            .add: ElementLoops.binary(Add<Integer>.self), .subtract: ElementLoops.binary(Subtract<Integer>.self),
            .multiply: ElementLoops.binary(Multiply<Integer>.self), .bitwiseAnd: ElementLoops.binary(BitwiseAnd<Integer>.self),
            .bitwiseOr: ElementLoops.binary(BitwiseOr<Integer>.self), .bitwiseXor: ElementLoops.binary(BitwiseXor<Integer>.self),
            .squaredDifference: ElementLoops.binaryStrided(SquaredDifference<Integer>.self),
            .logicalAnd: ElementLoops.binaryStrided(LogicalAnd<Integer>.self),
            .logicalOr: ElementLoops.binaryStrided(LogicalOr<Integer>.self),
            .logicalXor: ElementLoops.binaryStrided(LogicalXor<Integer>.self),
        ]
    }

    /// The others.
    @inline(__always) static func signed<Integer: NumericInteger>(_ type: Integer.Type) -> [BinaryOperation: BlockKernel] {
        [
            .maximum: ElementLoops.binary(Maximum<Integer>.self), .minimum: ElementLoops.binary(Minimum<Integer>.self),
            .shiftLeft: ElementLoops.binaryStrided(ShiftLeft<Integer>.self),
            .shiftRight: ElementLoops.binaryStrided(ShiftRight<Integer>.self),
            .prelu: ElementLoops.binaryStrided(Prelu<Integer>.self), .divide: ElementLoops.binaryStrided(Divide<Integer>.self),
            .divideFloor: ElementLoops.binaryStrided(DivideFloor<Integer>.self), .mod: ElementLoops.binaryStrided(Mod<Integer>.self),
            .floorMod: ElementLoops.binaryStrided(FloorMod<Integer>.self), .power: ElementLoops.binaryStrided(Power<Integer>.self),
        ].merging(Comparisons.table(type)) { first, _ in first }
    }
}
