import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class ActivationFusionTests: PassTestCase {
    private static let dynamic: [PartialShape] = [[.dynamic, 7]]

    private func check(
        _ type: [String], seed: UInt64, tolerance: Float = 1e-5, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output) throws -> Output
    ) throws {
        try check(
            ActivationFusion.run, seed: seed, [[5, 7]], declared: Self.dynamic, types: type, tolerance: tolerance, scale: 6, file: file,
            line: line
        ) { x, _ in [try build(x[0])] }
    }

    private func times(_ x: Output, _ factor: Float) throws -> Output { try binary("Multiply", x, try scalar(factor, rank: 2)) }
    private func plus(_ x: Output, _ term: Float) throws -> Output { try binary("Add", x, try scalar(term)) }

    func testGeluByTheErrorFunctionInAnyOrder() throws {
        try check(["Gelu"], seed: 1) { x in
            let e = try self.plus(try self.unary("Erf", try self.binary("Divide", x, try self.scalar(Float(2).squareRoot()))), 1)
            return try self.binary("Multiply", try self.times(x, 0.5), e)
        }
        try check(["Gelu"], seed: 2) { x in
            let e = try self.plus(try self.unary("Erf", try self.times(x, Float(0.5).squareRoot())), 1)
            return try self.times(try self.binary("Multiply", e, x), 0.5)
        }
        try check(["Gelu"], seed: 3) { x in
            let e = try self.plus(try self.times(try self.unary("Erf", try self.times(x, 0.70710677)), 0.5), 0.5)
            return try self.binary("Multiply", x, e)
        }
    }

    func testGeluByTheTangent() throws {
        func inner(_ x: Output) throws -> Output {
            let cube = try self.binary("Multiply", x, try self.binary("Multiply", x, try self.times(x, 0.044715)))
            return try self.times(try self.binary("Add", x, cube), 0.7978845608)
        }
        try check(["Gelu"], seed: 4) { x in
            try self.binary("Multiply", x, try self.plus(try self.times(try self.unary("Tanh", try inner(x)), 0.5), 0.5))
        }
        try check(["Gelu"], seed: 5) { x in
            let cube = try self.times(try self.binary("Power", x, try self.scalar(3)), 0.044715)
            let y = try self.unary("Tanh", try self.times(try self.binary("Add", x, cube), 0.79788))
            return try self.binary("Multiply", try self.times(x, 0.5), try self.plus(y, 1))
        }
        try check(["Gelu"], seed: 6) { x in
            let square = try self.plus(try self.times(try self.binary("Multiply", x, x), 0.044715), 1)
            let y = try self.unary("Sigmoid", try self.times(try self.binary("Multiply", square, x), 1.5957691216))
            return try self.binary("Multiply", y, x)
        }
    }

    func testSwish() throws {
        try check(["Swish"], seed: 7) { x in try self.binary("Multiply", x, try self.unary("Sigmoid", x)) }
        try check(["Swish"], seed: 8) { x in try self.binary("Multiply", try self.unary("Sigmoid", try self.times(x, 1.702)), x) }
        try check(["Swish"], seed: 9) { x in
            let e = try self.plus(try self.unary("Exp", try self.unary("Negative", x)), 1)
            return try self.binary("Multiply", x, try self.binary("Divide", try self.scalar(1), e))
        }
    }

    func testSigmoidAndSoftPlus() throws {
        try check(["Sigmoid"], seed: 10) { x in
            try self.binary("Power", try self.plus(try self.unary("Exp", try self.times(x, -1)), 1), try self.scalar(-1))
        }
        try check(["SoftPlus"], seed: 11) { x in try self.unary("Log", try self.plus(try self.unary("Exp", x), 1)) }
    }

    func testMish() throws {
        try check(["Mish"], seed: 12) { x in try self.binary("Multiply", x, try self.unary("Tanh", try self.unary("SoftPlus", x))) }
        try check(["Mish"], seed: 13) { x in
            let y = try self.unary("Log", try self.plus(try self.unary("Exp", x), 1))
            return try self.binary("Multiply", try self.unary("Tanh", y), x)
        }
    }

    private func clamp(_ x: Output, _ min: Double, _ max: Double) throws -> Output {
        try opset.create("Clamp", [x], ["min": .real(min), "max": .real(max)])
    }

    func testHardSwish() throws {
        try check(["HSwish"], seed: 14) { x in
            try self.binary("Divide", try self.binary("Multiply", x, try self.clamp(try self.plus(x, 3), 0, 6)), try self.scalar(6))
        }
        try check(["HSwish"], seed: 15) { x in try self.binary("Multiply", try self.unary("HSigmoid", x), x) }
        try check(["HSwish"], seed: 16) { x in
            try self.binary(
                "Multiply", x, try opset.create("HardSigmoid", [x, try self.scalar(1 / 6), try self.scalar(0.5)]))
        }
        try check(["HSwish"], seed: 17) { x in
            let held = try self.binary("Minimum", try self.unary("Relu", try self.plus(x, 3)), try self.scalar(6))
            return try self.binary("Multiply", x, try self.times(held, 1 / 6))
        }
        try check(["HSwish"], seed: 18) { x in
            try self.binary("Multiply", x, try self.clamp(try self.plus(try self.times(x, 1 / 6), 0.5), 0, 1))
        }
    }

    func testHardSigmoid() throws {
        try check(["HSigmoid"], seed: 19) { x in try self.times(try self.clamp(try self.plus(x, 3), 0, 6), 1 / 6) }
        try check(["HardSigmoid"], seed: 20) { x in
            try self.clamp(try self.plus(try self.times(x, 0.2), 0.5), 0, 1)
        }
    }

    func testClamp() throws {
        try check(["Clamp"], seed: 21) { x in
            try self.binary("Minimum", try self.binary("Maximum", try self.scalar(-1), x), try self.scalar(2))
        }
    }

    func testNearMissesStay() throws {
        // Another factor in the error function.
        try check(["Multiply", "Erf", "Add", "Multiply", "Multiply"], seed: 22) { x in
            try self.times(try self.binary("Multiply", try self.plus(try self.unary("Erf", try self.times(x, 0.72)), 1), x), 0.5)
        }
        // A sigmoid that is read twice.
        try check(["Sigmoid", "Multiply", "Add"], seed: 23) { x in
            let y = try self.unary("Sigmoid", x)
            return try self.binary("Add", try self.binary("Multiply", x, y), y)
        }
        // A constant that gives the result more elements.
        try check(
            ActivationFusion.run, seed: 24, [[5, 7]], types: ["Multiply", "Sigmoid", "Multiply"]
        ) { x, random in
            [try self.binary("Multiply", x[0], try self.unary("Sigmoid", try self.binary("Multiply", x[0], try self.scalar(2, rank: 3))))]
        }
    }
}
