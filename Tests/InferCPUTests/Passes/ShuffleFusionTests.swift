import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class ShuffleFusionTests: PassTestCase {
    private func shuffle(_ x: Output, _ split: [Int64], _ order: [Int64], _ join: [Int64]) throws -> Output {
        let parts = try opset.create("Reshape", [x, try integers(split)], ["special_zero": .boolean(true)])
        let moved = try opset.create("Transpose", [parts, try integers(order)])
        return try opset.create("Reshape", [moved, try integers(join)], ["special_zero": .boolean(true)])
    }

    func testChannelsDealtOutFromGroups() throws {
        for (seed, declared) in [(UInt64(1), PartialShape([2, 6, 3, 4])), (2, [.dynamic, 6, 3, 4])] {
            try check(ShuffleFusion.run, seed: seed, [[2, 6, 3, 4]], declared: [declared], types: ["ShuffleChannels"]) { x, _ in
                [try self.shuffle(x[0], [-1, 2, 3, 3, 4], [0, 2, 1, 3, 4], [-1, 6, 3, 4])]
            }
        }
    }

    func testOtherOrdersAndShapesStay() throws {
        let types = ["Reshape", "Transpose", "Reshape"]
        try check(ShuffleFusion.run, seed: 3, [[2, 6, 3, 3]], types: types) { x, _ in
            [try self.shuffle(x[0], [2, 2, 3, 3, 3], [0, 2, 1, 4, 3], [2, 6, 3, 3])]
        }
        try check(ShuffleFusion.run, seed: 4, [[2, 6, 3, 4]], types: types) { x, _ in
            [try self.shuffle(x[0], [2, 2, 3, 3, 4], [0, 2, 1, 3, 4], [2, 6, 4, 3])]
        }
        try check(ShuffleFusion.run, seed: 5, [[2, 6, 3, 4]], declared: [[2, 6, .dynamic, .dynamic]], types: types) { x, _ in
            [try self.shuffle(x[0], [0, 2, 3, 4, 3], [0, 2, 1, 3, 4], [0, 6, 4, 3])]
        }
    }
}
