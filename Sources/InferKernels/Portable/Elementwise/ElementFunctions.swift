/// A function of one element.
protocol UnaryFunction: Sendable {
    associatedtype Operand
    associatedtype Result
    init(_ parameters: ElementwiseParameters)
    func callAsFunction(_ x: Operand) -> Result
}

/// A function of eight floats at once.
protocol UnaryLaneFunction: Sendable {
    init(_ parameters: ElementwiseParameters)
    func callAsFunction(_ x: VectorMath.Lanes) -> VectorMath.Lanes
}

/// A function of two elements.
protocol BinaryFunction: Sendable {
    associatedtype Operand
    associatedtype Result
    static func apply(_ x: Operand, _ y: Operand) -> Result
}

/// A function of two times eight floats.
protocol BinaryLaneFunction: Sendable {
    static func apply(_ x: VectorMath.Lanes, _ y: VectorMath.Lanes) -> VectorMath.Lanes
}
