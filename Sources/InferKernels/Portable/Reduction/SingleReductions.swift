/// The reductions of `Float`.
enum SingleReductions {
    typealias Lanes = VectorMath.Lanes

    enum Sum: LaneReductionFunction {
        static var initial: Float { 0 }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { x }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { value }
    }
    enum Mean: LaneReductionFunction {
        static var initial: Float { 0 }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { x }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { count == 0 ? 0 : value / Float(count) }
    }
    enum L1: LaneReductionFunction {
        static var initial: Float { 0 }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { VectorMath.magnitude(x) }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { value }
    }
    enum L2: LaneReductionFunction {
        static var initial: Float { 0 }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { x * x }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { value.squareRoot() }
    }
    enum Product: LaneReductionFunction {
        static var initial: Float { 1 }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { x }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x * y }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { value }
    }
    enum Maximum: LaneReductionFunction {
        static var initial: Float { -.infinity }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { x }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x.replacing(with: y, where: y .> x) }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { count == 0 ? -.greatestFiniteMagnitude : value }
    }
    enum Minimum: LaneReductionFunction {
        static var initial: Float { .infinity }
        @inline(__always) static func prepare(_ x: Lanes) -> Lanes { x }
        @inline(__always) static func combine(_ x: Lanes, _ y: Lanes) -> Lanes { x.replacing(with: y, where: y .< x) }
        @inline(__always) static func finish(_ value: Float, count: Int) -> Float { count == 0 ? .greatestFiniteMagnitude : value }
    }

    static let table: [ReductionOperation: ReductionKernel] = [
        .sum: ReductionLoops.lanes(Sum.self), .mean: ReductionLoops.lanes(Mean.self), .l1: ReductionLoops.lanes(L1.self),
        .l2: ReductionLoops.lanes(L2.self), .product: ReductionLoops.lanes(Product.self), .maximum: ReductionLoops.lanes(Maximum.self),
        .minimum: ReductionLoops.lanes(Minimum.self),
    ]
}
