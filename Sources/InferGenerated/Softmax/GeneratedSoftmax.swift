import InferAssembler
import InferKernels

/// Softmax and LogSoftmax over one axis by generated code.
package struct GeneratedSoftmax: Sendable {
    private let walk: ReductionWalk
    private let code: MachineCode

    /// - Returns: nil where a tensor lies in a way that only the portable kernel walks.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init?(_ softmax: Softmax, _ instructionSet: InstructionSet) throws {
        guard instructionSet != .portable, softmax.walk.inner.isEmpty else { return nil }
        walk = softmax.walk
        code =
            walk.lanes == 0
            ? try CodeCache.shared.code(SoftmaxRows(instructionSet, softmax.isLogarithmic ? .logarithm : .softmax))
            : try CodeCache.shared.code(SoftmaxColumns(instructionSet, isLogarithmic: softmax.isLogarithmic))
    }

    /// Computes the operation; the output may be the input.
    package func run(_ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, team: WorkerTeam) {
        walk.forEachBlock(team, Job(plan: self, source: source, destination: destination))
    }

    private struct Job: ReductionBlockJob {
        let plan: GeneratedSoftmax
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>

        func perform(_ offsets: ReductionWalk.Offsets, count: Int, strides: ReductionWalk.Offsets) {
            let input = UnsafeRawPointer(source + offsets.x)
            let output = UnsafeMutableRawPointer(destination + offsets.y)
            let run = plan.walk.run
            if plan.walk.lanes == 0 {
                var arguments = SoftmaxRowsArguments(
                    input: input, inputStride: strides.x * 4, output: output, outputStride: strides.y * 4, rows: count,
                    count: run.length)
                plan.code.call(&arguments)
            } else {
                var arguments = SoftmaxColumnsArguments(
                    input: input, inputStride: run.strides.x * 4, output: output, outputStride: run.strides.y * 4, length: run.length,
                    columns: count)
                plan.code.call(&arguments)
            }
        }
    }
}
