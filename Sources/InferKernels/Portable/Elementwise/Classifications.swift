/// Boolean functions of one real number.
enum Classifications {
    struct IsFinite<Real: BinaryFloatingPoint>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Real) -> UInt8 { x - x == 0 ? 1 : 0 }
    }
    struct IsNaN<Real: BinaryFloatingPoint>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Real) -> UInt8 { x != x ? 1 : 0 }
    }
    struct IsInfinite<Real: BinaryFloatingPoint>: UnaryFunction {
        let negative: Bool
        let positive: Bool
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            negative = parameters.alpha != 0
            positive = parameters.beta != 0
        }
        @inline(__always) func callAsFunction(_ x: Real) -> UInt8 {
            x == .infinity ? (positive ? 1 : 0) : x == -.infinity ? (negative ? 1 : 0) : 0
        }
    }

    @inline(__always) static func table<Real: BinaryFloatingPoint>(_ type: Real.Type) -> [UnaryOperation: BlockKernel] {
        [
            .isFinite: ElementLoops.unary(IsFinite<Real>.self), .isNaN: ElementLoops.unary(IsNaN<Real>.self),
            .isInfinite: ElementLoops.unary(IsInfinite<Real>.self),
        ]
    }
}
