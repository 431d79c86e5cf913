/// The elementwise functions of one operand. `α` and `β` are the numbers of ``ElementwiseParameters``.
package enum UnaryOperation: Hashable, Sendable, CaseIterable {
    case identity, absolute, negative, sign, floor, ceiling, squareRoot, square, reciprocal
    /// To the nearest integer, ties to even or away from zero.
    case roundToEven, roundAwayFromZero
    case exp, log, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, erf, erfInverse
    case relu, sigmoid, softplus, softSign, mish, geluErf, geluTanh, hardSwish, hardSigmoid
    /// x·sigmoid(αx).
    case swish
    /// x, or α(eˣ - 1) below zero.
    case elu
    /// β·x, or β·α(eˣ - 1) below zero (α: alpha, β: lambda).
    case selu
    /// x, or αx below zero.
    case leakyRelu
    /// min(max(αx + β, 0), 1).
    case hardSigmoidWithSlope
    /// min(max(x, α), β).
    case clamp
    /// αx + β.
    case linear
    /// x to the power of α.
    case power
    /// Boolean: x is zero. Any integer: its complement.
    case logicalNot, bitwiseNot
    /// Boolean results; `isInfinite` counts -∞ where α ≠ 0 and +∞ where β ≠ 0.
    case isFinite, isInfinite, isNaN
}
