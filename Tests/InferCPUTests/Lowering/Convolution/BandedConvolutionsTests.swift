import InferAssembler
import InferGraph
import InferKernels
import InferTensors
import XCTest

@testable import InferCPU

/// Chains of convolutions in bands against the same convolutions one after the other.
final class BandedConvolutionsTests: XCTestCase {
    private let seed = UInt64(20_261_128)

    /// Blocks of the kinds that mobile networks have, with a residual sum, strides and odd sizes.
    func testBandsGiveWhatStepsGive() throws {
        try XCTSkipUnless(InstructionSet.allowed != .portable, "bands are made of generated code")
        var random = SeededGenerator(seed: seed)
        var chains = 0
        for round in 0..<12 {
            let block = Block(
                batch: Int.random(in: 1...2, using: &random), height: Int.random(in: 60...90, using: &random),
                width: Int.random(in: 60...90, using: &random), channels: [8, 16, 19, 24][round % 4],
                inner: [48, 72, 96][round % 3], outputs: round % 2 == 0 ? nil : 24, stride: round % 2 == 0 ? 1 : 2,
                kernel: round % 5 == 0 ? 5 : 3)
            let input = try ModelRunner.random([block.batch, block.channels, block.height, block.width], &random)
            var weights = random
            let chained = try block.model(&random, showsInner: false)
            let stepwise = try block.model(&weights, showsInner: true)
            for threads in [1, 2] {
                let message = "seed \(seed), round \(round), \(threads) threads: \(block)"
                let want = try ModelRunner.run(stepwise, [input], threads: threads)
                let got = try ModelRunner.run(chained, [input], threads: threads)
                ModelRunner.assertClose(try ModelRunner.floats(got[0]), try ModelRunner.floats(want[0]), message)
                chains += try bandCount(chained, threads: threads)
                XCTAssertEqual(try bandCount(stepwise, threads: threads), 0, "what a model gives is written: \(message)")
            }
        }
        XCTAssertGreaterThan(chains, 8, "seed \(seed): too few chains were put together for the test to mean anything")
    }

    /// Chains of any pointwise and depthwise convolutions: strides, dilations and pads that do not fit each other, several images.
    func testRandomChains() throws {
        try XCTSkipUnless(InstructionSet.allowed != .portable, "bands are made of generated code")
        var random = SeededGenerator(seed: seed + 1)
        var chains = 0
        for round in 0..<16 {
            let chain = Chain(&random)
            let input = try ModelRunner.random([chain.batch, chain.channels, chain.height, chain.width], &random)
            var weights = random
            let chained = try chain.model(&random, showsInner: false)
            let stepwise = try chain.model(&weights, showsInner: true)
            for threads in [1, 2, 3] {
                let message = "seed \(seed + 1), round \(round), \(threads) threads: \(chain)"
                let want = try ModelRunner.run(stepwise, [input], threads: threads)
                let got = try ModelRunner.run(chained, [input], threads: threads)
                ModelRunner.assertClose(try ModelRunner.floats(got[0]), try ModelRunner.floats(want[0]), message)
                chains += try bandCount(chained, threads: threads)
            }
        }
        XCTAssertGreaterThan(chains, 16, "seed \(seed + 1): too few chains were put together for the test to mean anything")
    }

    func testProfilesGiveTheLastStepTheWorkOfAll() throws {
        try XCTSkipUnless(InstructionSet.allowed != .portable, "bands are made of generated code")
        var random = SeededGenerator(seed: seed)
        let block = Block(batch: 1, height: 112, width: 112, channels: 16, inner: 96, outputs: 24, stride: 2, kernel: 3)
        let model = try block.model(&random, showsInner: false)
        let compiled = try CPUDevice().compile_model(model, [.inference_num_threads(1), .enable_profiling(true)])
        let execution = try compiled.make_execution()
        _ = try ModelRunner.run(execution, compiled, [try ModelRunner.random([1, 16, 112, 112], &random)])
        let infos = try execution.profiling_info.filter { ["Convolution", "GroupConvolution"].contains($0.node_type) }
        let executed = infos.filter { $0.status == .EXECUTED }
        XCTAssertEqual(executed.filter { $0.exec_type.hasPrefix("convolution_bands_") }.count, 1)
        XCTAssertTrue(infos.allSatisfy { $0.status != .NOT_RUN })
        let work = 2 * (112 * 112 * 16 * 96 + 56 * 56 * 96 * 9 + 56 * 56 * 96 * 24)
        XCTAssertEqual(executed.reduce(0) { $0 + $1.floatingPointOperations }, work)
    }

