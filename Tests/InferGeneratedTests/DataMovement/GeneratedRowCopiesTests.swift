import InferAssembler
import XCTest

@testable import InferGenerated
@testable import InferKernels

final class GeneratedRowCopiesTests: XCTestCase {
    /// Tensors joined along their innermost axis, or taken apart again.
    func testRowsAreJoinedAndSplit() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<80 {
                var random = SeededNumbers(seed)
                let rows = [random.integer(1...3), random.integer(4...40)]
                let widths = (0..<random.integer(1...4)).map { _ in random.integer(1...90) } + [random.integer(2...40)]
                let gap = random.integer(0...1) * 5
                let pitch = widths.reduce(0, +) + gap
                // In the joined tensor the outer axis has a row more, so that axes do not merge.
                let joinedStrides = [(rows[1] + 1) * pitch * 4, pitch * 4, 4]
                let isSplit = random.integer(0...1) == 0
                let threads = random.integer(1...3)
                let copies = widths.map { width in
                    let own = [rows[1] * width * 4, width * 4, 4]
                    return GeneratedRowCopies.Copy(
                        shape: rows + [width], output: isSplit ? own : joinedStrides, input: isSplit ? joinedStrides : own)
                }
                let generated = try XCTUnwrap(
                    GeneratedRowCopies(copies, elementSize: 4, instructionSet, threads: threads), "seed \(seed)")
                let joinedCount = (rows[0] - 1) * (rows[1] + 1) * pitch + rows[1] * pitch - gap
                let joined = try GuardedBuffer(random.floats(joinedCount))
                let parts = try widths.map { try GuardedBuffer(random.floats(rows[0] * rows[1] * $0)) }
                var (expectedJoined, expectedParts) = (joined.values, parts.map(\.values))
                var column = 0
                for (index, width) in widths.enumerated() {
                    for outer in 0..<rows[0] {
                        for row in 0..<rows[1] {
                            for place in 0..<width {
                                let one = outer * (rows[1] + 1) * pitch + row * pitch + column + place
                                let other = (outer * rows[1] + row) * width + place
                                if isSplit {
                                    expectedParts[index][other] = expectedJoined[one]
                                } else {
                                    expectedJoined[one] = expectedParts[index][other]
                                }
                            }
                        }
                    }
                    column += width
                }
                column = 0
                var places: [GeneratedRowCopies.Place] = []
                for (part, width) in zip(parts, widths) {
                    let place = joined.pointer + column
                    places.append(.init(output: isSplit ? part.pointer : place, input: isSplit ? place : part.pointer))
                    column += width
                }
                generated.run(places, team: WorkerTeam(threads: threads))
                XCTAssertEqual(joined.values, expectedJoined, "\(instructionSet), seed \(seed)")
                XCTAssertEqual(parts.map(\.values), expectedParts, "\(instructionSet), seed \(seed)")
            }
        }
    }

    func testZerosComeBehindRows() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<60 {
                var random = SeededNumbers(seed)
                let (rows, width, zeros) = (random.integer(4...60), random.integer(2...100), random.integer(1...70))
                let input = try GuardedBuffer(random.floats(rows * width))
                let output = try GuardedBuffer(random.floats(rows * (width + zeros)))
                let copy = GeneratedRowCopies.Copy(shape: [rows, width], output: [(width + zeros) * 4, 4], input: [width * 4, 4])
                let generated = try XCTUnwrap(
                    GeneratedRowCopies([copy], elementSize: 4, zeros: zeros, instructionSet, threads: 1))
                generated.run([.init(output: output.pointer, input: input.pointer)], team: WorkerTeam(threads: 1))
                let values = input.values
                var expected: [Float] = []
                for row in 0..<rows {
                    expected += values[row * width..<(row + 1) * width]
                    expected += [Float](repeating: 0, count: zeros)
                }
                XCTAssertEqual(output.values, expected, "\(instructionSet), seed \(seed)")
            }
        }
    }

    /// Long copies go to several threads, element sizes other than 4 as whole words.
    func testLongCopiesOfAllSizes() throws {
        for instructionSet in InstructionSet.tested {
            for (size, width) in [(1, 24), (2, 6), (4, 12), (8, 5)] {
                let rows = 400_000 / (size * width)
                var random = SeededNumbers(7)
                let count = rows * width * size / 4
                let input = try GuardedBuffer(random.floats(count))
                let output = try GuardedBuffer(count: 2 * count)
                let copy = GeneratedRowCopies.Copy(shape: [rows, width], output: [2 * width * size, size], input: [width * size, size])
                let generated = try XCTUnwrap(GeneratedRowCopies([copy], elementSize: size, instructionSet, threads: 3))
                generated.run([.init(output: output.pointer, input: input.pointer)], team: WorkerTeam(threads: 3))
                let (words, values) = (width * size / 4, input.values)
                var expected: [Float] = []
                for row in 0..<rows {
                    expected += values[row * words..<(row + 1) * words]
                    expected += [Float](repeating: 0, count: words)
                }
                XCTAssertEqual(output.values, expected, "\(instructionSet), elements of \(size) bytes")
            }
        }
    }

    func testWhatHasNoShortRowsIsLeftToOthers() throws {
        for instructionSet in InstructionSet.tested {
            let shapes: [GeneratedRowCopies.Copy] = [
                .init(shape: [100], output: [4], input: [4]),
                .init(shape: [8, 2000], output: [9000, 4], input: [8000, 4]),
                .init(shape: [50, 50], output: [200, 4], input: [4, 200]),
                .init(shape: [50, 50], output: [200, 4], input: [4, 0]),
                .init(shape: [0, 8], output: [64, 4], input: [32, 4]),
            ]
            for copy in shapes {
                XCTAssertNil(try GeneratedRowCopies([copy], elementSize: 4, instructionSet, threads: 1), "\(copy)")
            }
        }
    }
}
