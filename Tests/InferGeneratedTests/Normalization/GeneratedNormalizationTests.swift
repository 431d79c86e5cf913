import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedNormalizationTests: XCTestCase {
    /// Strides and elements of a tensor that varies along some axes of a shape, or none.
    private func parameter(_ shape: [Int], _ random: inout SeededNumbers) throws -> (strides: [Int], values: GuardedBuffer)? {
        if random.integer(0...2) == 0 { return nil }
        let varies = shape.map { _ in random.integer(0...1) == 0 }
        let own = zip(shape, varies).map { $1 ? $0 : 1 }
        let strides = zip(RandomTensor.packed(own, Array(own.indices)), varies).map { $1 ? $0 : 0 }
        return (strides, try GuardedBuffer(random.floats(own.reduce(1, *))))
    }

    func testNormalizesAsThePortableKernelDoes() throws {
        let statistics: [Normalization.Statistic] = [
            .deviation(epsilon: 1e-5, insideRoot: true), .deviation(epsilon: 1e-3, insideRoot: false), .mean,
            .deviation(epsilon: 0.1, insideRoot: true, byMoments: true), .deviation(epsilon: 0.3, insideRoot: false, byMoments: true),
            .rootMeanSquare(epsilon: 1e-5), .lengthPlus(epsilon: 0.1), .lengthAtLeast(epsilon: 0.5),
        ]
        var generatedCount = 0
        for seed in UInt64(0)..<150 {
            var random = SeededNumbers(seed)
            let tensor = RandomTensor(rank: 1...4, sizes: 1...6, &random)
            let axes = tensor.shape.indices.filter { _ in random.integer(0...1) == 0 }
            let (scale, shift) = (try parameter(tensor.shape, &random), try parameter(tensor.shape, &random))
            let plan = try Normalization(
                random.pick(statistics), shape: tensor.shape, inputStrides: tensor.strides, outputStrides: tensor.strides, axes: axes,
                scaleStrides: scale?.strides, shiftStrides: shift?.strides)
            let input = try GuardedBuffer(random.floats(tensor.count, in: -2...3))
            let expected = try GuardedBuffer(count: tensor.count)
            plan.run(
                input.pointer, expected.pointer, scale: scale.map { UnsafePointer($0.values.pointer) },
                shift: shift.map { UnsafePointer($0.values.pointer) }, team: WorkerTeam(threads: 1))
            for instructionSet in InstructionSet.tested {
                guard
                    let generated = try GeneratedNormalization(
                        plan, hasScale: scale != nil, hasShift: shift != nil, instructionSet)
                else { continue }
                generatedCount += 1
                let output = try GuardedBuffer(count: tensor.count)
                generated.run(
                    input.pointer, output.pointer, scale: scale.map { UnsafePointer($0.values.pointer) },
                    shift: shift.map { UnsafePointer($0.values.pointer) }, team: WorkerTeam(threads: random.integer(1...2)))
                for (index, (actual, expected)) in zip(output.values, expected.values).enumerated()
                where !(abs(actual - expected) <= 2e-5 * max(1, abs(expected))) {
                    return XCTFail(
                        "seed \(seed), \(instructionSet), \(plan.statistic) of \(tensor) over \(axes): [\(index)] is \(actual), not \(expected)"
                    )
                }
            }
        }
        XCTAssertGreaterThan(generatedCount, 120)
    }
}
