/// How updates are combined with what is there.
package enum ScatterReduction: Hashable, Sendable, CaseIterable {
    case none, sum, subtract, product, minimum, maximum, mean

    var operation: BinaryOperation? {
        switch self {
        case .none: nil
        case .sum, .mean: .add
        case .subtract: .subtract
        case .product: .multiply
        case .minimum: .minimum
        case .maximum: .maximum
        }
    }
}
