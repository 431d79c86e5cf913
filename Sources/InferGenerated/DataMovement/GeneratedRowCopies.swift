import InferAssembler
import InferKernels

/// Copies of short rows between strided tensors, in generated code: channels that are joined, split or padded. Running it allocates nothing.
///
/// The copies go on side by side, some rows of each at a time: so what they write together is written while it is in a near cache.
package final class GeneratedRowCopies: Sendable {
    /// One copy: sizes of what is copied, and strides of each in bytes.
    package struct Copy {
        package var shape: [Int]
        package var output: [Int]
        package var input: [Int]

        package init(shape: [Int], output: [Int], input: [Int]) {
            self.shape = shape
            self.output = output
            self.input = input
        }
    }

    /// Where one of the copies goes to and comes from.
    package struct Place {
        package var output: UnsafeMutableRawPointer
        package var input: UnsafeRawPointer

        package init(output: UnsafeMutableRawPointer, input: UnsafeRawPointer) {
            self.output = output
            self.input = input
        }
    }

    private struct Part: Sendable {
        /// Groups of rows.
        var groups: LoopLevel
        var rows: LoopLevel
        let code: MachineCode
        let function: MachineCode.Function

        var count: Int { groups.size * rows.size }
    }

    private let parts: [Part]
    private let tasks: Int
    private let isSmall: Bool

    /// What is copied by one task: it stays in a cache, and is long enough for the hand-over to another thread.
    private static let taskBytes = 1 << 16

    /// - Parameter zeros: elements that become zero behind each row of a single copy, along the axis that is innermost in it.
    /// - Returns: nil where the elements of some copy do not lie in many short rows of whole words of 32 bits.
    package init?(_ copies: [Copy], elementSize: Int, zeros: Int = 0, _ instructionSet: InstructionSet, threads: Int) throws {
        guard instructionSet != .portable, !copies.isEmpty else { return nil }
        var parts: [Part] = []
        var bytes = 0
        var widest = 0
        for copy in copies {
            let count = copy.shape.reduce(1, *)
            var levels = DimensionOrder.levels(shape: copy.shape, strides: [copy.output, copy.input])
            // Rows of one element may have been merged with what is around them, or dropped.
            if levels.last?.strides != [elementSize, elementSize] {
                levels.append(LoopLevel(size: 1, strides: [elementSize, elementSize]))
            }
            guard count > 0, levels.count == 2 || levels.count == 3, let row = levels.popLast(), let rows = levels.popLast(),
                rows.size >= 4,
                row.size * elementSize % 4 == 0, zeros * elementSize % 4 == 0,
                let specification = RowCopySpecification(
                    instructionSet, columns: row.size * elementSize / 4, zeros: zeros * elementSize / 4)
            else { return nil }
            let code = try CodeCache.shared.code(specification)
            parts.append(
                Part(groups: levels.last ?? LoopLevel(size: 1, strides: [0, 0]), rows: rows, code: code, function: code.function))
            widest = max(widest, row.size * elementSize)
            bytes += (count + count / row.size * zeros) * elementSize
        }
        // Single elements alone are no rows.
        guard widest > 4 else { return nil }
        self.parts = parts
        tasks = max(1, bytes / Self.taskBytes)
        isSmall = threads == 1 || tasks < 4
    }

    private struct Job: WorkerJob {
        let owner: GeneratedRowCopies
        let places: UnsafePointer<Place>

        func perform(task: Int, worker: Int) {
            for index in owner.parts.indices { owner.copy(index, task, places[index]) }
        }
    }

    /// The rows of one copy that belong to a task.
    private func copy(_ index: Int, _ task: Int, _ place: Place) {
        let part = parts[index]
        var row = part.count &* task / tasks
        let end = part.count &* (task &+ 1) / tasks
        while row < end {
            let (group, first) = row.quotientAndRemainder(dividingBy: part.rows.size)
            let count = min(part.rows.size &- first, end &- row)
            var arguments = RowCopyArguments(
                source: place.input + (group &* part.groups.strides[1] &+ first &* part.rows.strides[1]),
                sourceStride: part.rows.strides[1],
                target: place.output + (group &* part.groups.strides[0] &+ first &* part.rows.strides[0]),
                targetStride: part.rows.strides[0], rows: count)
            withUnsafeMutablePointer(to: &arguments) { part.function($0) }
            row += count
        }
    }

    /// Does all copies.
    /// - Parameter places: one for each copy; what is written must not overlap what is read.
    package func run(_ places: UnsafePointer<Place>, team: WorkerTeam) {
        team.run(Job(owner: self, places: places), tasks: tasks, isSmall: isSmall)
    }
}
