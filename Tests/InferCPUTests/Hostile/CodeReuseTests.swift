import InferAssembler
import InferGenerated
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Generated code does not grow with the number of shapes that a model has seen, and goes with its last user.
final class CodeReuseTests: HostileTestCase {
    private func check(_ model: Model, _ shape: (Int) -> Shape, file: StaticString = #filePath, line: UInt = #line) throws {
        var random = SeededGenerator(seed: 1)
        let before = CodeCache.shared.byteCount
        var most = 0
        do {
            let compiled = try CPUDevice().compile_model(model, [.inference_num_threads(2)])
            let execution = try compiled.make_execution()
            for width in 1...200 {
                _ = try ModelRunner.run(execution, compiled, [try ModelRunner.random(shape(width), &random)])
                if width == 100 { most = CodeCache.shared.byteCount }
            }
            let last = CodeCache.shared.byteCount
            if InstructionSet.allowed != .portable { XCTAssertGreaterThan(most, before, "no code", file: file, line: line) }
            XCTAssertLessThanOrEqual(last - before, (most - before) * 5 / 4 + (64 << 10), file: file, line: line)
        }
        XCTAssertEqual(CodeCache.shared.byteCount, before, "code without users", file: file, line: line)
    }

    func testWidthsOfConvolutions() throws {
        var random = SeededGenerator(seed: 2)
        let x = try opset.parameter(.f32, [1, 16, 4, -1], name: "x")
        let around: [String: AttributeValue] = ["strides": [1, 1], "pads_begin": [1, 1], "pads_end": [1, 1], "dilations": [1, 1]]
        var y = try opset.create("Convolution", [x, weights([32, 16, 3, 3], &random)], around)
        y = try opset.create("GroupConvolution", [y, weights([32, 1, 1, 3, 3], &random)], around)
        y = try opset.create("Relu", [y])
        y = try opset.create("MaxPool", [y], ["strides": [2, 2], "pads_begin": [0, 0], "pads_end": [1, 1], "kernel": [2, 2]])
        try check(try Model([y], [x])) { [1, 16, 4, $0] }
    }

    func testLengthsOfAttention() throws {
        var random = SeededGenerator(seed: 3)
        let x = try opset.parameter(.f32, [1, -1, 32], name: "x")
        let heads = try (0..<3).map { _ in
            let projected = try opset.create("MatMul", [x, weights([32, 32], &random)])
            let split = try opset.create("Reshape", [projected, integers([0, 0, 2, 16])], ["special_zero": true])
            return try opset.create("Transpose", [split, integers([0, 2, 1, 3])])
        }
        let attended = try opset.create("ScaledDotProductAttention", heads, ["causal": false])
        let joined = try opset.create(
            "Reshape", [opset.create("Transpose", [attended, integers([0, 2, 1, 3])]), integers([0, 0, 32])], ["special_zero": true])
        let sum = try opset.create("Add", [x, opset.create("MatMul", [joined, weights([32, 32], &random)])])
        let y = try opset.create("MVN", [sum, integers([-1])], ["eps": 1e-5, "normalize_variance": true, "eps_mode": "inside_sqrt"])
        try check(try Model([y], [x])) { [1, $0, 32] }
    }
}
