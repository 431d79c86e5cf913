import InferAssembler
import InferKernels

/// Elementwise functions of `Float` operands in one pass by generated code. Made when shapes are known, run any number of times without
/// allocating.
///
/// Along the innermost loop every operand is contiguous or the same; the output may be the memory of an input that has its strides.
package struct GeneratedChain: Sendable {
    private let code: MachineCode
    private let function: MachineCode.Function
    private let inputCount: Int
    private let rows: LoopLevel
    private let columns: LoopLevel
    /// The loops around, outermost first.
    private let outer: [LoopLevel]
    private let outerCount: Int
    /// How many tasks are worth it.
    private let mostTasks: Int

    /// How many inputs there may be.
    package static let inputCapacity = ChainCode.capacity

    /// Work that is worth a task of its own, in units of an instruction on one element.
    private static let grain = 1 << 18

    /// - Parameters:
    ///   - steps: in order; the last one's result is the output.
    ///   - shape: the output's shape, to which all inputs are broadcast.
    /// - Returns: nil where an operand lies in a way that the code does not walk, or where the chain has too many values for registers.
    package init?(
        _ steps: [ChainStep], shape: [Int], output: StridedOperand, inputs: [StridedOperand], _ instructionSet: InstructionSet
    ) throws {
        var levels = DimensionOrder.levels(shape: shape, strides: [output.strides] + inputs.map(\.strides))
        // What differs from element to element in the output's memory alone can be the innermost loop.
        let flat = LoopLevel(size: 1, strides: [Int](repeating: 0, count: inputs.count + 1))
        guard let innermost = levels.popLast() ?? (shape.contains(0) ? nil : LoopLevel(size: 1, strides: [4] + flat.strides.dropFirst()))
        else { return nil }
        guard innermost.strides[0] == 4, innermost.strides.dropFirst().allSatisfy({ $0 == 4 || $0 == 0 }) else { return nil }
        columns = innermost
        rows = levels.popLast() ?? flat
        outer = levels
        outerCount = levels.reduce(1) { $0 * $1.size }
        inputCount = inputs.count
        let specification = ChainCode(
            instructionSet: instructionSet, steps: steps, isContiguous: innermost.strides.dropFirst().map { $0 == 4 })
        guard inputs.count <= ChainCode.capacity, specification.isPossible else { return nil }
        code = try CodeCache.shared.code(specification)
        function = code.function
        let work = steps.reduce(2 * (inputs.count + 1)) { $0 + $1.cost }
        mostTasks = outerCount * rows.size * columns.size / max(1, Self.grain / work)
    }

    /// The addresses of a run's inputs.
    package struct Inputs {
        fileprivate var pointers: (Pointer, Pointer, Pointer, Pointer, Pointer, Pointer) = (nil, nil, nil, nil, nil, nil)
        fileprivate typealias Pointer = UnsafeRawPointer?

        package init() {}

        package subscript(index: Int) -> UnsafeRawPointer? {
            get {
                switch index {
                case 0: pointers.0
                case 1: pointers.1
                case 2: pointers.2
                case 3: pointers.3
                case 4: pointers.4
                default: pointers.5
                }
            }
            set {
                switch index {
                case 0: pointers.0 = newValue
                case 1: pointers.1 = newValue
                case 2: pointers.2 = newValue
                case 3: pointers.3 = newValue
                case 4: pointers.4 = newValue
                default: pointers.5 = newValue
                }
            }
        }
    }

    package func run(output: UnsafeMutableRawPointer, inputs: Inputs, team: WorkerTeam) {
        guard outerCount > 0, rows.size > 0, columns.size > 0 else { return }
        let tasks = min(mostTasks, team.threadCount * 2)
        guard tasks > 1, team.threadCount > 1 else { return run(0..<outerCount * rows.size, 0..<columns.size, output, inputs) }
        team.run(Job(chain: self, output: output, inputs: inputs, tasks: tasks), tasks: tasks)
    }

    private struct Job: WorkerJob {
        let chain: GeneratedChain
        let output: UnsafeMutableRawPointer
        let inputs: Inputs
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let (rows, columns) = (chain.outerCount * chain.rows.size, chain.columns.size)
            if rows >= tasks {
                chain.run(rows * task / tasks..<rows * (task + 1) / tasks, 0..<columns, output, inputs)
            } else {
                // Whole cache lines.
                let lines = (columns + 15) / 16
                chain.run(
                    0..<rows, min(columns, lines * task / tasks * 16)..<min(columns, lines * (task + 1) / tasks * 16), output, inputs)
            }
        }
    }

    /// Computes some columns of some rows, the rows counted through all loops.
    private func run(_ range: Range<Int>, _ part: Range<Int>, _ output: UnsafeMutableRawPointer, _ inputs: Inputs) {
        if part.isEmpty { return }
        var row = range.lowerBound
        while row < range.upperBound {
            let (block, first) = row.quotientAndRemainder(dividingBy: rows.size)
            let count = min(rows.size - first, range.upperBound - row)
            var arguments = ChainCode.Arguments()
            arguments.output = output + offset(0, block, first, part.lowerBound)
            arguments.outputRowStride = rows.strides[0]
            arguments.rows = count
            arguments.columns = part.count
            withUnsafeMutableBytes(of: &arguments) { arguments in
                for index in 0..<inputCount {
                    let operand = ChainCode.Arguments.Operand(
                        pointer: inputs[index].map { $0 + offset(index + 1, block, first, part.lowerBound) },
                        rowStride: rows.strides[index + 1])
                    arguments.storeBytes(
                        of: operand, toByteOffset: ChainCode.Arguments.offset(ofInput: index), as: ChainCode.Arguments.Operand.self)
                }
                if let address = arguments.baseAddress { function(address) }
            }
            row += count
        }
    }

    /// Where an operand's element is, in bytes; operand 0 is the output.
    private func offset(_ operand: Int, _ block: Int, _ row: Int, _ column: Int) -> Int {
        var offset = row &* rows.strides[operand] &+ column &* columns.strides[operand]
        var rest = block
        var level = outer.count
        while level > 0 {
            level -= 1
            offset &+= rest % outer[level].size &* outer[level].strides[operand]
            rest /= outer[level].size
        }
        return offset
    }
}
