import InferAssembler
import InferKernels

/// A copy of elements of 32 bits between two dense orders of axes that end differently: matrices that are transposed in registers, one for
/// each place of the other axes. Running it allocates nothing.
package final class GeneratedTranspose: Sendable {
    /// An axis, its length and its strides in bytes.
    private struct Axis: Sendable {
        var length: Int
        var output: Int
        var input: Int
    }

    private let outer: [Axis]
    private let outerCount: Int
    /// The output's innermost axis and the input's.
    private let row: Axis
    private let column: Axis
    private let code: MachineCode
    private let function: MachineCode.Function
    /// Into how many parts each matrix is cut, along its longer side.
    private let parts: Int
    private let isSmall: Bool

    /// Below this a hand-over to another thread costs more than it saves.
    private static let smallCount = 16_384

    /// - Parameters:
    ///   - shape: the lengths of the axes.
    ///   - output: the strides of the axes in bytes.
    ///   - input: likewise.
    /// - Returns: nil where nothing is transposed or the matrices are too narrow for code.
    package init?(_ instructionSet: InstructionSet, shape: [Int], output: [Int], input: [Int], threads: Int) throws {
        let axes = Self.merged(zip(shape, zip(output, input)).map { Axis(length: $0, output: $1.0, input: $1.1) })
        guard !shape.contains(0), let rowPlace = axes.firstIndex(where: { $0.output == 4 }),
            let columnPlace = axes.firstIndex(where: { $0.input == 4 }), rowPlace != columnPlace,
            axes.allSatisfy({ $0.output > 0 && $0.input > 0 }),
            let specification = TransposeSpecification(
                instructionSet, rows: axes[rowPlace].length, columns: axes[columnPlace].length)
        else { return nil }
        row = axes[rowPlace]
        column = axes[columnPlace]
        outer = axes.indices.filter { $0 != rowPlace && $0 != columnPlace }.map { axes[$0] }
        outerCount = outer.reduce(1) { $0 * $1.length }
        code = try CodeCache.shared.code(specification)
        function = code.function
        let count = axes.reduce(1) { $0 * $1.length }
        isSmall = threads == 1 || count < Self.smallCount
        // No part is narrower than a block.
        let longest = max(row.length, column.length)
        let wanted = isSmall || outerCount >= 4 * threads ? 1 : (4 * threads + outerCount - 1) / outerCount
        parts = max(1, min(wanted, longest / 32))
    }

    /// Axes longer than 1, outermost first in the output; those that follow one another in both orders as one.
    private static func merged(_ axes: [Axis]) -> [Axis] {
        var result: [Axis] = []
        for axis in axes.filter({ $0.length != 1 }).sorted(by: { $0.output > $1.output }) {
            if let last = result.last, last.output == axis.output * axis.length, last.input == axis.input * axis.length {
                result[result.count - 1] = Axis(length: last.length * axis.length, output: axis.output, input: axis.input)
            } else {
                result.append(axis)
            }
        }
        return result
    }

    private struct Job: WorkerJob {
        let owner: GeneratedTranspose
        let output: UnsafeMutableRawPointer
        let input: UnsafeRawPointer

        func perform(task: Int, worker: Int) {
            let (place, part) = task.quotientAndRemainder(dividingBy: owner.parts)
            owner.transpose(place, part, output, input)
        }
    }

    private func transpose(_ place: Int, _ part: Int, _ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer) {
        var (to, from, rest) = (output, input, place)
        for index in outer.indices {
            let axis = outer[index]
            let position = rest % axis.length
            rest /= axis.length
            to += position &* axis.output
            from += position &* axis.input
        }
        var arguments = TransposeArguments(
            source: from, sourceStride: row.input, target: to, targetStride: column.output, rows: row.length, columns: column.length)
        let longest = max(row.length, column.length)
        let (first, end) = (longest &* part / parts, longest &* (part &+ 1) / parts)
        if row.length >= column.length {
            arguments.source += first &* row.input
            arguments.target += first &* 4
            arguments.rows = end &- first
        } else {
            arguments.source += first &* 4
            arguments.target += first &* column.output
            arguments.columns = end &- first
        }
        withUnsafeMutablePointer(to: &arguments) { function($0) }
    }

    /// Copies; output and input must not overlap.
    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, team: WorkerTeam) {
        team.run(Job(owner: self, output: output, input: input), tasks: outerCount &* parts, isSmall: isSmall)
    }
}
