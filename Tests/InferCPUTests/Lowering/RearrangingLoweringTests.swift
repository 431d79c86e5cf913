import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class RearrangingLoweringTests: LoweringTestCase {
    private func counting(_ shape: Shape) throws -> Tensor { try floats((0..<shape_size(shape)).map { Float($0) }, shape) }

    func testDepthToSpaceAndBack() throws {
        let data = try counting([1, 8, 2, 3])
        for mode in ["blocks_first", "depth_first"] {
            let wide = try run("DepthToSpace", ["block_size": 2, "mode": .string(mode)], [data])[0]
            XCTAssertEqual(wide.shape, [1, 2, 4, 6])
            let deep = try run("SpaceToDepth", ["block_size": 2, "mode": .string(mode)], [wide])[0]
            XCTAssertEqual(try deep.scalars(as: Float.self), try data.scalars(as: Float.self), mode)
        }
    }

    func testSpaceToBatchPadsAndBatchToSpaceCrops() throws {
        let data = try counting([1, 1, 3, 2])
        let block = try integers([1, 1, 2, 2])
        let begins = try integers([0, 0, 1, 0])
        let ends = try integers([0, 0, 0, 0])
        let batches = try run("SpaceToBatch", [:], [data, block, begins, ends], constants: [1, 2, 3])[0]
        XCTAssertEqual(batches.shape, [4, 1, 2, 1])
        XCTAssertEqual(try batches.scalars(as: Float.self), [0, 2, 0, 3, 0, 4, 1, 5])
        let back = try run("BatchToSpace", [:], [batches, block, begins, ends], constants: [1, 2, 3])[0]
        XCTAssertEqual(try back.scalars(as: Float.self), try data.scalars(as: Float.self))
    }

    func testReversalsAndRolls() throws {
        let data = try counting([2, 3])
        XCTAssertEqual(
            try run("Reverse", ["mode": "index"], [data, integers([1])], constants: [1], version: 1)[0].scalars(as: Float.self),
            [2, 1, 0, 5, 4, 3])
        // Shifts along one axis add up, however far they reach.
        let rolled = try run("Roll", [:], [data, integers([4, .max]), integers([-1, 0])], constants: [1, 2])[0]
        XCTAssertEqual(try rolled.scalars(as: Float.self), [5, 3, 4, 2, 0, 1])
        let sequence = try run("ReverseSequence", ["batch_axis": 0, "seq_axis": 1], [data, integers([2, 99])])[0]
        XCTAssertEqual(try sequence.scalars(as: Float.self), [1, 0, 2, 5, 4, 3])
    }

    func testShuffledChannels() throws {
        let result = try run("ShuffleChannels", ["axis": 1, "group": 2], [counting([1, 4])])[0]
        XCTAssertEqual(try result.scalars(as: Float.self), [0, 2, 1, 3])
    }

    func testPatchesComeTogetherAgain() throws {
        let data = try counting([1, 1, 4, 4])
        let attributes: [String: AttributeValue] = ["sizes": [2, 2], "strides": [2, 2], "rates": [1, 1], "auto_pad": "valid"]
        let patches = try run("ExtractImagePatches", attributes, [data])[0]
        XCTAssertEqual(patches.shape, [1, 4, 2, 2])
        XCTAssertEqual(try patches.scalars(as: Float.self), [0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15])
        let columns = try Tensor(try patches.scalars(as: Float.self), shape: [1, 4, 4])
        let image = try run("Col2Im", ["strides": [2, 2]], [columns, integers([4, 4]), integers([2, 2])], constants: [1, 2])[0]
        XCTAssertEqual(try image.scalars(as: Float.self), try data.scalars(as: Float.self))
    }
}
