/// Several elementwise functions of `Float` operands in one pass: what lies between the inputs and the output stays in cache.
///
/// Made when shapes are known, run any number of times without allocating. Each step is done on a block of up to 512 elements at a time.
package struct ElementwiseChain: Sendable {
    /// Where a step takes an operand from.
    package enum Operand: Hashable, Sendable {
        case input(Int)
        /// The result of an earlier step.
        case step(Int)
    }
    /// One function.
    package enum Step: Hashable, Sendable {
        case unary(UnaryOperation, Operand, ElementwiseParameters = ElementwiseParameters())
        case binary(BinaryOperation, Operand, Operand)

        fileprivate var operands: [Operand] {
            switch self {
            case .unary(_, let operand, _): [operand]
            case .binary(_, let first, let second): [first, second]
            }
        }
    }

    /// A step as it is run. Places below the number of inputs are inputs, those from there on scratch slots; -1 is the output.
    private struct Instruction {
        var kernel: BlockKernel
        var parameters: ElementwiseParameters
        var first: Int
        var second: Int
        var result: Int
    }
    private let instructions: [Instruction]
    private let inputCount: Int
    private let slotCount: Int
    /// Outermost first; the last two make the blocks.
    private let levels: [LoopLevel]
    private let blockRows: Int
    private let blockColumns: Int
    private let outerCount: Int

    private static let blockSize = 512

    /// - Parameters:
    ///   - steps: in order; the last one's result is the output.
    ///   - shape: the output's shape, to which all inputs are broadcast.
    /// `nil` if a step does not take or give `f32`, or names an operand that does not come before it.
    package init?(_ steps: [Step], shape: [Int], output: StridedOperand, inputs: [StridedOperand]) {
        guard !steps.isEmpty else { return nil }
        var lastUse = [Int](repeating: -1, count: steps.count)
        for (index, step) in steps.enumerated() {
            for operand in step.operands {
                switch operand {
                case .input(let input): guard inputs.indices.contains(input) else { return nil }
                case .step(let earlier):
                    guard earlier >= 0, earlier < index else { return nil }
                    lastUse[earlier] = index
                }
            }
        }
        var freeSlots: [Int] = []
        var slots = 0
        var places = [Int](repeating: -1, count: steps.count)
        var instructions: [Instruction] = []
        for (index, step) in steps.enumerated() {
            let sources = step.operands.map { operand in
                switch operand {
                case .input(let input): input
                case .step(let earlier): places[earlier]
                }
            }
            // A slot read here for the last time may take the result: kernels work in place.
            for case .step(let earlier) in Set(step.operands) where lastUse[earlier] == index { freeSlots.append(places[earlier]) }
            if index == steps.count - 1 {
                places[index] = -1
            } else if let slot = freeSlots.popLast() {
                places[index] = slot
            } else {
                places[index] = inputs.count + slots
                slots += 1
            }
            let kernel: BlockKernel?
            var parameters = ElementwiseParameters()
            switch step {
            case .unary(let operation, _, let given):
                guard ![.isFinite, .isInfinite, .isNaN].contains(operation) else { return nil }
                kernel = ElementwiseKernels.unary(operation, .f32)
                parameters = given
            case .binary(let operation, _, _):
                guard !operation.isComparison else { return nil }
                kernel = ElementwiseKernels.binary(operation, .f32)
            }
            guard let kernel else { return nil }
            instructions.append(
                Instruction(
                    kernel: kernel, parameters: parameters, first: sources[0], second: sources[sources.count - 1], result: places[index]))
        }
        self.instructions = instructions
        inputCount = inputs.count
        slotCount = slots
        var levels = DimensionOrder.levels(shape: shape, strides: [output.strides] + inputs.map(\.strides))
        while levels.count < 2 { levels.insert(LoopLevel(size: 1, strides: [Int](repeating: 0, count: inputs.count + 1)), at: 0) }
        self.levels = levels
        let columns = levels[levels.count - 1].size
        blockColumns = min(columns, Self.blockSize)
        blockRows = min(levels[levels.count - 2].size, max(1, Self.blockSize / max(columns, 1)))
        outerCount = levels.dropLast(2).reduce(1) { $0 * $1.size }
    }

    /// Bytes of scratch memory that a run on a number of threads needs.
    package func scratchBytes(threads: Int) -> Int { max(threads, 1) * bytesPerThread }

    private var bytesPerThread: Int { slotCount * Self.blockSize * MemoryLayout<Float>.stride }

    private struct Work {
        let chain: ElementwiseChain
        let output: UnsafeMutableRawPointer
        let inputs: UnsafePointer<UnsafeRawPointer>
        let scratch: UnsafeMutableRawPointer
        let tasks: Int
    }

    /// - Parameters:
    ///   - inputs: one pointer an input.
    ///   - scratch: `scratchBytes(threads:)` of the team's threads.
    package func run(
        output: UnsafeMutableRawPointer, inputs: UnsafePointer<UnsafeRawPointer>, scratch: UnsafeMutableRawPointer,
        team: WorkerTeam? = nil
    ) {
        let rows = levels[levels.count - 2].size
        let columns = levels[levels.count - 1].size
        guard rows > 0, columns > 0, outerCount > 0 else { return }
        let blocks = outerCount * blocksPerColumn * blocksPerRow
        let tasks = min(blocks, (team?.threadCount ?? 1) * 4, blocks * blockRows * blockColumns * instructions.count / 32768)
        guard let team, team.threadCount > 1, tasks > 1 else { return run(0..<blocks, output, inputs, scratch) }
        withUnsafePointer(to: Work(chain: self, output: output, inputs: inputs, scratch: scratch, tasks: tasks)) { work in
            team.run(tasks, context: work) { context, task, worker in
                let work = context.assumingMemoryBound(to: Work.self).pointee
                let chain = work.chain
                let blocks = chain.outerCount * chain.blocksPerColumn * chain.blocksPerRow
                chain.run(
                    blocks * task / work.tasks..<blocks * (task + 1) / work.tasks, work.output, work.inputs,
                    work.scratch + worker * chain.bytesPerThread)
            }
        }
    }

    private var blocksPerColumn: Int { (levels[levels.count - 2].size + blockRows - 1) / blockRows }
    private var blocksPerRow: Int { (levels[levels.count - 1].size + blockColumns - 1) / blockColumns }

    private func run(
        _ blocks: Range<Int>, _ output: UnsafeMutableRawPointer, _ inputs: UnsafePointer<UnsafeRawPointer>,
        _ scratch: UnsafeMutableRawPointer
    ) {
        let rowLevel = levels[levels.count - 2]
        let columnLevel = levels[levels.count - 1]
        for block in blocks {
            let column = block % blocksPerRow * blockColumns
            let row = block / blocksPerRow % blocksPerColumn * blockRows
            let rows = min(blockRows, rowLevel.size - row)
            let columns = min(blockColumns, columnLevel.size - column)

            /// Byte offset of the block in an operand, the output first.
            func offset(_ operand: Int) -> Int {
                var offset = row * rowLevel.strides[operand] + column * columnLevel.strides[operand]
                var remainder = block / blocksPerRow / blocksPerColumn
                var level = levels.count - 3
                while level >= 0 {
                    offset += remainder % levels[level].size * levels[level].strides[operand]
                    remainder /= levels[level].size
                    level -= 1
                }
                return offset
            }
            /// Address and strides of a place.
            func place(_ place: Int) -> (pointer: UnsafeRawPointer, row: Int, column: Int) {
                if place >= inputCount {
                    let slot = scratch + (place - inputCount) * Self.blockSize * MemoryLayout<Float>.stride
                    return (UnsafeRawPointer(slot), columns * MemoryLayout<Float>.stride, MemoryLayout<Float>.stride)
                }
                if place < 0 { return (UnsafeRawPointer(output) + offset(0), rowLevel.strides[0], columnLevel.strides[0]) }
                return (inputs[place] + offset(place + 1), rowLevel.strides[place + 1], columnLevel.strides[place + 1])
            }
            // By index: iterators over structures take memory for each element in debug builds.
            for index in instructions.indices {
                let instruction = instructions[index]
                let result = place(instruction.result)
                let first = place(instruction.first)
                let second = place(instruction.second)
                instruction.kernel(
                    StridedBlock(
                        output: UnsafeMutableRawPointer(mutating: result.pointer), first: first.pointer, second: second.pointer,
                        third: second.pointer, rows: rows, columns: columns, rowStrides: SIMD4(result.row, first.row, second.row, 0),
                        columnStrides: SIMD4(result.column, first.column, second.column, 0)
                    ).collapsed, instruction.parameters)
            }
        }
    }
}

extension StridedBlock {
    /// The block as one long row, where all of its operands allow it.
    fileprivate var collapsed: StridedBlock {
        guard rows > 1, rowStrides == columnStrides &* SIMD4(repeating: columns) else { return self }
        var block = self
        block.columns = rows * columns
        block.rows = 1
        return block
    }
}
