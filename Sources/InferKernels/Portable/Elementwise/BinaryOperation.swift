/// The elementwise functions of two operands of one type.
package enum BinaryOperation: Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, maximum, minimum, squaredDifference, power
    /// Division; of integers, towards zero or down. Integer division by zero gives 0.
    case divide, divideFloor
    /// Remainder with the sign of the dividend (`mod`) or of the divisor (`floorMod`). An integer remainder by zero is 0.
    case mod, floorMod
    /// The first operand, or its product with the second where the first is below zero.
    case prelu
    /// The first operand times sigmoid(first·second): Swish with a run-time β.
    case swish
    /// Boolean results.
    case equal, notEqual, less, lessEqual, greater, greaterEqual
    /// Of booleans.
    case logicalAnd, logicalOr, logicalXor
    /// Of integers and booleans; shifts of integers only, by their whole width or more give 0.
    case bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft, shiftRight

    /// Whether the result is of type `boolean` whatever the operands are.
    package var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: true
        default: false
        }
    }
}
