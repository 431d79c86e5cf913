import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedSoftmaxTests: XCTestCase {
    func testComputesAsThePortableKernelDoes() throws {
        var generatedCount = 0
        for seed in UInt64(0)..<120 {
            var random = SeededNumbers(seed)
            let tensor = RandomTensor(rank: 1...4, sizes: 1...6, &random)
            let axis = random.integer(0...tensor.shape.count - 1)
            let plan = try Softmax(
                shape: tensor.shape, inputStrides: tensor.strides, outputStrides: tensor.strides, axis: axis,
                logarithmic: random.integer(0...1) == 0)
            let input = try GuardedBuffer(random.floats(tensor.count, in: -9...9))
            let expected = try GuardedBuffer(count: tensor.count)
            plan.run(input.pointer, expected.pointer, team: WorkerTeam(threads: 1))
            for instructionSet in InstructionSet.tested {
                guard let generated = try GeneratedSoftmax(plan, instructionSet) else { continue }
                generatedCount += 1
                let output = try GuardedBuffer(count: tensor.count)
                generated.run(input.pointer, output.pointer, team: WorkerTeam(threads: random.integer(1...2)))
                for (index, (actual, expected)) in zip(output.values, expected.values).enumerated()
                where !(abs(actual - expected) <= 1e-5 * max(0.1, abs(expected))) {
                    return XCTFail(
                        "seed \(seed), \(instructionSet), \(tensor), axis \(axis): [\(index)] is \(actual), not \(expected)")
                }
            }
        }
        XCTAssertGreaterThan(generatedCount, 200)
    }
}
