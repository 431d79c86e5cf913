import XCTest

@testable import InferBenchmark

final class PortValuesTests: XCTestCase {
    private let names = PortNames([["a", "node_a"], ["b:0", "b"]])

    func testNamesOfTensorsAndNodes() throws {
        XCTAssertEqual(try values("a[1,3],b:0[2]"), [["1,3"], ["2"]])
        XCTAssertEqual(try values("b[2],node_a[?,3..5]"), [["?,3..5"], ["2"]])
        XCTAssertEqual(try values(""), [[], []])
    }

    func testSeveralValuesOfAnInput() throws {
        XCTAssertEqual(try values("a[1][2][3],b[4]"), [["1", "2", "3"], ["4"]])
        XCTAssertEqual(try values("a[1],a[2]"), [["1", "2"], []])
    }

    func testValuesWithoutNamesGoRoundTheInputs() throws {
        XCTAssertEqual(try values("[1]"), [["1"], ["1"]])
        XCTAssertEqual(try values("[1][2][3][4]"), [["1", "3"], ["2", "4"]])
        XCTAssertThrowsError(try values("[1][2][3]")) { XCTAssertEqual("\($0)", "-shape has 3 values for 2 inputs: not a multiple") }
    }

    func testErrors() {
        let errors = [
            "a": "Can't parse -shape a: a '[' is missing",
            "a[1": "Can't parse -shape a[1: a ']' is missing",
            "a[1]x": "Can't parse -shape a[1]x: 'x' is left",
            "c[1]": "The model has no input 'c'; its inputs are a, b:0",
        ]
        for (text, message) in errors {
            XCTAssertThrowsError(try values(text)) { XCTAssertEqual("\($0)", message) }
        }
    }

    private func values(_ text: String) throws -> [[String]] {
        try PortValues(text, names, flag: "-shape").values
    }
}
