import InferGraph
import InferTensors

/// Runs one of two models, as a condition says.
struct IfKernel: ControlFlowKernel {
    let thenBody: ControlFlowBody
    let elseBody: ControlFlowBody
    let thenProgram: Program
    let elseProgram: Program

    var name: String { "if" }

    private final class Branches {
        let then: BodyExecution
        let other: BodyExecution

        init(_ then: BodyExecution, _ other: BodyExecution) {
            self.then = then
            self.other = other
        }
    }

    func makeState(_ environment: ExecutionEnvironment) throws -> AnyObject? {
        Branches(try BodyExecution(thenProgram, environment), try BodyExecution(elseProgram, environment))
    }

    func run(_ operands: ControlFlowOperands, state: AnyObject?) throws {
        guard let branches = state as? Branches else {
            throw RuntimeError(.internalInconsistency, "\(operands.subject): it has no executions of its bodies")
        }
        let condition = try operands.integer(0) != 0
        let body = condition ? thenBody : elseBody
        let execution = condition ? branches.then : branches.other
        for link in body.inputs {
            guard let input = link.input else { continue }
            execution.parameters[link.parameter] = BodyExecution.Value(
                shape: try operands.shape(input), memory: UnsafeMutableRawPointer(mutating: operands.inputs[input]))
        }
        try execution.run(operands.team)
        for link in body.outputs { try execution.deliver(link.result, to: link.output, operands) }
    }
}

extension BodyExecution {
    /// Copies a result to an output of the operation.
    func deliver(_ result: Int, to output: Int, _ operands: ControlFlowOperands) throws {
        let value = results[result]
        let type = resultType(result)
        let target = try operands.output(output, type, value.shape)
        target.copyMemory(from: value.memory, byteCount: (shape_size(value.shape) * type.bitwidth + 7) / 8)
    }
}
