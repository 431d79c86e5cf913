import InferTensors
import XCTest

final class ShapeTests: XCTestCase {
    func testCollection() throws {
        var shape: Shape = [1, 3, 224]
        shape.append(5)
        shape[-1] = 7
        XCTAssertEqual(shape, Shape([1, 3, 224, 7]))
        XCTAssertEqual(shape.description, "[1,3,224,7]")
        XCTAssertEqual(try shape.at(-2), 224)
        XCTAssertThrowsError(try shape.at(4))
        XCTAssertThrowsError(try shape.at(-5))
        XCTAssertEqual(Shape(repeating: 2, count: 3), [2, 2, 2])
        XCTAssertEqual(Shape(1..<4), [1, 2, 3])
        XCTAssertEqual(Array(shape.reversed()), [7, 224, 3, 1])
        XCTAssertEqual(Shape().count, 0)
    }

    func testParse() throws {
        XCTAssertEqual(try Shape("[1,2]"), [1, 2])
        XCTAssertEqual(try Shape("1, 2"), [1, 2])
        XCTAssertEqual(try Shape(""), [])
        for text in ["1,?", "...", "1..2", "[1, 2", "a"] { XCTAssertThrowsError(try Shape(text), text) }
    }

    func testShapeSize() {
        XCTAssertEqual(shape_size([]), 1)
        XCTAssertEqual(shape_size([2, 3, 4]), 24)
        XCTAssertEqual(shape_size([Int.max, 2, 0]), 0)
        XCTAssertEqual(shape_size([Int.max, 2]), Int.max)
        XCTAssertEqual(try Shape([Int.max, 2, 0]).elementCount(), 0)
        XCTAssertThrowsError(try Shape([Int.max, 2]).elementCount())
        XCTAssertThrowsError(try Shape([2, -1]).elementCount())
        XCTAssertThrowsError(try Shape([0, -1]).elementCount())
    }

    func testRowMajorStrides() {
        XCTAssertEqual(row_major_strides([2, 3, 4]), [12, 4, 1])
        XCTAssertEqual(row_major_strides([]), [])
        XCTAssertEqual(row_major_strides([2, 0]), [0, 1])
    }

    func testDescriptions() {
        XCTAssertEqual(Strides([24, 8, 4]).description, "Strides{24, 8, 4}")
        XCTAssertEqual(Coordinate([0, 1]).description, "Coordinate{0, 1}")
    }
}
