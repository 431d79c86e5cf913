import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let channelInterleaves: [Entry] = [
        Entry { (operation: ChannelInterleave, context) in
            try context.requireSingle()
            let inputs = try (0..<2).map { try context.input($0, as: .channelsLast) }
            context.emit(
                ChannelInterleaveKernel(parts: operation.parts, context.options.instructionSet), inputs, layout: .channelsLast)
        }
    ]
}

/// Takes the channels of two channels-last tensors in turn.
private struct ChannelInterleaveKernel: Kernel {
    let parts: [Int]
    private let instructionSet: InstructionSet

    init(parts: [Int], _ instructionSet: InstructionSet) {
        self.parts = parts
        let isGenerated = parts.allSatisfy { InterleavedRows(instructionSet, pairs: $0 / 2) != nil }
        self.instructionSet = isGenerated ? instructionSet : .portable
    }

    var name: String { "interleave_\(instructionSet.name)_f32" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let shape = binding.inputs[0].shape
        let channels = shape[1]
        var start = 0
        let parts = try parts.map { length in
            defer { start += length / 2 }
            let code = try InterleavedRows(instructionSet, pairs: length / 2).map { try CodeCache.shared.code($0) }
            return BoundChannelInterleave.Part(
                plan: ChannelInterleaving(pairs: length / 2, sourceStride: channels, targetStride: length), start: start, code: code)
        }
        return BoundChannelInterleave(parts, rows: channels == 0 ? 0 : shape_size(shape) / channels)
    }
}

private final class BoundChannelInterleave: BoundKernel, @unchecked Sendable {  // Immutable.
    struct Part: Sendable {
        let plan: ChannelInterleaving
        /// The first channel of the sources.
        let start: Int
        let code: MachineCode?
    }

    private struct Job: WorkerJob {
        let part: Part
        let first: UnsafePointer<Float>
        let second: UnsafePointer<Float>
        let target: UnsafeMutablePointer<Float>
        let rows: Int
        let rowsPerTask: Int

        func perform(task: Int, worker: Int) {
            let begin = task * rowsPerTask
            let plan = part.plan
            let first = first + begin * plan.sourceStride + part.start
            let second = second + begin * plan.sourceStride + part.start
            let target = target + begin * plan.targetStride
            let count = min(rowsPerTask, rows - begin)
            guard let code = part.code else { return plan.run(first, second, target, rows: count) }
            var arguments = InterleavedRows.Arguments(
                first: first, second: second, target: target, rows: count, sourceStride: plan.sourceStride * 4,
                targetStride: plan.targetStride * 4)
            withUnsafeMutablePointer(to: &arguments) { code.function($0) }
        }
    }

    private let parts: [Part]
    private let rows: Int

    /// Fewer elements than this are not worth waking another thread for.
    private static let taskElements = 32 << 10

    init(_ parts: [Part], rows: Int) {
        self.parts = parts
        self.rows = rows
        super.init()
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        guard rows > 0 else { return }
        for index in parts.indices {
            let part = parts[index]
            let most = (rows * part.plan.targetStride + Self.taskElements - 1) / Self.taskElements
            let tasks = min(memory.team.threadCount, max(most, 1))
            let job = Job(
                part: part, first: memory.input(0, as: Float.self), second: memory.input(1, as: Float.self),
                target: memory.output(index, as: Float.self), rows: rows, rowsPerTask: (rows + tasks - 1) / tasks)
            memory.team.run(job, tasks: (rows + job.rowsPerTask - 1) / job.rowsPerTask)
        }
    }
}
