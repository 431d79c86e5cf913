import XCTest

@testable import InferCPU

final class ArenaPlannerTests: XCTestCase {
    func testTensorsThatLiveAtOnceNeverOverlap() {
        let seed = UInt64(20_261_122)
        var random = SeededGenerator(seed: seed)
        for round in 0..<50 {
            let count = Int.random(in: 1...60, using: &random)
            var planner = ArenaPlanner(slotCount: count)
            var lives: [(first: Int, last: Int, bytes: Int)] = []
            for slot in 0..<count {
                let first = Int.random(in: 0...40, using: &random)
                let last = first + Int.random(in: 0...15, using: &random)
                let bytes = Int.random(in: 0...5000, using: &random)
                planner.add(slot, bytes: bytes, from: first, through: last)
                lives.append((first, last, bytes))
            }
            let (offsets, total) = planner.place()
            for a in 0..<count {
                XCTAssertEqual(offsets[a] % ArenaPlanner.alignment, 0)
                XCTAssertLessThanOrEqual(offsets[a] + lives[a].bytes, total)
                for b in 0..<a where lives[a].first <= lives[b].last && lives[b].first <= lives[a].last {
                    XCTAssertTrue(
                        offsets[a] + lives[a].bytes <= offsets[b] || offsets[b] + lives[b].bytes <= offsets[a],
                        "seed \(seed), round \(round): slots \(a) and \(b) overlap")
                }
            }
        }
    }

    func testMemoryIsUsedAgain() {
        var planner = ArenaPlanner(slotCount: 3)
        planner.add(0, bytes: 1000, from: 0, through: 1)
        planner.add(1, bytes: 1000, from: 1, through: 2)
        planner.add(2, bytes: 1000, from: 2, through: 3)
        XCTAssertEqual(planner.place().bytes, 2 * ArenaPlanner.rounded(1000))
    }

    func testATensorThatTakesOverMemoryLivesThere() {
        var planner = ArenaPlanner(slotCount: 3)
        planner.add(0, bytes: 64, from: 0, through: 1)
        planner.extend(0, as: 1, through: 5)
        planner.add(2, bytes: 64, from: 4, through: 4)
        let (offsets, bytes) = planner.place()
        XCTAssertEqual(offsets[0], offsets[1])
        XCTAssertNotEqual(offsets[1], offsets[2])
        XCTAssertEqual(bytes, 128)
    }
}
