import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class ElementwiseChainFusionTests: PassTestCase {
    private static let fused = ["FusedElementwise"]

    func testFunctionsOfOneTensorBecomeOneNode() throws {
        try check(ElementwiseChainFusion.run, seed: 1, [[2, 3, 37]], types: Self.fused) { inputs, _ in
            let half = try self.binary("Multiply", inputs[0], try self.scalar(0.5))
            let moved = try self.binary("Subtract", try self.scalar(1, rank: 3), try self.unary("Tanh", half))
            return [try self.binary("Power", try self.binary("Add", moved, try self.scalar(0.25)), try self.scalar(2))]
        }
    }

    func testBranchesAndBroadcastOperandsAreTaken() throws {
        for shape in [[4, 5, 6, 7], [1, 5, 1, 1], [1, 1, 1, 7], [4, 5, 1, 1], [7], [1, 1, 1, 1]] as [Shape] {
            try check(ElementwiseChainFusion.run, seed: 2, [[4, 5, 6, 7], shape], types: Self.fused) { inputs, _ in
                let gate = try self.unary("Sigmoid", try self.binary("Add", inputs[0], inputs[1]))
                let value = try self.unary("Abs", try self.binary("Maximum", inputs[0], inputs[1]))
                return [
                    try self.binary("Multiply", gate, try self.binary("Divide", value, try self.binary("Add", value, try self.scalar(3))))
                ]
            }
        }
    }

    func testSmallResultsThatBroadcastLaterStayOutside() throws {
        try check(ElementwiseChainFusion.run, seed: 3, [[2, 8, 9, 9], [2, 8, 1, 1]], types: ["Sigmoid", "FusedElementwise"]) {
            inputs, _ in
            let scale = try self.unary("Sigmoid", inputs[1])
            return [try self.unary("Relu", try self.binary("Multiply", inputs[0], scale))]
        }
    }

    func testWhatIsReadElsewhereStays() throws {
        try check(ElementwiseChainFusion.run, seed: 4, [[3, 50]], types: ["Exp", "FusedElementwise"]) { inputs, _ in
            let shared = try self.unary("Exp", inputs[0])
            return [shared, try self.unary("Relu", try self.unary("Negative", shared))]
        }
    }

    func testManyInputsMakeSeveralNodes() throws {
        try check(ElementwiseChainFusion.run, seed: 5, Array(repeating: [3, 20], count: 9), types: Self.fused + Self.fused) { inputs, _ in
            var sum = inputs[0]
            for input in inputs.dropFirst() { sum = try self.binary("Add", sum, input) }
            return [sum]
        }
    }

    func testDynamicShapes() throws {
        try check(
            ElementwiseChainFusion.run, seed: 6, [[3, 1, 9], [1, 4, 9]], declared: [[.dynamic, 1, 9], [1, .dynamic, 9]], types: Self.fused
        ) { inputs, _ in [try self.unary("Sqrt", try self.unary("Abs", try self.binary("Subtract", inputs[0], inputs[1])))] }
    }

    /// Shapes may be computed in f32; what computes them must stay what shape inference knows.
    func testVectorsAreLeftAlone() throws {
        try check(ElementwiseChainFusion.run, seed: 7, [[6]], types: ["Multiply", "Floor"]) { inputs, _ in
            [try self.unary("Floor", try self.binary("Multiply", inputs[0], try self.scalar(2)))]
        }
    }
}
