import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedReductionTests: XCTestCase {
    func testReducesAsThePortableKernelDoes() throws {
        let operations: [ReductionOperation] = [.sum, .mean, .l1, .l2, .maximum, .minimum]
        var generatedCount = 0
        for seed in UInt64(0)..<150 {
            var random = SeededNumbers(seed)
            let tensor = RandomTensor(rank: 1...4, sizes: 1...6, &random)
            let operation = random.pick(operations)
            let axes = Set(tensor.shape.indices.filter { _ in random.integer(0...1) == 0 })
            let kept = tensor.shape.indices.map { axes.contains($0) ? 1 : tensor.shape[$0] }
            let order = tensor.strides.indices.sorted { (-tensor.strides[$0], $0) < (-tensor.strides[$1], $1) }
            let outputStrides = RandomTensor.packed(kept, order)
            let input = try GuardedBuffer(random.floats(tensor.count, in: -2...3))
            let expected = try GuardedBuffer(count: kept.reduce(1, *))
            let plan = try XCTUnwrap(
                ReductionPlan(
                    operation, .f32, shape: tensor.shape, axes: axes, output: StridedOperand(strides: outputStrides.map { $0 * 4 }),
                    input: StridedOperand(strides: tensor.strides.map { $0 * 4 })))
            plan.run(output: UnsafeMutableRawPointer(expected.pointer), input: UnsafeRawPointer(input.pointer))
            for instructionSet in InstructionSet.tested {
                guard
                    let generated = try GeneratedReduction(
                        operation, shape: tensor.shape, axes: axes, inputStrides: tensor.strides, outputStrides: outputStrides,
                        instructionSet)
                else { continue }
                generatedCount += 1
                let output = try GuardedBuffer(count: expected.count)
                generated.run(input.pointer, output.pointer, team: WorkerTeam(threads: random.integer(1...2)))
                for (index, (actual, expected)) in zip(output.values, expected.values).enumerated()
                where !(abs(actual - expected) <= 1e-5 * max(1, abs(expected))) {
                    return XCTFail(
                        "seed \(seed), \(instructionSet), \(operation) of \(tensor) over \(axes): [\(index)] is \(actual), not \(expected)")
                }
            }
        }
        XCTAssertGreaterThan(generatedCount, 200)
    }

    /// A sum of tenths in 32 bits, one after the other, would be off by several millionths.
    func testLongColumnsAreSummedInParts() throws {
        let (length, columns) = (100_000, 2)
        let seed = UInt64(907)
        var random = SeededNumbers(seed)
        let input = try GuardedBuffer(random.floats(length * columns, in: 0.05...0.15))
        var (sums, squares) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
        for place in 0..<length * columns {
            let value = Double(input.pointer[place])
            sums[place % columns] += value
            squares[place % columns] += value * value
        }
        for instructionSet in InstructionSet.tested {
            for operation in [ReductionOperation.sum, .mean, .l2] {
                let generated = try XCTUnwrap(
                    GeneratedReduction(
                        operation, shape: [length, columns], axes: [0], inputStrides: [columns, 1], outputStrides: [0, 1], instructionSet))
                let output = try GuardedBuffer(count: columns)
                generated.run(input.pointer, output.pointer, team: WorkerTeam(threads: 1))
                for column in 0..<columns {
                    let sum = operation == .mean ? sums[column] / Double(length) : sums[column]
                    let expected = operation == .l2 ? squares[column].squareRoot() : sum
                    XCTAssertEqual(
                        Double(output.pointer[column]), expected, accuracy: expected * 2e-6,
                        "\(operation), \(instructionSet), column \(column), seed \(seed)")
                }
            }
        }
    }

    func testNumbersThatAreNoneLeaveExtremesAsThePortableKernelDoes() throws {
        for instructionSet in InstructionSet.tested {
            let input = try GuardedBuffer([Float.nan, 1, 5, .nan, 2, .nan, 3])
            for (operation, expected) in [(ReductionOperation.maximum, Float(5)), (.minimum, 1)] {
                let generated = try XCTUnwrap(
                    GeneratedReduction(operation, shape: [7], axes: [0], inputStrides: [1], outputStrides: [0], instructionSet))
                let output = try GuardedBuffer(count: 1)
                generated.run(input.pointer, output.pointer, team: WorkerTeam(threads: 1))
                XCTAssertEqual(output.values[0], expected, "\(operation), \(instructionSet)")
            }
        }
    }
}
