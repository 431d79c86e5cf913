import InferTensors
import XCTest

@testable import InferGraph

final class BinaryElementwiseTests: XCTestCase {
    func testShapesBroadcastAndTypesMustAgree() throws {
        let a = try opset.parameter(.f32, [1, 3, .dynamic], name: "a")
        let b = try opset.parameter(.f32, [4, 1, 5], name: "b")
        XCTAssertEqual(try opset.create("Add", [a, b]).partial_shape, [4, 3, 5])
        let c = try opset.parameter(.i32, [1], name: "c")
        XCTAssertThrowsError(try opset.create("Add", [a, c])) { XCTAssertTrue("\($0)".contains("Add"), "\($0)") }
    }

    func testAMisspelledAttributeIsNamed() throws {
        let a = try opset.parameter(.f32, [1], name: "a")
        XCTAssertThrowsError(try opset.create("Divide", [a, a], ["pythondiv": true])) {
            XCTAssertTrue("\($0)".contains("pythondiv"), "\($0)")
        }
    }

    func testKnownElementsAreComputed() throws {
        let a = try opset.constant([Int64(7), -7], shape: [2])
        let b = try opset.constant([Int64(2)], shape: [])
        let quotient = try opset.create("Divide", [a, b])
        XCTAssertEqual(quotient.tensorType.value, PartialValue(exact: [3, -4]))
        let remainder = try opset.create(
            "FloorMod", [opset.constant([Int64.max - 1, -7], shape: [2]), opset.constant([Int64.max, 2], shape: [2])])
        XCTAssertEqual(remainder.tensorType.value, PartialValue(exact: [.max - 1, 1]))
    }
}
