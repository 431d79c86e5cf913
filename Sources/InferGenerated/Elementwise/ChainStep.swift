import InferKernels

/// One function of a chain.
package enum ChainStep: Hashable, Sendable {
    /// Where a step takes an operand from.
    package typealias Operand = ElementwiseChain.Operand

    case unary(VectorFunction, Operand)
    case binary(VectorCombination, Operand, Operand)

    /// The code of a portable step; nil where there is none.
    package init?(_ step: ElementwiseChain.Step) {
        switch step {
        case .unary(let operation, let operand, let parameters):
            guard let function = VectorFunction(operation, parameters) else { return nil }
            self = .unary(function, operand)
        case .binary(let operation, let first, let second):
            guard let combination = VectorCombination(operation) else { return nil }
            self = .binary(combination, first, second)
        }
    }

    var operands: [Operand] {
        switch self {
        case .unary(_, let operand): [operand]
        case .binary(_, let first, let second): [first, second]
        }
    }

    var cost: Int {
        switch self {
        case .unary(let function, _): function.cost
        case .binary(let combination, _, _): combination.cost
        }
    }
}
