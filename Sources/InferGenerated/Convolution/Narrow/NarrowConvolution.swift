import InferAssembler
import InferKernels

/// A convolution to a single channel whose outputs meet one pixel each: a last layer. Vectors go across pixels, since there are no channels
/// to fill them.
///
/// The filter is a point, or as large as the stride of a transposed convolution. Where images are not like that, ``DirectConvolution`` takes over.
package struct NarrowConvolution: GeneratedConvolution {
    package static let name = "narrow"

    private let shape: ConvolutionShape
    private let direct: DirectConvolution
    private let code: MachineCode?
    private let function: MachineCode.Function?
    private let lines: Int
    private let tasks: Int
    private let weightsOffset: Int

    /// Fewer multiplications than this, about five microseconds, are not worth sharing.
    private static let smallWork = 250_000

    package static func supports(_ filters: ConvolutionShape) -> Bool {
        guard filters.groups == 1, filters.outputChannels == 1, filters.inputChannels >= 8, filters.inputChannels % 4 == 0,
            filters.dilations == .ones, DirectConvolution.supports(filters)
        else { return false }
        guard filters.isTransposed else { return filters.kernel.count == 1 && filters.strides == .ones }
        return filters.kernel == filters.strides && filters.kernel.depth == 1 && filters.kernel.count <= 4 && filters.kernel.width <= 2
    }

    package static func packedCount(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) -> Int {
        DirectConvolution.packedCount(filters, instructionSet) + filters.inputChannels * filters.kernel.count
    }

    /// The filters of a direct convolution, and behind them those of each input channel side by side, which is how they come.
    package static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>
    ) {
        DirectConvolution.pack(filters, shape, instructionSet, into: packed)
        let count = shape.inputChannels * shape.kernel.count
        (packed + DirectConvolution.packedCount(shape, instructionSet)).update(from: filters, count: count)
    }

    package init?(_ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int) throws {
        guard let direct = try DirectConvolution(shape, epilogue, instructionSet, threads: threads) else { return nil }
        self.direct = direct
        self.shape = shape
        weightsOffset = DirectConvolution.packedCount(shape, instructionSet)
        lines = shape.batch * shape.input.depth * shape.input.height
        let work = lines * shape.input.width * shape.inputChannels * shape.kernel.count
        tasks = threads == 1 || work < Self.smallWork ? 1 : max(1, min(lines, 4 * threads))
        guard let activations = Self.activations(epilogue), Self.isDense(shape), shape.input.width >= instructionSet.width.lanes else {
            code = nil
            function = nil
            return
        }
        let code = try CodeCache.shared.code(
            NarrowSpecification(
                instructionSet: instructionSet, lines: shape.kernel.height, columns: shape.kernel.width, hasBias: epilogue.bias != nil,
                activations: activations))
        self.code = code
        function = code.function
    }

    /// The operations of an epilogue without operands.
    private static func activations(_ epilogue: Epilogue) -> [Activation]? {
        var activations: [Activation] = []
        for index in 0..<epilogue.count {
            guard case .activation(let activation) = epilogue[index] else { return nil }
            activations.append(activation)
        }
        return activations
    }

    /// Whether each pixel makes as many outputs as the filter has places, and those of a line follow one another.
    private static func isDense(_ shape: ConvolutionShape) -> Bool {
        let (input, output, kernel) = (shape.input, shape.output, shape.kernel)
        return shape.padsBegin == .zeros && shape.outputStrides.width == 1 && output.depth == input.depth
            && output.height == input.height * kernel.height && output.width == input.width * kernel.width
    }

    package var scratchBytes: Int { direct.scratchBytes }

    private struct Job: WorkerJob {
        let owner: NarrowConvolution
        let function: MachineCode.Function
        let input: UnsafePointer<Float>
        let weights: UnsafePointer<Float>
        let bias: UnsafePointer<Float>?
        let output: UnsafeMutablePointer<Float>

        func perform(task: Int, worker: Int) {
            let shape = owner.shape
            let (from, to) = (shape.inputStrides, shape.outputStrides)
            for line in owner.lines &* task / owner.tasks..<owner.lines &* (task &+ 1) / owner.tasks {
                let (plane, row) = line.quotientAndRemainder(dividingBy: shape.input.height)
                let (item, slice) = plane.quotientAndRemainder(dividingBy: shape.input.depth)
                var arguments = NarrowArguments(
                    source: input + (item &* from.batch &+ slice &* from.depth &+ row &* from.height), pixelStride: from.width &* 4,
                    pixels: shape.input.width, quads: shape.inputChannels / 4, weights: weights, bias: bias,
                    target: output + (item &* to.batch &+ slice &* to.depth &+ row &* shape.kernel.height &* to.height),
                    lineStride: to.height &* 4)
                withUnsafeMutablePointer(to: &arguments) { function($0) }
            }
        }
    }

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        guard let function else {
            return direct.run(input: input, filters: filters, output: output, epilogue: epilogue, scratch: scratch, team: team)
        }
        let job = Job(
            owner: self, function: function, input: input, weights: filters + weightsOffset, bias: epilogue.bias, output: output)
        team.run(job, tasks: tasks)
    }
}
