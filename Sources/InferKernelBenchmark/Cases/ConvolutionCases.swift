import InferAssembler
import InferGenerated
import InferKernels

/// Convolutions as networks have them, with their data in caches.
enum ConvolutionCases {
    /// A square image, and what is done to it.
    private struct Case {
        let length: Int
        let channels: (input: Int, output: Int)
        let kernel: Int
        var stride = 1
        var batch = 1
        var groups = 1

        var shape: ConvolutionShape {
            let output = (length + stride - 1) / stride
            func square(_ length: Int) -> Spatial { Spatial(depth: 1, height: length, width: length) }
            var shape = ConvolutionShape(
                batch: batch, groups: groups, inputChannels: channels.input, outputChannels: channels.output, input: square(length),
                output: square(output),
                kernel: square(kernel), strides: square(stride))
            shape.strides.depth = 1
            shape.padsBegin = Spatial(depth: 0, height: (kernel - 1) / 2, width: (kernel - 1) / 2)
            return shape
        }

        var text: String {
            "\(channels.input)→\(channels.output) \(kernel)x\(kernel)/\(stride) on \(length)x\(length)"
                + (groups > 1 ? ", \(groups) groups" : "") + (batch > 1 ? ", \(batch) images" : "")
        }
    }

    private static let direct = [
        Case(length: 112, channels: (16, 96), kernel: 1), Case(length: 56, channels: (24, 144), kernel: 1),
        Case(length: 56, channels: (64, 256), kernel: 1), Case(length: 14, channels: (1024, 256), kernel: 1),
        Case(length: 7, channels: (2048, 512), kernel: 1), Case(length: 7, channels: (960, 160), kernel: 1),
        Case(length: 56, channels: (64, 64), kernel: 3), Case(length: 28, channels: (128, 128), kernel: 3),
        Case(length: 56, channels: (128, 128), kernel: 3, stride: 2), Case(length: 14, channels: (512, 512), kernel: 3, stride: 2),
        Case(length: 96, channels: (32, 8), kernel: 1), Case(length: 96, channels: (8, 32), kernel: 1),
        Case(length: 32, channels: (32, 8), kernel: 1), Case(length: 32, channels: (8, 32), kernel: 1),
        Case(length: 96, channels: (24, 24), kernel: 3), Case(length: 2, channels: (128, 128), kernel: 3, batch: 32),
    ]
    private static let planar = [
        Case(length: 192, channels: (3, 32), kernel: 3, stride: 2), Case(length: 224, channels: (3, 32), kernel: 3, stride: 2),
        Case(length: 224, channels: (3, 64), kernel: 7, stride: 2),
    ]
    private static let depthwise = [
        Case(length: 96, channels: (32, 32), kernel: 3), Case(length: 96, channels: (8, 8), kernel: 3),
        Case(length: 10, channels: (32, 32), kernel: 3), Case(length: 15, channels: (32, 32), kernel: 3),
        Case(length: 32, channels: (32, 32), kernel: 3), Case(length: 32, channels: (8, 8), kernel: 3),
        Case(length: 112, channels: (32, 32), kernel: 3), Case(length: 56, channels: (144, 144), kernel: 3),
        Case(length: 112, channels: (96, 96), kernel: 3, stride: 2), Case(length: 14, channels: (384, 384), kernel: 5),
        Case(length: 7, channels: (960, 960), kernel: 3),
    ]
    private static let grouped = [
        Case(length: 56, channels: (128, 128), kernel: 3, groups: 32),
        Case(length: 56, channels: (256, 256), kernel: 3, stride: 2, groups: 32),
        Case(length: 28, channels: (256, 256), kernel: 3, groups: 32),
        Case(length: 28, channels: (512, 512), kernel: 3, stride: 2, groups: 32),
        Case(length: 14, channels: (512, 512), kernel: 3, groups: 32),
        Case(length: 14, channels: (1024, 1024), kernel: 3, stride: 2, groups: 32),
        Case(length: 7, channels: (1024, 1024), kernel: 3, groups: 32), Case(length: 28, channels: (64, 64), kernel: 3, groups: 4),
        Case(length: 14, channels: (160, 160), kernel: 3, groups: 10), Case(length: 7, channels: (400, 400), kernel: 3, groups: 25),
        Case(length: 28, channels: (104, 104), kernel: 3, groups: 13), Case(length: 14, channels: (168, 168), kernel: 3, groups: 7),
        Case(length: 28, channels: (192, 192), kernel: 3, groups: 8), Case(length: 28, channels: (240, 240), kernel: 1, groups: 60),
        Case(length: 28, channels: (240, 240), kernel: 1, groups: 15), Case(length: 28, channels: (384, 384), kernel: 1, groups: 12),
        Case(length: 28, channels: (240, 240), kernel: 1, groups: 3), Case(length: 28, channels: (512, 512), kernel: 3, groups: 8),
        Case(length: 14, channels: (512, 512), kernel: 3, groups: 4), Case(length: 13, channels: (384, 256), kernel: 3, groups: 2),
        Case(length: 27, channels: (96, 256), kernel: 5, groups: 2), Case(length: 7, channels: (896, 896), kernel: 3, groups: 8),
        Case(length: 28, channels: (128, 256), kernel: 3, groups: 128), Case(length: 28, channels: (160, 160), kernel: 5, groups: 20),
    ]

    static func run(_ instructionSet: InstructionSet, _ report: Report) throws {
        for test in direct { try measure(DirectConvolution.self, test.shape, test.text, instructionSet, report) }
        for test in planar {
            var shape = test.shape
            shape.inputStrides = .planar(channels: shape.inputChannels, shape.input)
            try measure(PlanarConvolution.self, shape, test.text, instructionSet, report)
        }
        for test in grouped {
            try measure(GroupedConvolution.self, test.shape, test.text, instructionSet, report)
            try measure(DirectConvolution.self, test.shape, test.text, instructionSet, report)
        }
        for test in depthwise {
            var shape = test.shape
            shape.groups = shape.inputChannels
            try measure(DepthwiseConvolution.self, shape, test.text, instructionSet, report)
        }
    }

    private static func measure<Algorithm: GeneratedConvolution>(
        _ type: Algorithm.Type, _ shape: ConvolutionShape, _ text: String, _ instructionSet: InstructionSet, _ report: Report
    ) throws {
        let name = "convolution \(type.name) \(text)"
        guard report.wants(name) else { return }
        let bias = Memory(shape.outputChannels)
        var epilogue = Epilogue(bias: bias.pointer)
        epilogue.append(.activation(.relu))
        guard let convolution = try Algorithm(shape, epilogue, instructionSet, threads: 1) else { return }
        let input = Memory(shape.batch * shape.input.count * shape.inputChannels)
        let output = Memory(shape.batch * shape.output.count * shape.outputChannels)
        let filters = Memory(shape.outputChannels * shape.inputChannelsPerGroup * shape.kernel.count)
        let packed = Memory(Algorithm.packedCount(shape, instructionSet))
        Algorithm.pack(filters.pointer, shape, instructionSet, into: packed.pointer)
        let scratch = Memory(convolution.scratchBytes / 4 + 1)
        let operations = 2 * shape.batch * shape.output.count * shape.kernel.count * shape.inputChannelsPerGroup * shape.outputChannels
        report.measure(name, operations: Double(operations)) {
            convolution.run(
                input: input.pointer, filters: packed.pointer, output: output.pointer, epilogue: epilogue, scratch: scratch.pointer,
                team: .caller)
        }
    }
}
