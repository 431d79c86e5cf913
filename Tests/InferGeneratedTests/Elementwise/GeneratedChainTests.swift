import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Compares generated chains with the portable ones.
final class GeneratedChainTests: XCTestCase {
    private static let unary: [(UnaryOperation, ElementwiseParameters)] = [
        (.relu, .init()), (.sigmoid, .init()), (.tanh, .init()), (.absolute, .init()), (.negative, .init()), (.floor, .init()),
        (.ceiling, .init()), (.roundToEven, .init()), (.square, .init()), (.exp, .init()), (.swish, .init(1)), (.hardSwish, .init()),
        (.clamp, .init(-0.5, 0.75)), (.linear, .init(1.5, -0.25)), (.leakyRelu, .init(0.1)), (.elu, .init(1)), (.geluErf, .init()),
        (.erf, .init()), (.softSign, .init()), (.identity, .init()), (.power, .init(2)), (.mish, .init()), (.softplus, .init()),
        (.hardSigmoidWithSlope, .init(0.2, 0.5)),
    ]
    private static let steep: [UnaryOperation] = [.floor, .ceiling, .roundToEven]
    private static let binary: [BinaryOperation] = [
        .add, .subtract, .multiply, .maximum, .minimum, .squaredDifference, .prelu,
    ]

    private struct Case {
        var shape: [Int]
        var inputs: [[Int]]
        var steps: [ElementwiseChain.Step]
    }

    /// A random tree of functions; every step is read by a later one.
    private func randomCase(_ random: inout SeededNumbers) -> Case {
        let rank = random.integer(1...4)
        var shape = (0..<rank).map { _ in random.integer(1...5) }
        if random.integer(0...1) == 0 { shape[rank - 1] = random.pick([1, 7, 8, 15, 16, 17, 33, 64, 100, 131]) }
        if rank > 1, random.integer(0...3) == 0 { shape[rank - 2] = random.integer(1...40) }
        let inputCount = random.integer(1...4)
        let inputs = (0..<inputCount).map { index in
            index == 0 ? shape : shape.map { random.integer(0...2) == 0 ? 1 : $0 }
        }
        var steps: [ElementwiseChain.Step] = []
        var unread = (0..<inputCount).map { ElementwiseChain.Operand.input($0) }
        while unread.count > 1 || steps.isEmpty || (steps.count < 8 && random.integer(0...2) > 0) {
            let first = unread.remove(at: random.integer(0...unread.count - 1))
            if unread.isEmpty || random.integer(0...1) == 0 {
                var (operation, parameters) = random.pick(Self.unary)
                // Rounding to whole numbers would make a step of the last place a whole one.
                if case .step = first, Self.steep.contains(operation) { (operation, parameters) = (.absolute, .init()) }
                steps.append(.unary(operation, first, parameters))
            } else {
                let second = unread.remove(at: random.integer(0...unread.count - 1))
                steps.append(.binary(random.pick(Self.binary), first, second))
            }
            unread.append(.step(steps.count - 1))
            // An input may be read again.
            if random.integer(0...4) == 0 { unread.append(.input(random.integer(0...inputCount - 1))) }
        }
        return Case(shape: shape, inputs: inputs, steps: steps)
    }

