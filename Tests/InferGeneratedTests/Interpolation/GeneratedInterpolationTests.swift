import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Generated resizes against the compiler's, to the last bit.
final class GeneratedInterpolationTests: XCTestCase {
    private struct Case {
        var attributes: Interpolation.Attributes
        /// Batch, channels and sizes; channels are innermost in memory.
        var input: [Int]
        var output: [Int]
        var axes: [Int]
        var scales: [Float]?
        /// Channels of the tensor's memory.
        var inputPitch: Int
        var outputPitch: Int

        private static func strides(_ shape: [Int], pitch: Int) -> [Int] {
            var strides = [Int](repeating: 1, count: shape.count)
            var step = pitch
            for axis in (2..<shape.count).reversed() {
                strides[axis] = step
                step *= shape[axis]
            }
            strides[0] = step
            return strides
        }

        func count(_ shape: [Int], pitch: Int) -> Int { shape.reduce(1, *) / shape[1] * pitch - (pitch - shape[1]) }

        func plan() throws -> Interpolation {
            try Interpolation(
                attributes, inputShape: input, inputStrides: Self.strides(input, pitch: inputPitch), outputShape: output,
                outputStrides: Self.strides(output, pitch: outputPitch), axes: axes, scales: scales)
        }
    }

    private func makeCase(_ random: inout SeededNumbers) -> Case {
        let mode = random.pick(Interpolation.Mode.allCases)
        let isPillow = mode == .bilinearPillow || mode == .bicubicPillow
        let spatial = random.integer(1...3)
        let channels = random.integer(0...9) == 0 ? random.integer(513...700) : random.integer(2...150)
        var input = [random.integer(1...2), channels]
        for _ in 0..<spatial { input.append(random.integer(1...7)) }
        var axes = (2..<2 + spatial).filter { _ in random.integer(0...3) > 0 }
        if axes.isEmpty { axes = [2] }
        if isPillow, axes.count > 2 { axes = Array(axes.prefix(2)) }
        if random.integer(0...3) == 0 { axes.reverse() }
        var attributes = Interpolation.Attributes(
            mode: mode, coordinateMode: random.pick(Interpolation.CoordinateMode.allCases),
            nearestMode: random.pick(Interpolation.NearestMode.allCases), antialias: random.integer(0...2) == 0)
        if !isPillow, random.integer(0...2) == 0 {
            attributes.padsBegin = input.indices.map { axes.contains($0) ? random.integer(0...2) : 0 }
            attributes.padsEnd = input.indices.map { axes.contains($0) ? random.integer(0...2) : 0 }
        }
        var output = input
        for axis in axes { output[axis] = random.integer(1...17) }
        let isPadded = random.integer(0...4) == 0
        return Case(
            attributes: attributes, input: input, output: output, axes: axes,
            scales: random.integer(0...2) == 0 ? axes.map { _ in Float(random.integer(2...30)) / 10 } : nil,
            inputPitch: channels + (isPadded ? random.integer(0...3) : 0), outputPitch: channels + (isPadded ? random.integer(0...3) : 0))
    }

    func testInterpolations() throws {
        var made = 0
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<250 {
                var random = SeededNumbers(seed)
                let drawn = makeCase(&random)
                let plan = try drawn.plan()
                let threads = random.integer(1...3)
                guard let generated = try GeneratedInterpolation(plan, instructionSet, threads: threads) else { continue }
                made += 1
                let side = random.pick(GuardedBuffer.Side.allCases)
                let input = try GuardedBuffer(
                    random.floats(drawn.count(drawn.input, pitch: drawn.inputPitch)), side)
                let count = drawn.count(drawn.output, pitch: drawn.outputPitch)
                let output = try GuardedBuffer([Float](repeating: 5, count: count), side)
                let scratch = try GuardedBuffer(count: generated.scratchBytes(threads: threads) / 4)
                var expected = [Float](repeating: 5, count: count)
                let team = WorkerTeam(threads: threads)
                var other = [Float](repeating: 0, count: plan.scratchBytes(threads: threads) / 4)
                other.withUnsafeMutableBytes {
                    plan.run(UnsafePointer(input.pointer), &expected, scratch: $0.baseAddress, team: team)
                }
                generated.run(input: input.pointer, output: output.pointer, scratch: scratch.pointer, team: team)
                XCTAssertEqual(output.values, expected, "\(instructionSet), seed \(seed): \(drawn)")
            }
        }
        XCTAssertGreaterThan(made, 150 * InstructionSet.tested.count)
    }

    func testRowsAreShared() throws {
        for instructionSet in InstructionSet.tested {
            for mode in [Interpolation.Mode.linear, .linearONNX, .nearest, .cubic] {
                let drawn = Case(
                    attributes: .init(mode: mode), input: [1, 24, 20, 30], output: [1, 24, 40, 60], axes: [2, 3], inputPitch: 24,
                    outputPitch: 24)
                let plan = try drawn.plan()
                var random = SeededNumbers(1)
                let input = try GuardedBuffer(random.floats(24 * 20 * 30))
                var expected = [Float](repeating: 5, count: 24 * 40 * 60)
                var scratch = [Float](repeating: 0, count: plan.scratchBytes(threads: 1) / 4 + 1)
                scratch.withUnsafeMutableBytes {
                    plan.run(UnsafePointer(input.pointer), &expected, scratch: $0.baseAddress, team: WorkerTeam(threads: 1))
                }
                for threads in 1...3 {
                    let generated = try XCTUnwrap(GeneratedInterpolation(plan, instructionSet, threads: threads))
                    let output = try GuardedBuffer(count: expected.count)
                    let buffer = try GuardedBuffer(count: generated.scratchBytes(threads: threads) / 4)
                    generated.run(
                        input: input.pointer, output: output.pointer, scratch: buffer.pointer, team: WorkerTeam(threads: threads))
                    XCTAssertEqual(output.values, expected, "\(instructionSet), \(mode), \(threads) threads")
                }
            }
        }
    }
}
