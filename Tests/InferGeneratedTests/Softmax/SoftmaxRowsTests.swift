import InferAssembler
import XCTest

@testable import InferGenerated

final class SoftmaxRowsTests: XCTestCase {
    /// exp(x - max) and their sum in double precision.
    private func reference(_ row: [Float], scale: Float, mask: [Float]) -> (values: [Double], powers: [Double], sum: Double) {
        let values = zip(row, mask).map { Double($0 * scale + $1) }
        let largest = values.max() ?? 0
        let powers = values.map { exp($0 - largest) }
        return (values.map { $0 - largest }, powers, powers.reduce(0, +))
    }

    func testRowsOfAllLengths() throws {
        for instructionSet in InstructionSet.tested {
            let masks: [SoftmaxRows.Mask] = instructionSet == .avx512 ? [.none, .added, .boolean] : [.none, .added]
            for seed in UInt64(0)..<60 {
                var random = SeededNumbers(seed)
                let result: SoftmaxRows.Result = random.pick([.softmax, .logarithm, .exponentials])
                let mask = random.pick(masks)
                let isScaled = random.integer(0...1) == 0
                try check(instructionSet, result, isScaled, mask, &random, "seed \(seed), \(instructionSet), \(result), mask \(mask)")
            }
        }
    }

    private func check(
        _ instructionSet: InstructionSet, _ result: SoftmaxRows.Result, _ isScaled: Bool, _ mask: SoftmaxRows.Mask,
        _ random: inout SeededNumbers, _ name: String
    ) throws {
        let (rows, count, gap) = (random.integer(0...3), random.integer(1...150), random.integer(0...3))
        let stride = count + gap
        let input = try GuardedBuffer(random.floats(max(0, rows * stride - gap), in: -9...9))
        let output = try GuardedBuffer([Float](repeating: 7, count: input.count))
        let factors = try GuardedBuffer([Float](repeating: 0, count: rows))
        let scale: Float = isScaled ? random.pick([0.5, -1.25]) : 1
        // Not the last element, so that no row is kept out as a whole.
        var added = [Float](repeating: 0, count: count)
        for index in 0..<count - 1 where mask != .none && random.integer(0...2) == 0 { added[index] = -.infinity }
        let numbers = try GuardedBuffer(added)
        let bytes = try GuardedBuffer(count: (count + 3) / 4)
        let firstByte = UnsafeMutableRawPointer(bytes.pointer) + bytes.count * 4 - count
        for index in 0..<count { firstByte.storeBytes(of: added[index] == 0 ? 3 : 0, toByteOffset: index, as: UInt8.self) }

        let code = try CodeCache.shared.code(SoftmaxRows(instructionSet, result, isScaled: isScaled, mask: mask))
        var arguments = SoftmaxRowsArguments(
            input: UnsafeRawPointer(input.pointer), inputStride: stride * 4, output: UnsafeMutableRawPointer(output.pointer),
            outputStride: stride * 4, rows: rows, count: count)
        arguments.scale = scale
        arguments.mask = mask == .boolean ? UnsafeRawPointer(firstByte) : UnsafeRawPointer(numbers.pointer)
        arguments.factors = UnsafeMutableRawPointer(factors.pointer)
        withUnsafeMutableBytes(of: &arguments) { code.call($0.baseAddress!) }

        for row in 0..<rows {
            let expected = reference(Array(input.values[row * stride..<row * stride + count]), scale: scale, mask: added)
            for index in 0..<count {
                let actual = Double(output.values[row * stride + index])
                let wanted: Double
                switch result {
                case .softmax: wanted = expected.powers[index] / expected.sum
                case .partial, .exponentials: wanted = expected.powers[index]
                case .logarithm: wanted = expected.values[index] - log(expected.sum)
                }
                guard actual == wanted || abs(actual - wanted) <= 1e-5 * max(1e-3, abs(wanted)) else {
                    return XCTFail("\(name), \(rows)x\(count): [\(row), \(index)] is \(actual), not \(wanted)")
                }
            }
            if row < rows - 1 {
                for index in count..<stride { XCTAssertEqual(output.values[row * stride + index], 7, "\(name): beyond the row") }
            }
            if result == .exponentials {
                XCTAssertEqual(Double(factors.values[row]) * expected.sum, 1, accuracy: 1e-5, name)
            }
        }
    }

    /// Parts of rows one after the other, of which all elements may be kept out.
    func testPartsOfRows() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<40 {
                var random = SeededNumbers(seed)
                let name = "seed \(seed), \(instructionSet)"
                let (rows, parts) = (random.integer(1...3), random.integer(1...4))
                let code = try CodeCache.shared.code(SoftmaxRows(instructionSet, .partial, isScaled: true, mask: .added))
                var states = [SoftmaxRowState](repeating: SoftmaxRowState(), count: rows)
                var (all, masks) = ([[Float]](repeating: [], count: rows), [[Float]](repeating: [], count: rows))
                // Results as they are brought down by each part behind them.
                var powers = [[Double]](repeating: [], count: rows)
                for part in 0..<parts {
                    let count = random.integer(1...70)
                    let input = try GuardedBuffer(random.floats(rows * count, in: -9...9))
                    let isOut = random.integer(0...2) == 0 && part < parts - 1
                    let mask = try GuardedBuffer(
                        (0..<rows * count).map { _ in isOut || random.integer(0...3) == 0 && part > 0 ? -.infinity : 0 })
                    for row in 0..<rows {
                        all[row] += input.values[row * count..<(row + 1) * count]
                        masks[row] += mask.values[row * count..<(row + 1) * count]
                    }
                    states.withUnsafeMutableBytes { states in
                        var arguments = SoftmaxRowsArguments(
                            input: UnsafeRawPointer(input.pointer), inputStride: count * 4,
                            output: UnsafeMutableRawPointer(input.pointer), outputStride: count * 4, rows: rows, count: count)
                        arguments.scale = 0.5
                        arguments.mask = UnsafeRawPointer(mask.pointer)
                        arguments.maskStride = count * 4
                        arguments.factors = states.baseAddress
                        code.call(&arguments)
                    }
                    for row in 0..<rows {
                        powers[row] = powers[row].map { $0 * Double(states[row].factor) }
                        powers[row] += input.values[row * count..<(row + 1) * count].map(Double.init)
                    }
                }
                for row in 0..<rows where masks[row].contains(0) {
                    let expected = reference(all[row], scale: 0.5, mask: masks[row])
                    XCTAssertEqual(Double(states[row].sum), expected.sum, accuracy: 1e-5 * expected.sum, name)
                    for (actual, wanted) in zip(powers[row], expected.powers) { XCTAssertEqual(actual, wanted, accuracy: 1e-5, name) }
                }
            }
        }
    }
}
