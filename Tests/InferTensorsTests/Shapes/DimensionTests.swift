import InferTensors
import XCTest

final class DimensionTests: XCTestCase {
    func testB66_description() {
        let printed: [(InferTensors.Dimension, String)] = [
            (5, "5"), (-1, "?"), (.dynamic, "?"), (-5, "0"), (Dimension(2, -1), "2.."), (Dimension(0, 5), "..5"), (Dimension(2, 5), "2..5"),
            (Dimension(3, 3), "3"), (Dimension(-5, 3), "..3"), (Dimension(0, -1), "?"), (Dimension(Int.max), "?"), (Dimension(5, 2), "?"),
        ]
        for (dimension, text) in printed { XCTAssertEqual(dimension.description, text) }
        XCTAssertEqual(Dimension(2, -1).max_length, -1)
        XCTAssertEqual(Dimension(5, 2).min_length, -1)
        XCTAssertTrue(Dimension(5, 2).is_dynamic)
    }

    func testB66_relations() throws {
        XCTAssertTrue(Dimension(2, 5).same_scheme(Dimension(1, 9)))
        XCTAssertNotEqual(Dimension(2, 5), Dimension(1, 9))
        XCTAssertFalse(Dimension(2).same_scheme(Dimension(3)))
        XCTAssertTrue(Dimension(2, 5).compatible(Dimension(5, 9)))
        XCTAssertFalse(Dimension(2, 5).compatible(6))
        XCTAssertFalse(Dimension(5, 2).compatible(.dynamic))
        XCTAssertTrue(Dimension(2, 5).relaxes(Dimension(2, 5)))
        XCTAssertFalse(Dimension(2, 5).relaxes(Dimension(2, 6)))
        XCTAssertTrue(Dimension(2, 5).refines(Dimension(2, 6)))
        XCTAssertEqual(try Dimension(7).get_length(), 7)
        XCTAssertThrowsError(try Dimension(1, 7).get_length())
    }

    func testMerge() {
        XCTAssertEqual(Dimension.merge(Dimension(2, 5), Dimension(4, 9)), Dimension(4, 5))
        XCTAssertEqual(Dimension.merge(.dynamic, 3), 3)
        XCTAssertNil(Dimension.merge(2, 3))
        XCTAssertNil(Dimension.merge(Dimension(1, 2), Dimension(3, 4)))
    }

    func testBroadcastMerge() {
        XCTAssertEqual(Dimension.broadcast_merge(1, 7), 7)
        XCTAssertEqual(Dimension.broadcast_merge(7, 1), 7)
        XCTAssertEqual(Dimension.broadcast_merge(.dynamic, 7), 7)
        XCTAssertEqual(Dimension.broadcast_merge(.dynamic, 1), .dynamic)
        XCTAssertEqual(Dimension.broadcast_merge(Dimension(1, 4), Dimension(1, 9)), Dimension(1, 9))
        XCTAssertEqual(Dimension.broadcast_merge(Dimension(2, 4), Dimension(3, 9)), Dimension(3, 4))
        XCTAssertNil(Dimension.broadcast_merge(2, 3))
    }

    func testArithmetic() {
        let some = Dimension(2, 5)
        XCTAssertEqual(some + 3, Dimension(5, 8))
        XCTAssertEqual(some + -3, Dimension(0, 2))
        XCTAssertEqual(some + -1, Dimension(1, 4))
        let five = Dimension(5)
        XCTAssertEqual((five + five * 2 - -1) + five - 1 - five, 15)
        XCTAssertEqual(some - 3, Dimension(0, 2))
        XCTAssertEqual(some + some, Dimension(4, 10))
        XCTAssertEqual(some - some, Dimension(0, 3))
        XCTAssertEqual(Dimension.dynamic - 3, .dynamic)
        XCTAssertEqual(Dimension(7, -1) - 3, Dimension(4, -1))
        XCTAssertEqual(some * 3, Dimension(6, 15))
        XCTAssertEqual(some * some, Dimension(4, 25))
        XCTAssertEqual(Dimension.dynamic * 0, 0)
        XCTAssertEqual(Dimension.dynamic * Dimension(0), 0)
        XCTAssertEqual(Dimension(2, -1) * Dimension(3), Dimension(6, -1))
        XCTAssertEqual(Dimension(Int.max - 1) * 2, .init(minimum: .max, maximum: .max))
        XCTAssertEqual(Dimension(7, 22) / 7, Dimension(1, 3))
        XCTAssertEqual(Dimension(8, 22) / 7, Dimension(2, 3))
        XCTAssertEqual(Dimension.dynamic / 2, .dynamic)
        XCTAssertTrue((Dimension(3, 4) / 5).isEmpty)
        XCTAssertEqual(Dimension(8, 22).floorDivided(by: 7), Dimension(1, 3))
        XCTAssertEqual(Dimension(8, 22).ceilDivided(by: 7), Dimension(2, 4))
        XCTAssertEqual(Dimension(3).floorDivided(by: 0), .dynamic)
        XCTAssertEqual(Dimension(3, 5).scaled(by: 1.5), Dimension(4, 7))
        XCTAssertEqual(Dimension.dynamic.scaled(by: 2), .dynamic)
        XCTAssertEqual(Dimension(3, -1).constrained(4, 9), Dimension(4, 9))
    }

    func testB55_parse() throws {
        let texts: [(String, InferTensors.Dimension)] = [
            ("5", 5), (" 3 ", 3), ("?", .dynamic), ("-1", .dynamic), ("2..5", Dimension(2, 5)), ("..5", Dimension(0, 5)),
            ("5..", Dimension(5, -1)),
            ("..", .dynamic), ("", 0), ("-1..5", Dimension(0, 5)), ("-5", 0),
        ]
        for (text, dimension) in texts { XCTAssertEqual(try Dimension(text), dimension, text) }
        for text in ["a", "1.5", "1...5", "+5", "3 .. 5", "1..?", "99999999999999999999", "5..2", "1..2..3", "-", "٣"] {
            XCTAssertThrowsError(try Dimension(text), text) { XCTAssertTrue("\($0)".contains("Cannot parse"), text) }
        }
    }
}
