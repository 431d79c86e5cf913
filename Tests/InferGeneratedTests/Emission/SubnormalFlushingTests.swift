import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class SubnormalFlushingTests: XCTestCase {
    /// Not a constant to the compiler.
    @inline(never) private func product(_ a: Float, _ b: Float) -> Float { a * b }

    func testSubnormalsAreZerosBetweenBeginAndEndAlone() throws {
        guard let flushing = try SubnormalFlushing(InstructionSet.tested.first ?? .portable) else { throw XCTSkip("needs AVX2") }
        let small = Float.leastNormalMagnitude
        XCTAssertNotEqual(product(small, 0.5), 0)
        let before = flushing.begin()
        let (result, operand) = (product(small, 0.5), product(Float(bitPattern: 1), 1e30))
        let inner = flushing.begin()
        flushing.end(inner)
        let still = product(small, 0.5)
        flushing.end(before)
        XCTAssertEqual([result, operand, still], [0, 0, 0])
        XCTAssertNotEqual(product(small, 0.5), 0, "what held before holds again")
        XCTAssertNil(try SubnormalFlushing(.portable))
    }

    func testHelpersBeginBeforeTheyWork() throws {
        guard let flushing = try SubnormalFlushing(InstructionSet.tested.first ?? .portable) else { throw XCTSkip("needs AVX2") }
        let team = WorkerTeam(threads: 3) { _ = flushing.begin() }
        let before = flushing.begin()
        defer { flushing.end(before) }
        let results = UnsafeMutablePointer<Float>.allocate(capacity: 300)
        defer { results.deallocate() }
        for _ in 0..<20 {
            results.initialize(repeating: 1, count: 300)
            nonisolated(unsafe) let results = results
            team.run(300) { task, _ in results[task] = self.product(.leastNormalMagnitude, 0.5) }
            XCTAssertTrue((0..<300).allSatisfy { results[$0] == 0 })
        }
    }
}
