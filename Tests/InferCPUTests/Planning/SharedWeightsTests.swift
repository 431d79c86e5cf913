import InferAssembler
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Layers that read one constant.
final class SharedWeightsTests: PassTestCase {
    /// The constant nodes of one tensor: as files have them, one for each reader.
    private func constants(_ tensor: Tensor, _ count: Int) throws -> [Output] {
        try (0..<count).map { _ in Output(try Node(Constant(tensor)), 0) }
    }

    /// The packed weights of a model's products and convolutions, in order.
    private func packed(_ model: Model) throws -> [PackedWeights] {
        let program = try ProgramBuilder.build(model, CompileOptions())
        return program.steps.compactMap { step in
            let kernel = (step.kernel as? FusedKernel)?.base ?? step.kernel
            return (kernel as? MatMulKernel)?.packed ?? (kernel as? ConvolutionKernel)?.packed
        }
    }

    func testProductsShareTheWeightsThatTheyReadAlike() throws {
        var random = SeededGenerator(seed: 31)
        let weights = try ModelRunner.random([24, 24], &random)
        let x = try opset.parameter(.f32, [40, 24], name: "x")
        let own = try constants(weights, 3)
        let first = try opset.create("MatMul", [x, own[0]], ["transpose_b": .boolean(true)])
        let second = try opset.create("MatMul", [first, own[1]], ["transpose_b": .boolean(true)])
        let third = try opset.create("MatMul", [second, own[2]])
        let packed = try packed(try Model([third], [x]))
        XCTAssertEqual(packed.count, 3)
        XCTAssertTrue(packed[0] === packed[1])
        XCTAssertFalse(packed[0] === packed[2])
    }

    func testConvolutionsShareTheFiltersThatTheyReadAlike() throws {
        var random = SeededGenerator(seed: 32)
        let filters = try ModelRunner.random([32, 32, 3, 3], &random)
        let own = try constants(filters, 3)
        let x = try opset.parameter(.f32, [1, 32, 14, 14], name: "x")
        func convolution(_ image: Output, _ filters: Output, dilation: Int = 1) throws -> Output {
            try opset.create(
                "Convolution", [image, filters],
                [
                    "strides": .integers([1, 1]), "dilations": .integers([dilation, dilation]),
                    "pads_begin": .integers([dilation, dilation]), "pads_end": .integers([dilation, dilation]),
                ])
        }
        let first = try convolution(x, own[0])
        let second = try convolution(first, own[1])
        let packed = try packed(try Model([try convolution(second, own[2], dilation: 2)], [x]))
        XCTAssertEqual(packed.count, 3)
        XCTAssertTrue(packed[0] === packed[1])
        XCTAssertFalse(packed[0] === packed[2])
    }

    func testConstantsOfOneMemoryAreOne() throws {
        var random = SeededGenerator(seed: 33)
        let weights = try ModelRunner.random([24, 24], &random)
        let copy = try Tensor(try ModelRunner.floats(weights), shape: [24, 24])
        let x = try opset.parameter(.f32, [40, 24], name: "x")
        var result = x
        for constant in try constants(weights, 2) + constants(copy, 1) { result = try opset.create("MatMul", [result, constant]) }
        let model = try Model([result], [x])
        try CommonSubexpressions.run(model, CompileOptions())
        XCTAssertEqual(model.get_ordered_ops().filter { $0.operation is Constant }.count, 2)
    }

    /// A product of few rows reads its weights where they lie; the same product of a number of rows that is not known packs them.
    func testFewRowsReadWeightsInPlace() throws {
        try XCTSkipIf(CompileOptions().instructionSet == .portable, "generated code is asked for")
        var random = SeededGenerator(seed: 34)
        let weights = try ModelRunner.random([33, 50], &random)
        let bias = try constant([33], &random)
        for rows in [PartialShape([1, 50]), PartialShape([.dynamic, 50])] {
            let x = try opset.parameter(.f32, rows, name: "x")
            let product = try opset.create("MatMul", [x, try constants(weights, 1)[0]], ["transpose_b": .boolean(true)])
            let model = try Model([try binary("Add", product, bias)], [x])
            let changed = model.clone()
            try CPUPasses.run(changed, CompileOptions())
            XCTAssertEqual(try packed(changed).count, rows.is_static ? 0 : 1)
            let input = try ModelRunner.random([1, 50], &random)
            let (a, b) = (try ModelRunner.floats(input), try ModelRunner.floats(weights))
            var want = try ModelRunner.floats(try XCTUnwrap(bias.node.constant_tensor))
            for row in 0..<33 { for k in 0..<50 { want[row] += a[k] * b[row * 50 + k] } }
            for threads in [1, 2] {
                let got = try ModelRunner.floats(ModelRunner.run(model, [input], threads: threads)[0])
                ModelRunner.assertClose(got, want, "\(rows)")
            }
        }
    }
}
