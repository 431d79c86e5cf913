import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class InterleavedRowsTests: XCTestCase {
    func testRowsAreThoseOfThePortableKernel() throws {
        for instructionSet in InstructionSet.tested {
            for pairs in Array(1...20) + [29, 31, 32, 33, 58, 116] {
                for (rows, gap) in [(1, 0), (3, 5)] {
                    let plan = ChannelInterleaving(pairs: pairs, sourceStride: pairs + gap, targetStride: 2 * pairs + gap)
                    let sourceCount = (rows - 1) * plan.sourceStride + pairs
                    let targetCount = (rows - 1) * plan.targetStride + 2 * pairs
                    let first = try GuardedBuffer((0..<sourceCount).map { Float($0) })
                    let second = try GuardedBuffer((0..<sourceCount).map { Float(-$0) })
                    let target = try GuardedBuffer([Float](repeating: 0.5, count: targetCount))
                    let expected = try GuardedBuffer([Float](repeating: 0.5, count: targetCount))
                    let code = try CodeCache.shared.code(try XCTUnwrap(InterleavedRows(instructionSet, pairs: pairs)))
                    var arguments = InterleavedRows.Arguments(
                        first: first.pointer, second: second.pointer, target: target.pointer, rows: rows,
                        sourceStride: plan.sourceStride * 4, targetStride: plan.targetStride * 4)
                    code.call(&arguments)
                    plan.run(first.pointer, second.pointer, expected.pointer, rows: rows)
                    XCTAssertEqual(target.values, expected.values, "\(instructionSet), \(pairs) pairs, \(rows) rows")
                }
            }
        }
    }

    func testRowsThatWouldMakeLongCodeAreRefused() {
        XCTAssertNil(InterleavedRows(.avx2, pairs: InterleavedRows.mostPairs + 1))
        XCTAssertNil(InterleavedRows(.portable, pairs: 4))
    }
}
