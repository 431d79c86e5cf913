import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class SoftmaxFusionTests: PassTestCase {
    private func reduce(_ type: String, _ x: Output, _ axis: Int64, keepDims: Bool = true) throws -> Output {
        try opset.create(type, [x, try integers([axis])], ["keep_dims": .boolean(keepDims)])
    }

    func testExponentialsOverTheirSum() throws {
        try check(SoftmaxFusion.run, seed: 1, [[2, 3, 5]], declared: [[.dynamic, 3, .dynamic]], types: ["Softmax"]) { x, _ in
            let exponentials = try self.unary("Exp", try self.binary("Subtract", x[0], try self.reduce("ReduceMax", x[0], 1)))
            return [try self.binary("Divide", exponentials, try self.reduce("ReduceSum", exponentials, -2))]
        }
    }

    func testAxesPutBack() throws {
        try check(SoftmaxFusion.run, seed: 2, [[2, 5]], declared: [[.dynamic, 5]], types: ["Softmax"]) { x, _ in
            func placed(_ y: Output) throws -> Output {
                try opset.create("Reshape", [y, try self.integers([0, 1])], ["special_zero": .boolean(true)])
            }
            let largest = try placed(try self.reduce("ReduceMax", x[0], 1, keepDims: false))
            let exponentials = try self.unary("Exp", try self.binary("Subtract", x[0], largest))
            return [try self.binary("Divide", exponentials, try placed(try self.reduce("ReduceSum", exponentials, 1, keepDims: false)))]
        }
    }

    func testOtherAxesStay() throws {
        try check(
            SoftmaxFusion.run, seed: 3, [[4, 4]], types: ["ReduceMax", "Subtract", "Exp", "ReduceSum", "Divide"]
        ) { x, _ in
            let exponentials = try self.unary("Exp", try self.binary("Subtract", x[0], try self.reduce("ReduceMax", x[0], 0)))
            return [try self.binary("Divide", exponentials, try self.reduce("ReduceSum", exponentials, 1))]
        }
    }
}
