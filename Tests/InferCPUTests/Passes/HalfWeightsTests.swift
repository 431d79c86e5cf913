import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class HalfWeightsTests: PassTestCase {
    /// Numbers that halves hold, as halves and as single numbers.
    private func halves(_ shape: Shape, _ random: inout SeededGenerator) throws -> (narrow: Output, wide: Output) {
        let values = try ModelRunner.floats(ModelRunner.random(shape, &random)).map { ($0 * 512).rounded() / 512 }
        let wide = try Tensor(values, shape: shape)
        let narrow = try Tensor(.f16, shape)
        let target = try narrow.snapshot.data.assumingMemoryBound(to: UInt16.self)
        for (index, value) in values.enumerated() { target[index] = Self.half(value) }
        return (try opset.constant(narrow), try opset.constant(wide))
    }

    /// The bits of a half, of a number of few digits in its normal range or zero.
    private static func half(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let sign = UInt16(bits >> 16 & 0x8000)
        return value == 0 ? sign : sign | UInt16(((bits & 0x7fff_ffff) - 0x3800_0000) >> 13)
    }

    private func widened(_ constant: Output) throws -> Output {
        try opset.create("Convert", [constant], ["destination_type": .elementType(.f32)])
    }

    /// Models with and without halves must agree.
    private func check(_ inputs: [Tensor], _ narrow: Output, _ wide: Output, _ parameters: [Output], _ types: [String]) throws {
        let model = try Model([narrow], parameters)
        let want = try ModelRunner.floats(ModelRunner.run(try Model([wide], parameters), inputs)[0])
        for threads in [1, 2] {
            ModelRunner.assertClose(try ModelRunner.floats(ModelRunner.run(model, inputs, threads: threads)[0]), want)
        }
        let changed = model.clone()
        try CPUPasses.run(changed, CompileOptions())
        XCTAssertEqual(Self.types(changed), types)
    }

    func testProductsReadHalves() throws {
        guard CompileOptions().instructionSet != .portable else { throw XCTSkip("no generated code here") }
        var random = SeededGenerator(seed: 11)
        for (rows, depth, transposeB) in [
            (1, 150, false), (1, 150, true), (1, 160, true), (5, 150, true), (40, 150, false), (40, 150, true),
        ] {
            let x = try opset.parameter(.f32, PartialShape([rows, depth] as Shape), name: "x")
            let weights = try halves(transposeB ? [300, depth] : [depth, 300], &random)
            let bias = try opset.constant(ModelRunner.random([300], &random))
            func network(_ weights: Output) throws -> Output {
                let product = try opset.create("MatMul", [x, weights], ["transpose_b": .boolean(transposeB)])
                return try opset.create("Relu", [try opset.create("Add", [product, bias])])
            }
            let input = try ModelRunner.random([rows, depth], &random)
            try check([input], network(widened(weights.narrow)), network(weights.wide), [x], ["MatMul"])
        }
    }

    func testWeightsThatOthersReadAreWidened() throws {
        var random = SeededGenerator(seed: 12)
        let x = try opset.parameter(.f32, [200, 200], name: "x")
        let weights = try halves([200, 200], &random)
        func network(_ weights: Output) throws -> Output {
            try opset.create("Subtract", [weights, try opset.create("MatMul", [x, weights])])
        }
        let model = try Model([try network(widened(weights.narrow))], [x])
        let input = try ModelRunner.random([200, 200], &random)
        let want = try ModelRunner.floats(ModelRunner.run(try Model([try network(weights.wide)], [x]), [input])[0])
        ModelRunner.assertClose(try ModelRunner.floats(ModelRunner.run(model, [input])[0]), want)
        let changed = model.clone()
        try CPUPasses.run(changed, CompileOptions())
        XCTAssertFalse(Self.types(changed).contains("Convert"))
    }

    func testTablesOfHalvesStayNarrow() throws {
        var random = SeededGenerator(seed: 13)
        let indices = try opset.parameter(.i32, [7], name: "x")
        let table = try halves([900, 64], &random)
        let axis = try opset.constant([Int64(0)], shape: [])
        func network(_ table: Output) throws -> Output { try opset.create("Gather", [table, indices, axis]) }
        let input = try Tensor([Int32(3), 899, 0, 5, 100, 3, 7], shape: [7])
        try check([input], network(widened(table.narrow)), network(table.wide), [indices], ["Gather", "Convert"])
    }
}