    private func compare(_ test: Case, _ random: inout SeededNumbers, threads: Int, _ message: String) throws {
        let count = test.shape.reduce(1, *)
        let operands = test.inputs.map { shape in
            StridedOperand(
                shape: shape, strides: StridedOperand.contiguous(shape, elementSize: 4).strides, broadcastTo: test.shape)
        }
        let output = StridedOperand.contiguous(test.shape, elementSize: 4)
        let team = WorkerTeam(threads: threads)
        let side = random.pick(GuardedBuffer.Side.allCases)
        let buffers = try test.inputs.map { try GuardedBuffer(random.floats($0.reduce(1, *), in: -2...2), side) }
        let portable = try XCTUnwrap(ElementwiseChain(test.steps, shape: test.shape, output: output, inputs: operands), message)
        var wanted = [Float](repeating: 0, count: count)
        let pointers = buffers.map { UnsafeRawPointer($0.pointer) }
        wanted.withUnsafeMutableBytes { wanted in
            withUnsafeTemporaryAllocation(byteCount: portable.scratchBytes(threads: 1) + 64, alignment: 64) { scratch in
                portable.run(output: wanted.baseAddress!, inputs: pointers, scratch: scratch.baseAddress!)
            }
        }
        for instructionSet in InstructionSet.tested {
            let steps = try test.steps.map { try XCTUnwrap(ChainStep($0)) }
            let chain = try XCTUnwrap(
                try GeneratedChain(steps, shape: test.shape, output: output, inputs: operands, instructionSet), message)
            var inputs = GeneratedChain.Inputs()
            for (index, pointer) in pointers.enumerated() { inputs[index] = pointer }
            let result = try GuardedBuffer(count: count, side)
            chain.run(output: result.pointer, inputs: inputs, team: team)
            let wrong = zip(result.values, wanted).filter { got, want in
                !(abs(got - want) <= 2e-4 * max(1, abs(want)) || got.bitPattern == want.bitPattern || (got.isNaN && want.isNaN))
            }
            XCTAssertEqual(wrong.count, 0, "\(instructionSet), \(message), \(test): \(wrong.prefix(3))")
        }
    }

    func testRandomChains() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededNumbers(seed)
        for round in 0..<120 { try compare(randomCase(&random), &random, threads: 1, "seed \(seed), round \(round)") }
    }

    func testLargeTensorsAreSplit() throws {
        var random = SeededNumbers(5)
        let steps: [ElementwiseChain.Step] = [
            .binary(.multiply, .input(0), .input(1)), .unary(.tanh, .step(0)), .binary(.add, .step(1), .input(0)),
        ]
        for (shape, other) in [
            ([1, 120_011], [1, 120_011]), ([1, 120_011], [1, 1]), ([3, 40_003], [3, 1]), ([2, 400, 151], [2, 1, 151]),
            ([9001, 13], [1, 13]),
        ] {
            try compare(Case(shape: shape, inputs: [shape, other], steps: steps), &random, threads: 3, "split")
        }
    }

    func testEmptyTensorsAndPermutedOperandsHaveNoCode() throws {
        guard let instructionSet = InstructionSet.tested.first else { throw XCTSkip("needs AVX2") }
        let steps: [ChainStep] = [.binary(.add, .input(0), .input(1))]
        let plain = StridedOperand.contiguous([3, 4], elementSize: 4)
        XCTAssertNil(
            try GeneratedChain(steps, shape: [3, 4], output: plain, inputs: [plain, StridedOperand(strides: [4, 12])], instructionSet))
        let empty = StridedOperand.contiguous([0, 4], elementSize: 4)
        let chain = try GeneratedChain(steps, shape: [0, 4], output: empty, inputs: [empty, empty], instructionSet)
        var inputs = GeneratedChain.Inputs()
        inputs[0] = UnsafeRawPointer(bitPattern: 64)
        inputs[1] = inputs[0]
        chain?.run(output: UnsafeMutableRawPointer(bitPattern: 64)!, inputs: inputs, team: WorkerTeam(threads: 1))
    }

    func testTheOutputMayBeAnInput() throws {
        for instructionSet in InstructionSet.tested {
            let operand = StridedOperand.contiguous([5, 67], elementSize: 4)
            let steps: [ChainStep] = [.unary(.activation(.square), .input(0)), .binary(.add, .step(0), .input(0))]
            let chain = try XCTUnwrap(
                try GeneratedChain(steps, shape: [5, 67], output: operand, inputs: [operand], instructionSet))
            let values = (0..<335).map { Float($0) }
            let buffer = try GuardedBuffer(values)
            var inputs = GeneratedChain.Inputs()
            inputs[0] = UnsafeRawPointer(buffer.pointer)
            chain.run(output: buffer.pointer, inputs: inputs, team: WorkerTeam(threads: 1))
            XCTAssertEqual(buffer.values, values.map { $0 * $0 + $0 })
        }
    }
}
