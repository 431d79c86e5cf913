import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedRecurrentSequenceTests: XCTestCase {
    private static let cells: [RecurrentLayer.Cell] = [
        .rnn(.tanh), .rnn(.relu), .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: false),
        .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: true),
        .gru(gates: .hardSigmoid(alpha: 0.2, beta: 0.5), hidden: .relu, linearBeforeReset: true),
        .lstm(gates: .sigmoid, cell: .tanh, hidden: .tanh), .lstm(gates: .hardSigmoid(alpha: 0.3, beta: 0.4), cell: .relu, hidden: .tanh),
    ]

    /// A layer with its sizes and operands.
    private struct Case {
        let layer: RecurrentLayer
        let batches: Int
        let steps: Int
        let input: GuardedBuffer
        let hidden: GuardedBuffer
        let cellState: GuardedBuffer
        let weights: [Float]
        let recurrent: [Float]
        let bias: [Float]?
        let lengths: [Int32]?
        /// A cell has no sequence of outputs.
        let hasOutput: Bool

        /// - Parameter isLarge: whether there is work enough in a step to share it among threads.
        init(_ random: inout SeededNumbers, isLarge: Bool = false) throws {
            layer = try RecurrentLayer(
                random.pick(GeneratedRecurrentSequenceTests.cells), random.pick([.forward, .reverse, .bidirectional]),
                inputSize: random.integer(0...40),
                hiddenSize: isLarge ? random.integer(190...220) : random.integer(1...70), clip: random.pick([0, 0.5]))
            batches = isLarge ? 1 : random.integer(0...7)
            hasOutput = random.integer(0...3) > 0
            steps = hasOutput ? random.integer(0...5) : 1
            let states = batches * layer.directionCount * layer.hiddenSize
            let rows = layer.directionCount * layer.cell.gateCount * layer.hiddenSize
            input = try GuardedBuffer(random.floats(batches * steps * layer.inputSize))
            hidden = try GuardedBuffer(random.floats(states))
            cellState = try GuardedBuffer(random.floats(states))
            weights = random.floats(rows * layer.inputSize, in: -0.5...0.5)
            recurrent = random.floats(rows * layer.hiddenSize, in: -0.4...0.4)
            bias =
                random.integer(0...3) == 0 ? nil : random.floats(layer.directionCount * layer.cell.biasCount * layer.hiddenSize)
            var lengths: [Int32] = []
            for _ in 0..<max(1, batches) { lengths.append(Int32(random.integer(0...steps))) }
            self.lengths = hasOutput && random.integer(0...1) == 0 ? lengths : nil
        }

        var stateCount: Int { batches * layer.directionCount * layer.hiddenSize }
        var isLSTM: Bool {
            if case .lstm = layer.cell { return true }
            return false
        }

        /// Calls `body` with the tensors of a run.
        func run(packed: UnsafePointer<Float>, _ body: (RecurrentSequence.Tensors) -> Void) throws -> [[Float]] {
            let output = try GuardedBuffer([Float](repeating: .nan, count: hasOutput ? stateCount * steps : 0))
            let lastHidden = try GuardedBuffer([Float](repeating: .nan, count: stateCount))
            let lastCell = try GuardedBuffer([Float](repeating: .nan, count: isLSTM ? stateCount : 0))
            (lengths ?? []).withUnsafeBufferPointer { lengths in
                body(
                    RecurrentSequence.Tensors(
                        input: UnsafePointer(input.pointer), hiddenState: UnsafePointer(hidden.pointer),
                        cellState: isLSTM ? UnsafePointer(cellState.pointer) : nil,
                        lengths: self.lengths == nil ? .all : lengths.baseAddress.map { .i32($0) } ?? .all, packed: packed,
                        output: hasOutput ? output.pointer : nil, lastHiddenState: lastHidden.pointer,
                        lastCellState: isLSTM ? lastCell.pointer : nil))
            }
            return [output.values, lastHidden.values, lastCell.values]
        }
    }

    private func portable(_ test: Case) throws -> [[Float]] {
        var packed = [Float](repeating: .nan, count: test.layer.packedCount)
        test.layer.pack(weights: test.weights, recurrent: test.recurrent, bias: test.bias, into: &packed)
        let sequence = RecurrentSequence(test.layer, batches: test.batches, steps: test.steps)
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: sequence.scratchBytes(threads: 1) + 64, alignment: 64)
        defer { scratch.deallocate() }
        return try test.run(packed: packed) { sequence.run($0, scratch: scratch, team: WorkerTeam(threads: 1)) }
    }

    private func generated(_ test: Case, _ instructionSet: InstructionSet, threads: Int) throws -> [[Float]] {
        let weights = GeneratedRecurrentWeights(test.layer, instructionSet)
        let packed = try GuardedBuffer([Float](repeating: .nan, count: weights.packedCount))
        weights.pack(weights: test.weights, recurrent: test.recurrent, bias: test.bias, into: packed.pointer)
        let sequence = try GeneratedRecurrentSequence(weights, batches: test.batches, steps: test.steps, threads: threads)
        let scratch = try GuardedBuffer([Float](repeating: .nan, count: sequence.scratchBytes / 4))
        return try test.run(packed: UnsafePointer(packed.pointer)) {
            sequence.run($0, scratch: UnsafeMutableRawPointer(scratch.pointer), team: WorkerTeam(threads: threads))
        }
    }

    func testStepsAsThePortableKernelDoes() throws {
        for seed in UInt64(0)..<60 {
            var random = SeededNumbers(seed)
            try check(try Case(&random), seed)
        }
    }

    func testSharesTheUnitsOfLargeSteps() throws {
        for seed in UInt64(0)..<8 {
            var random = SeededNumbers(seed)
            try check(try Case(&random, isLarge: true), seed)
        }
    }

    private func check(_ test: Case, _ seed: UInt64) throws {
        let names = ["output", "last hidden state", "last cell state"]
        let expected = try portable(test)
        for instructionSet in InstructionSet.tested {
            for threads in [1, 2] {
                let actual = try generated(test, instructionSet, threads: threads)
                for (name, values) in zip(names, zip(actual, expected)) {
                    for (index, (actual, expected)) in zip(values.0, values.1).enumerated()
                    where !(abs(actual - expected) <= 2e-5 * max(1, abs(expected))) {
                        return XCTFail(
                            "seed \(seed), \(instructionSet), \(threads) threads, \(test.layer), \(test.batches)x\(test.steps): "
                                + "\(name)[\(index)] is \(actual), not \(expected)")
                    }
                }
            }
        }
    }
}
