import InferTensors
import XCTest

@testable import InferCPU

final class SelectionLoweringTests: LoweringTestCase {
    func testScatterUpdateReplacesRows() throws {
        let data = try floats([1, 2, 3, 4, 5, 6], [3, 2])
        let result = try run("ScatterUpdate", [:], [data, integers([2, 0]), floats([10, 20, 30, 40], [2, 2]), integers([0])])
        XCTAssertEqual(try result[0].scalars(as: Float.self), [30, 40, 3, 4, 10, 20])
        XCTAssertEqual(try data.scalars(as: Float.self), [1, 2, 3, 4, 5, 6])
    }

    func testIndicesOutOfRangeAreErrors() throws {
        let data = try floats([1, 2, 3, 4], [4])
        for index in [Int64(4), -5, .max, .min] {
            XCTAssertThrowsError(try run("ScatterUpdate", [:], [data, integers([index]), floats([9], [1]), integers([0])]))
            XCTAssertThrowsError(try run("ScatterNDUpdate", [:], [data, integers([index], [1, 1]), floats([9], [1])]))
            XCTAssertThrowsError(try run("ScatterElementsUpdate", [:], [data, integers([index]), floats([9], [1]), integers([0])]))
        }
    }

    func testScatterElementsReducesIntegersInTheirWidth() throws {
        let data = try Tensor([Int8(100), 1, 2], shape: [3])
        let updates = try Tensor([Int8(100), 5], shape: [2])
        let result = try run("ScatterElementsUpdate", ["reduction": "sum"], [data, integers([0, -1]), updates, integers([0])])
        XCTAssertEqual(try result[0].scalars(as: Int8.self), [-56, 1, 7])
    }

    func testSliceScatterReplacesEverySecond() throws {
        let data = try floats([0, 1, 2, 3, 4], [5])
        let result = try run(
            "SliceScatter", [:], [data, floats([9, 8], [2]), integers([1]), integers([5]), integers([2])], constants: [2, 3, 4])
        XCTAssertEqual(try result[0].scalars(as: Float.self), [0, 9, 2, 8, 4])
    }

    func testGathersTakeNegativeIndices() throws {
        let data = try floats([1, 2, 3, 4, 5, 6], [2, 3])
        let elements = try run("GatherElements", ["axis": 1], [data, integers([-1, 0], [2, 1])])
        XCTAssertEqual(try elements[0].scalars(as: Float.self), [3, 4])
        let parts = try run("GatherND", [:], [data, integers([-1], [1, 1])])
        XCTAssertEqual(try parts[0].scalars(as: Float.self), [4, 5, 6])
    }

    func testGatherTreeRefusesStrangeParents() throws {
        let steps = try Tensor([Int32(1), 2, 3, 4], shape: [2, 1, 2])
        let lengths = try Tensor([Int32(2)], shape: [1])
        let end = try Tensor([Int32(9)], shape: [])
        let good = try Tensor([Int32(0), 0, 1, 0], shape: [2, 1, 2])
        XCTAssertEqual(try run("GatherTree", [:], [steps, good, lengths, end])[0].scalars(as: Int32.self), [2, 1, 3, 4])
        let bad = try Tensor([Int32(0), 0, 7, 0], shape: [2, 1, 2])
        XCTAssertThrowsError(try run("GatherTree", [:], [steps, bad, lengths, end]))
    }

    func testOneHotLeavesStrangeIndicesOff() throws {
        let indices = try integers([0, 3, -1, 1])
        let result = try run(
            "OneHot", ["axis": -1], [indices, integers([2], []), floats([1], []), floats([0], [])], constants: [1, 2, 3], version: 1)
        XCTAssertEqual(try result[0].scalars(as: Float.self), [1, 0, 0, 0, 0, 0, 0, 1])
        XCTAssertEqual(result[0].shape, [4, 2])
    }
}
