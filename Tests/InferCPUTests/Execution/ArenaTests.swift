import InferTensors
import XCTest

@testable import InferCPU

final class ArenaTests: XCTestCase {
    func testArenasGrowFromSmallToLargePages() throws {
        let arena = try Arena(bytes: 100)
        for bytes in [100, 5000, PageBlock.largeByteCount - 1, PageBlock.largeByteCount, 3 * PageBlock.largeByteCount + 12345] {
            try arena.reserve(bytes)
            XCTAssertGreaterThanOrEqual(arena.capacity, bytes)
            XCTAssertEqual(Int(bitPattern: arena.base) % 64, 0)
            memset(arena.base, 0xa5, bytes)
            XCTAssertEqual(arena.base.load(fromByteOffset: bytes - 1, as: UInt8.self), 0xa5)
        }
        let base = arena.base
        try arena.reserve(10)
        XCTAssertEqual(arena.base, base)
    }

    /// As the memory of a decoder grows from token to token.
    func testLargeArenasSeldomMove() throws {
        let arena = try Arena(bytes: PageBlock.largeByteCount)
        var moves = 0
        for step in 1...200 {
            let base = arena.base
            try arena.reserve(PageBlock.largeByteCount + step << 16)
            if arena.base != base { moves += 1 }
        }
        XCTAssertLessThan(moves, 10)
    }

    func testPagesAreZeroAtFirst() throws {
        for byteCount in [1, 4096, PageBlock.largeByteCount + 1] {
            let block = try PageBlock(byteCount: byteCount, for: "a test")
            let bytes = UnsafeRawBufferPointer(start: block.base, count: byteCount)
            XCTAssertTrue(bytes.allSatisfy { $0 == 0 })
        }
    }

    func testWhatTheSystemDoesNotHaveIsAnError() {
        for byteCount in [Int.max, 1 << 60] {
            XCTAssertThrowsError(try PageBlock(byteCount: byteCount, for: "a test")) { error in
                XCTAssertEqual((error as? RuntimeError)?.kind, .outOfMemory)
            }
        }
    }
}
