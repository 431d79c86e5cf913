import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedTransposeTests: XCTestCase {
    /// Any permutation of axes moves each element to its place, or has no code.
    func testPermutationsOfAxes() throws {
        for instructionSet in InstructionSet.tested {
            var found = 0
            for seed in UInt64(0)..<80 {
                var random = SeededNumbers(seed)
                let rank = random.integer(2...4)
                let shape = (0..<rank).map { _ in random.pick([1, 2, 5, 8, 19, 40]) }
                let order = Array(0..<rank).shuffled(using: &random)
                func strides(_ order: [Int]) -> [Int] {
                    var result = [Int](repeating: 4, count: rank)
                    var next = 4
                    for axis in order.reversed() {
                        result[axis] = next
                        next *= shape[axis]
                    }
                    return result
                }
                let (output, input) = (strides(order), strides(Array(0..<rank)))
                let threads = random.integer(1...3)
                guard
                    let transpose = try GeneratedTranspose(
                        instructionSet, shape: shape, output: output, input: input, threads: threads)
                else { continue }
                found += 1
                let count = shape.reduce(1, *)
                let source = try GuardedBuffer(random.floats(count))
                let target = try GuardedBuffer([Float](repeating: .nan, count: count))
                transpose.run(output: target.pointer, input: source.pointer, team: WorkerTeam(threads: threads))
                let plan = try XCTUnwrap(
                    CopyPlan(
                        elementSize: 4, shape: shape, output: StridedOperand(strides: output), input: StridedOperand(strides: input)))
                var expected = [Float](repeating: 0, count: count)
                plan.run(output: &expected, input: source.pointer)
                XCTAssertEqual(target.values, expected, "\(instructionSet), seed \(seed), \(shape) in order \(order)")
            }
            XCTAssertGreaterThan(found, 20)
        }
    }

    func testMatricesThatThreadsShare() throws {
        for instructionSet in InstructionSet.tested {
            for (rows, columns) in [(301, 70), (17, 1403)] {
                let source = (0..<rows * columns).map(Float.init)
                let transpose = try XCTUnwrap(
                    GeneratedTranspose(
                        instructionSet, shape: [rows, columns], output: [4, rows * 4], input: [columns * 4, 4], threads: 2))
                let target = try GuardedBuffer(count: rows * columns)
                transpose.run(output: target.pointer, input: source, team: WorkerTeam(threads: 2))
                for row in 0..<rows {
                    for column in 0..<columns where target.pointer[column * rows + row] != source[row * columns + column] {
                        return XCTFail("\(instructionSet), \(rows) × \(columns): row \(row), column \(column)")
                    }
                }
            }
        }
    }
}
