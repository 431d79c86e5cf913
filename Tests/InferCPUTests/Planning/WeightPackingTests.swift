import InferTensors
import XCTest

@testable import InferCPU

final class WeightPackingTests: XCTestCase {
    func testWeightsLieAlignedInTheOrderTheyWereNoted() throws {
        let packing = WeightPacking()
        let counts = [3, 100, 1, 2_000_000, 17]
        let weights = counts.map { count in
            packing.add(count: count, from: nil) { target in
                for index in 0..<count { target[index] = Float(count + index) }
            }
        }
        try packing.run()
        for (weights, count) in zip(weights, counts) {
            XCTAssertEqual(Int(bitPattern: weights.pointer) % 64, 0)
            XCTAssertEqual(weights.pointer[0], Float(count))
            XCTAssertEqual(weights.pointer[count - 1], Float(2 * count - 1))
        }
        for (first, second) in zip(weights, weights.dropFirst()) { XCTAssertLessThan(first.pointer, second.pointer) }
    }

    func testWhatIsNotWrittenIsZero() throws {
        let packing = WeightPacking()
        let weights = packing.add(count: 10, from: nil) { $0[4] = 1 }
        try packing.run()
        XCTAssertEqual(Array(UnsafeBufferPointer(start: weights.pointer, count: 10)), [0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    }

    func testPagesOfTheSourceMayGoWhenItIsPacked() throws {
        final class Pages: DiscardableMemory, @unchecked Sendable {  // Used by one job.
            let memory = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
            var discarded: [Int] = []
            func discard(_ bytes: UnsafeRawBufferPointer) { discarded.append(bytes.count) }
            deinit { memory.deallocate() }
        }
        let pages = Pages()
        let source = try Tensor(.f32, [12], owner: pages, pages.memory)
        let packing = WeightPacking()
        _ = packing.add(count: 12, from: source) { _ in XCTAssertEqual(pages.discarded, []) }
        try packing.run()
        XCTAssertEqual(pages.discarded, [48])
    }
}
