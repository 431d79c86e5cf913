/// A function of one number that a kernel applies to its result, element by element, while the result is still in a cache.
///
/// Named and defined as OpenVINO's operations of the same names; see ``callAsFunction(_:)`` for the formulas.
package enum Activation: Hashable, Sendable {
    case relu
    /// PRelu with one slope, LeakyRelu.
    case leakyRelu(slope: Float)
    case clamp(min: Float, max: Float)
    case sigmoid
    case tanh
    case swish(beta: Float)
    case hardSwish
    /// HSigmoid: `clamp(x + 3, 0, 6) / 6`.
    case hardSigmoidOverSix
    /// HardSigmoid: `clamp(alpha · x + beta, 0, 1)`.
    case hardSigmoid(alpha: Float, beta: Float)
    case geluErf
    case geluTanh
    case elu(alpha: Float)
    case selu(alpha: Float, lambda: Float)
    case mish
    case softPlus
    case softSign
    case exp
    case log
    case erf
    case abs
    case negate
    case sqrt
    case square
    /// `scale · x + shift`.
    case linear(scale: Float, shift: Float)
}
