import InferAssembler
import XCTest

@testable import InferGenerated

final class TransposeTests: XCTestCase {
    func testMatricesAreTransposed() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<60 {
                var random = SeededNumbers(seed)
                let rows = random.integer(4...40)
                let columns = random.integer(4...40)
                let sourceStride = columns + random.integer(0...1) * 3
                let targetStride = rows + random.integer(0...1) * 3
                let source = try GuardedBuffer(
                    random.floats((rows - 1) * sourceStride + columns), random.pick([.start, .end]))
                let target = try GuardedBuffer(
                    [Float](repeating: 9, count: (columns - 1) * targetStride + rows), random.pick([.start, .end]))
                let specification = try XCTUnwrap(TransposeSpecification(instructionSet, rows: rows, columns: columns))
                var arguments = TransposeArguments(
                    source: source.pointer, sourceStride: sourceStride * 4, target: target.pointer, targetStride: targetStride * 4,
                    rows: rows, columns: columns)
                let code = try CodeCache.shared.code(specification)
                code.call(&arguments)
                for column in 0..<columns {
                    for row in 0..<targetStride where column * targetStride + row < target.count {
                        XCTAssertEqual(
                            target.pointer[column * targetStride + row],
                            row < rows ? source.pointer[row * sourceStride + column] : 9, "\(instructionSet), seed \(seed)")
                    }
                }
            }
        }
    }

    func testNarrowMatricesHaveNoCode() {
        XCTAssertNil(TransposeSpecification(.native, rows: 3, columns: 100))
        XCTAssertNil(TransposeSpecification(.portable, rows: 30, columns: 100))
    }
}
