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

    func testEqualFormsOfTheSameElementsArePackedOnce() throws {
        let sources = try (0..<2).map { try Tensor([Float]([1, 2, 3, Float($0)]), shape: [4]) }
        func add(_ packing: WeightPacking, _ source: Tensor, _ form: String) throws -> PackedWeights {
            let snapshot = try source.snapshot
            return packing.add(count: 4, from: source, key: WeightPacking.Key(snapshot, form)) { target in
                for index in 0..<4 { target[index] += snapshot.data.assumingMemoryBound(to: Float.self)[index] }
            }
        }
        let packing = WeightPacking()
        let first = try add(packing, sources[0], "rows")
        XCTAssertTrue(try add(packing, sources[0], "rows") === first)
        let others = [try add(packing, sources[0], "columns"), try add(packing, sources[1], "rows")]
        for other in others { XCTAssertFalse(other === first) }
        try packing.run()
        XCTAssertEqual(Array(UnsafeBufferPointer(start: first.pointer, count: 4)), [1, 2, 3, 0])
        for (other, last) in zip(others, [Float(0), 1]) {
            XCTAssertEqual(Array(UnsafeBufferPointer(start: other.pointer, count: 4)), [1, 2, 3, last])
        }
        // What comes after a run is packed anew.
        XCTAssertFalse(try add(packing, sources[0], "rows") === first)
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
