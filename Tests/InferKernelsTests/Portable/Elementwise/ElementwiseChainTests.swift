import XCTest

@testable import InferKernels

final class ElementwiseChainTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    private func run(_ chain: ElementwiseChain, _ inputs: [[Float]], count: Int) -> [Float] {
        var output = [Float](repeating: .nan, count: count)
        let flat = inputs.flatMap { $0 }
        var scratch = [UInt8](repeating: 0, count: chain.scratchBytes(threads: team.threadCount) + 1)
        output.withUnsafeMutableBytes { output in
            flat.withUnsafeBytes { flat in
                var pointers: [UnsafeRawPointer] = []
                var offset = 0
                for input in inputs {
                    pointers.append(flat.baseAddress! + offset * 4)
                    offset += input.count
                }
                scratch.withUnsafeMutableBytes { scratch in
                    pointers.withUnsafeBufferPointer {
                        chain.run(output: output.baseAddress!, inputs: $0.baseAddress!, scratch: scratch.baseAddress!, team: team)
                    }
                }
            }
        }
        return output
    }

    /// (x·a + b)·hardSigmoid(x) - x², over random layouts and broadcasts.
    func testAgainstOneElementAtATime() throws {
        for seed in UInt64(1)...80 {
            var random = RandomCases(seed: seed)
            let shape = random.shape(rank: 0...4, sizes: 1...9)
            let count = shape.reduce(1, *)
            let inputs = (0..<3).map { _ in (0..<count).map { _ in Float(random.integer(-50...50)) / 8 } }
            var strides = (0..<3).map { _ in random.permutedStrides(shape) }
            for dimension in shape.indices where random.integer(0...2) == 0 { strides[1][dimension] = 0 }
            for dimension in shape.indices where random.integer(0...1) == 0 { strides[2][dimension] = 0 }
            let outputStrides = random.permutedStrides(shape)
            let chain = try XCTUnwrap(
                ElementwiseChain(
                    [
                        .binary(.multiply, .input(0), .input(1)), .binary(.add, .step(0), .input(2)), .unary(.hardSigmoid, .input(0)),
                        .binary(.multiply, .step(1), .step(2)), .unary(.square, .input(0)), .binary(.subtract, .step(3), .step(4)),
                    ], shape: shape, output: StridedOperand(strides: outputStrides.map { $0 * 4 }),
                    inputs: strides.map { StridedOperand(strides: $0.map { $0 * 4 }) }))
            let output = run(chain, inputs, count: count)
            for index in RandomCases.indices(shape) {
                let x = inputs[0][RandomCases.offset(index, strides[0])]
                let a = inputs[1][RandomCases.offset(index, strides[1])]
                let b = inputs[2][RandomCases.offset(index, strides[2])]
                let expected = (x * a + b) * (min(max(x + 3, 0), 6) / 6) - x * x
                XCTAssertEqual(
                    output[RandomCases.offset(index, outputStrides)], expected, accuracy: 1e-5 * max(1, abs(expected)), "seed \(seed)")
            }
        }
    }

    func testLargeOnTwoThreads() throws {
        let (rows, columns) = (3000, 24)
        let input = (0..<rows * columns).map { Float($0 % 1013) / 100 }
        let bias = (0..<columns).map { Float($0) }
        let chain = try XCTUnwrap(
            ElementwiseChain(
                [.binary(.add, .input(0), .input(1)), .unary(.relu, .step(0)), .unary(.linear, .step(1), ElementwiseParameters(2, 1))],
                shape: [rows, columns], output: StridedOperand(strides: [columns * 4, 4]),
                inputs: [StridedOperand(strides: [columns * 4, 4]), StridedOperand(strides: [0, 4])]))
        let output = run(chain, [input, bias], count: rows * columns)
        let wrong = output.indices.first { (position: Int) -> Bool in
            let sum: Float = input[position] + bias[position % columns]
            return output[position] != sum * 2 + 1
        }
        XCTAssertNil(wrong)
    }

    func testRefusesWhatItCannotDo() {
        let operand = StridedOperand(strides: [4])
        func make(_ steps: [ElementwiseChain.Step]) -> ElementwiseChain? {
            ElementwiseChain(steps, shape: [3], output: operand, inputs: [operand])
        }
        XCTAssertNil(make([]))
        XCTAssertNil(make([.unary(.relu, .input(1))]))
        XCTAssertNil(make([.unary(.relu, .step(0))]))
        XCTAssertNil(make([.binary(.less, .input(0), .input(0))]))
        XCTAssertNil(make([.binary(.bitwiseAnd, .input(0), .input(0))]))
        XCTAssertNotNil(make([.unary(.relu, .input(0))]))
    }
}
