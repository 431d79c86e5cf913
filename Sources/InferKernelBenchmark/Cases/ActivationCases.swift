import InferAssembler
import InferGenerated
import InferKernels

/// Elementwise functions of a few thousand numbers in a first-level cache. An operation is one element: the share of the peak tells how many
/// multiply-adds each costs, twice its inverse.
enum ActivationCases {
    private static let activations: [(name: String, activation: Activation)] = [
        ("relu", .relu), ("hard_swish", .hardSwish), ("sigmoid", .sigmoid), ("swish", .swish(beta: 1)), ("tanh", .tanh), ("exp", .exp),
        ("gelu_erf", .geluErf), ("gelu_tanh", .geluTanh), ("mish", .mish), ("elu", .elu(alpha: 1)), ("soft_plus", .softPlus),
    ]
    private static let count = 4096

    static func run(_ instructionSet: InstructionSet, _ report: Report) throws {
        let (source, target) = (Memory(count), Memory(count))
        let team = WorkerTeam(threads: 1)
        let operand = StridedOperand.contiguous([count], elementSize: 4)
        for (name, activation) in activations where report.wants("activation \(name)") {
            guard
                let chain = try GeneratedChain(
                    [.unary(.activation(activation), .input(0))], shape: [count], output: operand, inputs: [operand], instructionSet)
            else { continue }
            var inputs = GeneratedChain.Inputs()
            inputs[0] = UnsafeRawPointer(source.pointer)
            report.measure("activation \(name)", operations: Double(count)) {
                chain.run(output: target.pointer, inputs: inputs, team: team)
            }
        }
    }
}
