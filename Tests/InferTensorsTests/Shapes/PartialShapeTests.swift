import InferTensors
import XCTest

final class PartialShapeTests: XCTestCase {
    func testB55_parse() throws {
        let texts: [(String, String)] = [
            ("[1,3,?,224..300]", "[1,3,?,224..300]"), ("1,-1,..5,2..", "[1,?,..5,2..]"), ("?", "[?]"), ("", "[]"), ("[]", "[]"),
            (" [ ] ", "[]"),
            ("[...]", "[...]"), ("...", "[...]"), (" [ 1 , 2 ] ", "[1,2]"), ("2, 4", "[2,4]"), ("0..", "[?]"),
        ]
        for (text, printed) in texts { XCTAssertEqual(try PartialShape(text).description, printed, text) }
        for text in ["1,a", "[1,2", "1,2]", "[1,,2]", "1,2,", "1,...", "[[1]]", "1 2", "?..5", "["] {
            XCTAssertThrowsError(try PartialShape(text), text) { XCTAssertTrue("\($0)".contains(text), "\($0)") }
        }
        XCTAssertThrowsError(try PartialShape("1,a")) { XCTAssertTrue("\($0)".contains("Cannot parse dimension 'a'")) }
    }

    func testB55_indices() throws {
        let shape: PartialShape = [1, .dynamic, Dimension(2, 5)]
        XCTAssertEqual(shape[-1], Dimension(2, 5))
        XCTAssertEqual(try shape.at(-2), .dynamic)
        XCTAssertThrowsError(try shape.at(3))
        XCTAssertThrowsError(try shape.at(-4))
        XCTAssertThrowsError(try PartialShape.dynamic.at(0))
    }

    func testRankAndStatic() throws {
        XCTAssertEqual(PartialShape([1, 2]).rank, 2)
        XCTAssertEqual(PartialShape.dynamic.rank, .dynamic)
        XCTAssertEqual(PartialShape.dynamic(3).description, "[?,?,?]")
        XCTAssertEqual(PartialShape.dynamic(Dimension(2, 3)), .dynamic)
        XCTAssertEqual(PartialShape.dynamic(Dimension(Int.max - 1)), .dynamic)
        XCTAssertTrue(PartialShape().is_static)
        XCTAssertTrue(PartialShape.dynamic.is_dynamic)
        XCTAssertEqual(try PartialShape([1, 2]).to_shape(), [1, 2])
        XCTAssertThrowsError(try PartialShape([1, -1]).to_shape())
        XCTAssertThrowsError(try PartialShape.dynamic.to_shape())
        let shape = PartialShape([1, .dynamic, Dimension(2, 5)])
        XCTAssertEqual(shape.get_min_shape(), [1, 0, 2])
        XCTAssertEqual(shape.get_max_shape(), [1, Int.max, 5])
        XCTAssertEqual(PartialShape.dynamic.get_max_shape(), [])
    }

    func testCollection() {
        var shape = PartialShape(Shape([1, 2]))
        shape.append(.dynamic)
        shape[0] = 4
        shape.insert(7, at: 1)
        XCTAssertEqual(shape, [4, 7, 2, .dynamic])
        XCTAssertEqual(shape.map(\.length), [4, 7, 2, nil])
        var dynamic = PartialShape.dynamic
        dynamic.append(3)
        XCTAssertEqual(dynamic, [3])
        let lengths = [1, -1]
        XCTAssertEqual(PartialShape(lengths), [1, .dynamic])
        XCTAssertEqual(PartialShape([]), [])
    }

    func testRelations() {
        XCTAssertTrue(PartialShape.dynamic.relaxes([1, 2]))
        XCTAssertFalse(PartialShape([1, 2]).relaxes(.dynamic))
        XCTAssertTrue(PartialShape([1, 2]).refines(.dynamic))
        XCTAssertTrue(PartialShape([1, -1]).compatible([1, 7]))
        XCTAssertFalse(PartialShape([1, -1]).compatible([2, 7]))
        XCTAssertFalse(PartialShape([1]).compatible([1, 1]))
        XCTAssertTrue(PartialShape([-1, 2]).same_scheme([Dimension(2, 4), 2]))
        XCTAssertFalse(PartialShape.dynamic.same_scheme([1]))
        XCTAssertTrue(PartialShape.dynamic.same_scheme(.dynamic))
    }

    func testMergeInto() {
        var shape = PartialShape([1, -1])
        XCTAssertTrue(PartialShape.merge_into(&shape, [.dynamic, 3]))
        XCTAssertEqual(shape, [1, 3])
        XCTAssertFalse(PartialShape.merge_into(&shape, [2, 3]))
        XCTAssertFalse(PartialShape.merge_into(&shape, [1]))
        XCTAssertEqual(shape, [1, 3])
        var dynamic = PartialShape.dynamic
        XCTAssertTrue(PartialShape.merge_into(&dynamic, shape))
        XCTAssertEqual(dynamic, shape)
        XCTAssertTrue(dynamic.merge_rank(2))
        XCTAssertFalse(dynamic.merge_rank(3))
    }

    func testBroadcastMergeInto() {
        var shape = PartialShape([4, 1, -1])
        XCTAssertTrue(PartialShape.broadcast_merge_into(&shape, [5, 6]))
        XCTAssertEqual(shape, [4, 5, 6])
        XCTAssertFalse(PartialShape.broadcast_merge_into(&shape, [2]))
        XCTAssertTrue(PartialShape.broadcast_merge_into(&shape, .dynamic))
        XCTAssertEqual(shape, .dynamic)
        XCTAssertEqual(PartialShape([2, 3, 4, 5]).broadcast(with: [3, 4], .pdpd(axis: 1)), [2, 3, 4, 5])
        XCTAssertEqual(PartialShape([2, 3, 4, 5]).broadcast(with: [4, 5], .pdpd(axis: -1)), [2, 3, 4, 5])
        XCTAssertEqual(PartialShape([2, 3]).broadcast(with: [3, 1, 1], .pdpd(axis: 1)), [2, 3])
        XCTAssertNil(PartialShape([2, 3]).broadcast(with: [4], .pdpd(axis: 1)))
        XCTAssertNil(PartialShape([2, 3]).broadcast(with: [2, 1, 3], .none))
    }
}
