/// The reductions of integers, wrapping on overflow.
enum IntegerReductions {
    enum Sum<Integer: NumericInteger>: ReductionFunction {
        static var initial: Integer { 0 }
        @inline(__always) static func combine(_ sum: Integer, _ x: Integer) -> Integer { sum &+ x }
        @inline(__always) static func finish(_ sum: Integer, count: Int) -> Integer { sum }
    }
    /// Cut towards zero.
    enum Mean<Integer: NumericInteger>: ReductionFunction {
        static var initial: Int64 { 0 }
        @inline(__always) static func combine(_ sum: Int64, _ x: Integer) -> Int64 { sum &+ Int64(truncatingIfNeeded: x) }
        @inline(__always) static func finish(_ sum: Int64, count: Int) -> Integer {
            guard count > 0 else { return 0 }
            if Integer.isSigned { return Integer(truncatingIfNeeded: sum / Int64(count)) }
            return Integer(truncatingIfNeeded: UInt64(bitPattern: sum) / UInt64(count))
        }
    }
    enum L1<Integer: NumericInteger>: ReductionFunction {
        static var initial: Integer { 0 }
        @inline(__always) static func combine(_ sum: Integer, _ x: Integer) -> Integer { sum &+ (x < 0 ? 0 &- x : x) }
        @inline(__always) static func finish(_ sum: Integer, count: Int) -> Integer { sum }
    }
    enum L2<Integer: NumericInteger>: ReductionFunction {
        static var initial: Double { 0 }
        @inline(__always) static func combine(_ sum: Double, _ x: Integer) -> Double { sum + Double(x) * Double(x) }
        @inline(__always) static func finish(_ sum: Double, count: Int) -> Integer { Integer.truncating(sum.squareRoot()) }
    }
    enum Product<Integer: NumericInteger>: ReductionFunction {
        static var initial: Integer { 1 }
        @inline(__always) static func combine(_ product: Integer, _ x: Integer) -> Integer { product &* x }
        @inline(__always) static func finish(_ product: Integer, count: Int) -> Integer { product }
    }
    enum Maximum<Integer: NumericInteger>: ReductionFunction {
        static var initial: Integer { .min }
        @inline(__always) static func combine(_ best: Integer, _ x: Integer) -> Integer { max(best, x) }
        @inline(__always) static func finish(_ best: Integer, count: Int) -> Integer { best }
    }
    enum Minimum<Integer: NumericInteger>: ReductionFunction {
        static var initial: Integer { .max }
        @inline(__always) static func combine(_ best: Integer, _ x: Integer) -> Integer { min(best, x) }
        @inline(__always) static func finish(_ best: Integer, count: Int) -> Integer { best }
    }

    /// What is the same for signed and unsigned integers.
    @inline(__always) static func signless<Integer: NumericInteger>(_ type: Integer.Type) -> [ReductionOperation: ReductionKernel] {
        [.sum: ReductionLoops.scalar(Sum<Integer>.self), .product: ReductionLoops.scalar(Product<Integer>.self)]
    }

    @inline(__always) static func table<Integer: NumericInteger>(
        _ type: Integer.Type, _ shared: [ReductionOperation: ReductionKernel]
    ) -> [ReductionOperation: ReductionKernel] {
        let own: [ReductionOperation: ReductionKernel] = [
            .mean: ReductionLoops.scalar(Mean<Integer>.self), .l1: ReductionLoops.scalar(L1<Integer>.self),
            .l2: ReductionLoops.scalar(L2<Integer>.self), .maximum: ReductionLoops.scalar(Maximum<Integer>.self),
            .minimum: ReductionLoops.scalar(Minimum<Integer>.self),
        ]
        return own.merging(shared) { first, _ in first }
    }
}
