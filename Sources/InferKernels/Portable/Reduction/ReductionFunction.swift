/// A reduction of one element type.
protocol ReductionFunction: Sendable {
    associatedtype Element: BitwiseCopyable
    associatedtype Accumulator: BitwiseCopyable
    static var initial: Accumulator { get }
    static func combine(_ accumulator: Accumulator, _ element: Element) -> Accumulator
    static func finish(_ accumulator: Accumulator, count: Int) -> Element
}

/// A reduction of `Float`, eight lanes at a time.
protocol LaneReductionFunction: Sendable {
    static var initial: Float { get }
    /// What is done to an element before it is combined.
    static func prepare(_ x: VectorMath.Lanes) -> VectorMath.Lanes
    static func combine(_ x: VectorMath.Lanes, _ y: VectorMath.Lanes) -> VectorMath.Lanes
    static func finish(_ value: Float, count: Int) -> Float
}
