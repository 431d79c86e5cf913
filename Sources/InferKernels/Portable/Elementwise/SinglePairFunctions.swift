#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Functions of two `Float` operands, eight lanes at a time.
enum SinglePairFunctions {
    typealias Lanes = VectorMath.Lanes

    enum Add: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
    }
    enum Subtract: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { x - y }
    }
    enum Multiply: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { x * y }
    }
    enum Divide: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { x / y }
    }
    enum Maximum: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { VectorMath.select((x .> y) .| (x .!= x), x, y) }
    }
    enum Minimum: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { VectorMath.select((x .< y) .| (x .!= x), x, y) }
    }
    enum SquaredDifference: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { (x - y) * (x - y) }
    }
    enum Prelu: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { VectorMath.select(x .< 0, x * y, x) }
    }
    enum Swish: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { VectorMath.swish(x, beta: y) }
    }
    enum Power: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes {
            if all(y .== Lanes(repeating: y[0])) { return PowerFunction.apply(x, exponent: y[0]) }
            return pairs(x, y, powf)
        }
    }
    enum Mod: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { pairs(x, y, fmodf) }
    }
    enum FloorMod: BinaryLaneFunction {
        @inline(__always) static func apply(_ x: Lanes, _ y: Lanes) -> Lanes { pairs(x, y) { RealFunctions.floorMod($0, $1, fmodf) } }
    }

    @inline(__always) private static func pairs(_ x: Lanes, _ y: Lanes, _ function: (Float, Float) -> Float) -> Lanes {
        var result = x
        for lane in 0..<Lanes.scalarCount { result[lane] = function(x[lane], y[lane]) }
        return result
    }

    static let table: [BinaryOperation: BlockKernel] = [
        .add: ElementLoops.binaryLanes(Add.self),
        .subtract: ElementLoops.binaryLanes(Subtract.self),
        .multiply: ElementLoops.binaryLanes(Multiply.self),
        .divide: ElementLoops.binaryLanes(Divide.self),
        .divideFloor: ElementLoops.binaryLanes(Divide.self),
        .maximum: ElementLoops.binaryLanes(Maximum.self),
        .minimum: ElementLoops.binaryLanes(Minimum.self),
        .squaredDifference: ElementLoops.binaryLanes(SquaredDifference.self),
        .prelu: ElementLoops.binaryLanes(Prelu.self),
        .swish: ElementLoops.binaryLanes(Swish.self),
        .power: ElementLoops.binaryLanes(Power.self),
        .mod: ElementLoops.binaryLanes(Mod.self),
        .floorMod: ElementLoops.binaryLanes(FloorMod.self),
    ].merging(Comparisons.table(Float.self)) { first, _ in first }
}
