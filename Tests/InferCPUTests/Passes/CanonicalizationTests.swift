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
}
