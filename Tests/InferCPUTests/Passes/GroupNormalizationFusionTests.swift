import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class GroupNormalizationFusionTests: PassTestCase {
    private func normalized(_ x: Output, split: [Int64], join: [Int64], axes: [Int64]) throws -> Output {
        let groups = try opset.create("Reshape", [x, try integers(split)], ["special_zero": .boolean(true)])
        let y = try opset.create("MVN", [groups, try integers(axes)], ["eps": .real(1e-5)])
        return try opset.create("Reshape", [y, try integers(join)], ["special_zero": .boolean(true)])
    }

    func testGroupsOfChannels() throws {
        for (seed, declared) in [(UInt64(1), PartialShape([2, 6, 3, 4])), (2, [.dynamic, 6, 3, 4])] {
            try check(GroupNormalizationFusion.run, seed: seed, [[2, 6, 3, 4]], declared: [declared], types: ["GroupNormalization"]) {
                x, random in
                let y = try self.normalized(x[0], split: [0, 3, -1], join: [0, 6, 3, 4], axes: [-1])
                let scaled = try self.binary("Multiply", y, try self.constant([1, 6, 1, 1], &random))
                return [try self.binary("Add", try self.constant([6, 1, 1], &random), scaled)]
            }
        }
        try check(GroupNormalizationFusion.run, seed: 3, [[2, 6, 12]], types: ["GroupNormalization"]) { x, _ in
            [try self.normalized(x[0], split: [2, 2, 3, 12], join: [2, 6, 12], axes: [2, 3])]
        }
    }

    func testOtherAxesAndShapesStay() throws {
        let types = ["Reshape", "MVN", "Reshape"]
        try check(GroupNormalizationFusion.run, seed: 4, [[2, 6, 12]], types: types) { x, _ in
            [try self.normalized(x[0], split: [2, 2, 3, 12], join: [2, 6, 12], axes: [3])]
        }
        try check(GroupNormalizationFusion.run, seed: 5, [[2, 6, 12]], types: types) { x, _ in
            [try self.normalized(x[0], split: [2, 3, 24], join: [2, 12, 6], axes: [2])]
        }
        try check(GroupNormalizationFusion.run, seed: 6, [[2, 6, 12]], types: types + ["Multiply"]) { x, random in
            let y = try self.normalized(x[0], split: [2, 3, 24], join: [2, 6, 12], axes: [1])
            return [try self.binary("Multiply", y, try self.constant([6, 12], &random))]
        }
    }
}
