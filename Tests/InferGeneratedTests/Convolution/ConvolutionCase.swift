import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// A convolution of random numbers in memory between guard pages, and what the portable kernel makes of it.
final class ConvolutionCase {
    let shape: ConvolutionShape
    let filters: [Float]
    private let input: GuardedBuffer
    private let before: [Float]
    private let randomEpilogue: RandomEpilogue
    private let side: GuardedBuffer.Side
    /// Images whose rows the epilogue's operands go through; of no width where they are the same for all rows.
    private let operandSize: Spatial
    private static let team = WorkerTeam(threads: 2)

    init(_ shape: ConvolutionShape, _ random: inout SeededNumbers) throws {
        self.shape = shape
        side = random.pick([.start, .end])
        operandSize = Spatial(
            depth: shape.output.depth, height: shape.output.height, width: random.integer(0...3) == 0 ? 0 : shape.output.width)
        input = try GuardedBuffer(
            random.floats(Self.extent(shape.inputStrides, shape.batch, shape.inputChannels, shape.input)), random.pick([.start, .end]))
        filters = random.floats(shape.kernel.count * shape.inputChannelsPerGroup * shape.outputChannels)
        before = random.floats(Self.extent(shape.outputStrides, shape.batch, shape.outputChannels, shape.output))
        randomEpilogue = try RandomEpilogue(
            rows: max(1, shape.batch * shape.output.count), columns: max(1, shape.outputChannels), &random)
    }

    /// The epilogue; good as long as this object.
    var epilogue: Epilogue { randomEpilogue.epilogue(size: operandSize) }

    private static func extent(_ strides: ImageStrides, _ batch: Int, _ channels: Int, _ size: Spatial) -> Int {
        1 + max(0, batch - 1) * strides.batch + max(0, channels - 1) * strides.channel + max(0, size.depth - 1) * strides.depth
            + max(0, size.height - 1) * strides.height + max(0, size.width - 1) * strides.width
    }

    /// Fails unless `run` writes what the portable kernel does and nothing else.
    func check(
        scratchBytes: Int = 0, _ name: String,
        _ run: (_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutableRawPointer, WorkerTeam) throws
            -> Void
    ) throws {
        let output = try GuardedBuffer(before, side)
        let scratch = try GuardedBuffer(count: (scratchBytes + 63) / 64 * 16)
        for index in 0..<scratch.count { scratch.pointer[index] = .nan }
        try run(UnsafePointer(input.pointer), output.pointer, scratch.pointer, Self.team)

        var expected = before
        let portable = InferKernels.Convolution(shape)
        var packed = [Float](repeating: 0, count: portable.packedCount + 1)
        portable.pack(filters, into: &packed)
        let portableScratch = UnsafeMutableRawPointer.allocate(
            byteCount: portable.scratchBytes(threads: Self.team.threadCount) + 64, alignment: 64)
        defer { portableScratch.deallocate() }
        expected.withUnsafeMutableBufferPointer { expected in
            portable.run(
                input: input.pointer, weights: packed, output: expected.baseAddress ?? output.pointer, epilogue: epilogue,
                scratch: portableScratch, team: Self.team)
        }
        // Rounding adds up with the root of how many products there are.
        let products = Float(shape.kernel.count * shape.inputChannelsPerGroup)
        let tolerance = 2e-5 * max(1, (products / 50).squareRoot())
        for (index, (got, want)) in zip(output.values, expected).enumerated() where !(abs(got - want) <= tolerance * max(1, abs(want))) {
            return XCTFail("\(name): element \(index) is \(got), expected \(want); \(shape)")
        }
    }
}

/// What random convolutions are like.
struct ConvolutionRanges {
    var ranks = 1...2
    var batch = 1...2
    var groups = 1...1
    /// Channels of each group.
    var inputChannels = 1...1
    var outputChannels = 1...1
    var length = 1...16
    var kernel = 1...5
    var strides = 1...3
    var dilations = 1...2
    var pads = 0...2
    var isTransposed = false
    /// Whether images may be parts of wider tensors.
    var hasGaps = true

    func shape(_ random: inout SeededNumbers) -> ConvolutionShape {
        let rank = random.integer(ranks)
        func spatial(_ range: ClosedRange<Int>, fill: Int, _ random: inout SeededNumbers) -> Spatial {
            Spatial((0..<rank).map { _ in random.integer(range) }, fill: fill)
        }
        let input = spatial(length, fill: 1, &random)
        let size = spatial(kernel, fill: 1, &random)
        let steps = spatial(strides, fill: 1, &random)
        let spread = random.integer(0...2) == 0 ? spatial(dilations, fill: 1, &random) : .ones
        let begin = spatial(pads, fill: 0, &random)
        let end = spatial(pads, fill: 0, &random)
        func extent(_ dimension: KeyPath<Spatial, Int>) -> Int {
            let reach = (size[keyPath: dimension] - 1) * spread[keyPath: dimension] + 1
            let pad = begin[keyPath: dimension] + end[keyPath: dimension]
            let step = steps[keyPath: dimension]
            let length = input[keyPath: dimension]
            return isTransposed
                ? max(0, (length - 1) * step + reach - pad) : length + pad < reach ? 0 : (length + pad - reach) / step + 1
        }
        let groupCount = random.integer(groups)
        let output = Spatial(depth: extent(\.depth), height: extent(\.height), width: extent(\.width))
        var shape = ConvolutionShape(
            batch: random.integer(batch), groups: groupCount, inputChannels: groupCount * random.integer(inputChannels),
            outputChannels: groupCount * random.integer(outputChannels), input: input, output: output, kernel: size, strides: steps,
            dilations: spread, padsBegin: begin, isTransposed: isTransposed)
        if hasGaps, random.integer(0...3) == 0 {
            shape.inputStrides = .channelsLast(channels: shape.inputChannels + 3, input)
            shape.outputStrides = .channelsLast(channels: shape.outputChannels + 2, output)
        }
        return shape
    }
}
