import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class CanonicalizationTests: PassTestCase {
    private func check(_ types: [String], seed: UInt64, _ build: (Output, inout SeededGenerator) throws -> Output) throws {
        try check(
            { model, options in
                try Canonicalization.run(model, options)
                try ConstantFolding.run(model, options)
            }, seed: seed, [[3, 4]], declared: [[.dynamic, 4]], types: types
        ) { x, random in [try build(x[0], &random)] }
    }

    func testConstantsBecomeSummandsAndFactors() throws {
        try check(["Add"], seed: 1) { x, random in try self.binary("Subtract", x, try self.constant([4], &random)) }
        try check(["Multiply"], seed: 2) { x, _ in try self.binary("Divide", x, try self.scalar(3)) }
        try check(["Multiply"], seed: 3) { x, _ in try self.binary("Power", x, try self.scalar(2)) }
        try check(["Exp", "Sqrt"], seed: 4) { x, _ in try self.binary("Power", try self.unary("Exp", x), try self.scalar(0.5)) }
        try check(["Negative"], seed: 5) { x, _ in try self.binary("Subtract", try self.scalar(0), x) }
    }

    func testOthersStay() throws {
        try check(["Subtract"], seed: 6) { x, _ in try self.binary("Subtract", try self.scalar(1), x) }
        try check(["Divide"], seed: 7) { x, _ in try self.binary("Divide", x, try self.scalar(1e38)) }
        try check(["Exp", "Power"], seed: 8) { x, _ in try self.binary("Power", try self.unary("Exp", x), try self.scalar(2.5)) }
    }

    /// The slopes of channels become a tensor of the data's rank, and then part of a convolution.
    func testSlopesOfChannelsBroadcast() throws {
        func prelu(_ x: Output, _ random: inout SeededGenerator) throws -> Output {
            try opset.create("PRelu", [x, try constant([5], &random)])
        }
        try check(Canonicalization.run, seed: 9, [[2, 5, 3, 5]], types: ["PRelu"]) { x, random in [try prelu(x[0], &random)] }
        try check(Canonicalization.run, seed: 10, [[4, 5]], types: ["PRelu"]) { x, random in [try prelu(x[0], &random)] }
        let fuse: Pass = { model, options in
            try Canonicalization.run(model, options)
            try PostOperationFusion.run(model, options)
        }
        try check(fuse, seed: 11, [[2, 3, 6, 5]], types: ["Convolution"]) { x, random in
            let filters = try constant([5, 3, 3, 3], &random)
            let y = try opset.create(
                "Convolution", [x[0], filters], ["strides": [1, 1], "dilations": [1, 1], "pads_begin": [1, 1], "pads_end": [1, 1]])
            return [try prelu(y, &random)]
        }
    }
}