    /// How many steps of a model are chains in bands.
    private func bandCount(_ model: Model, threads: Int) throws -> Int {
        let compiled = try CPUDevice().compile_model(model.clone(), [.inference_num_threads(threads)])
        let program = try XCTUnwrap(compiled as? CPUModel).program
        var known: [TensorType?] = program.slots.map { $0.isConstant ? $0.type : nil }
        for slot in program.inputs { known[slot.index] = program.slots[slot.index].type }
        let binding = try program.binding(from: 0, known: known, threads: threads)
        return binding.steps.filter { $0.kernel is BandedConvolutions }.count
    }
}

/// Convolutions one after the other.
private struct Chain {
    struct Layer {
        /// Output channels of a pointwise convolution; nil for a depthwise one.
        var outputs: Int?
        var kernel = 1
        var stride = 1
        var dilation = 1
        var pad = 0
    }

    let batch: Int
    let channels: Int
    let height: Int
    let width: Int
    private(set) var layers: [Layer] = []

    init(_ random: inout SeededGenerator) {
        batch = Int.random(in: 1...3, using: &random)
        channels = [8, 16, 24, 33].randomElement(using: &random) ?? 8
        height = Int.random(in: 50...110, using: &random)
        width = Int.random(in: 50...110, using: &random)
        var size = min(height, width)
        for place in 0..<Int.random(in: 3...6, using: &random) {
            var layer = Layer()
            if place % 2 == 0 {
                layer.outputs = Int.random(in: 8...70, using: &random)
            } else {
                layer.kernel = Int.random(in: 1...5, using: &random)
                layer.dilation = Int.random(in: 1...2, using: &random)
                layer.stride = size > 30 ? Int.random(in: 1...2, using: &random) : 1
                layer.pad = Int.random(in: 0...layer.kernel, using: &random)
            }
            size = (size + 2 * layer.pad - (layer.kernel - 1) * layer.dilation - 1) / layer.stride + 1
            layers.append(layer)
        }
    }

    func model(_ random: inout SeededGenerator, showsInner: Bool) throws -> Model {
        let image = try opset.parameter(.f32, PartialShape([batch, channels, height, width]), name: "image")
        var results: [Output] = []
        var (last, count) = (image, channels)
        for layer in layers {
            let filters = layer.outputs.map { Shape([$0, count, 1, 1]) } ?? Shape([count, 1, 1, layer.kernel, layer.kernel])
            last = try convolution(
                last, filters: filters, stride: layer.stride, pad: layer.pad, &random, dilation: layer.dilation,
                activates: results.count % 3 != 2)
            count = layer.outputs ?? count
            results.append(last)
        }
        return try Model([last] + (showsInner ? results.dropLast() : []), [image])
    }
}

/// An inverted bottleneck: a pointwise convolution to more channels, a depthwise one, and a pointwise one to fewer, plus the block's input
/// where that has the same shape.
private struct Block {
    let batch: Int
    let height: Int
    let width: Int
    let channels: Int
    let inner: Int
    /// nil for as many as there are channels.
    let outputs: Int?
    let stride: Int
    let kernel: Int

    func model(_ random: inout SeededGenerator, showsInner: Bool) throws -> Model {
        let image = try opset.parameter(.f32, PartialShape([batch, channels, height, width]), name: "image")
        let outputs = outputs ?? channels
        let expanded = try convolution(image, filters: [inner, channels, 1, 1], stride: 1, pad: 0, &random)
        let filtered = try convolution(expanded, filters: [inner, 1, 1, kernel, kernel], stride: stride, pad: kernel / 2, &random)
        var projected = try convolution(filtered, filters: [outputs, inner, 1, 1], stride: 1, pad: 0, &random, activates: false)
        if stride == 1, outputs == channels { projected = try opset.createNode("Add", [projected, image], [:]).output(0) }
        return try Model([projected] + (showsInner ? [expanded, filtered] : []), [image])
    }
}

/// With a bias and ReLU6.
private func convolution(
    _ image: Output, filters: Shape, stride: Int, pad: Int, _ random: inout SeededGenerator, dilation: Int = 1, activates: Bool = true
) throws -> Output {
    let weights = Output(try Node(Constant(try ModelRunner.random(filters, &random))), 0)
    let attributes: [String: AttributeValue] = [
        "strides": [stride, stride], "pads_begin": [pad, pad], "pads_end": [pad, pad], "dilations": [dilation, dilation],
    ]
    let type = filters.count == 5 ? "GroupConvolution" : "Convolution"
    let node = try opset.createNode(type, [image, weights], attributes)
    let bias = Output(try Node(Constant(try ModelRunner.random([1, filters[0], 1, 1], &random))), 0)
    let sum = try opset.createNode("Add", [try node.output(0), bias], [:])
    guard activates else { return try sum.output(0) }
    return try opset.createNode("Clamp", [try sum.output(0)], ["min": 0.0, "max": 6.0]).output(0)
}
