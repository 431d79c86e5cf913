import InferGenerated
import InferKernels

/// A chain of convolutions, each the only reader of the one before, computed band by band of rows: what lies between them stays in a core's
/// cache, and threads meet once rather than after each. Rows that neighbouring bands share are computed for both.
///
/// The idea is that of fused-layer accelerators (Alwani et al., "Fused-Layer CNN Accelerators", MICRO 2016).
final class BandedConvolutions: BoundKernel, @unchecked Sendable {  // Immutable.
    private let stages: [ConvolutionStage]
    private let bands: [ConvolutionBand]
    /// For each band the code of its parts: an index of ``codes``.
    private let codeOfBand: [Int]
    private let codes: [[any CompiledConvolution]]
    /// For each stage, how far behind those of the first stage the step's slots are.
    private let inputPlaces: [Int]
    /// Where in a worker's scratch memory the results of even and of odd stages lie, and the stages' own scratch.
    private let bufferOffsets: [Int]
    private let workerBytes: Int

    /// - Parameters:
    ///   - rows: of the last convolution in a band.
    ///   - inputPlaces: for each stage, how many slots of steps lie between the first stage's inputs and its own.
    /// - Returns: nil where a part cannot be had as code.
    init?(_ stages: [ConvolutionStage], rows: Int, inputPlaces: [Int], threads: Int) throws {
        let shapes = Self.linked(stages.map(\.shape))
        bands = ConvolutionBand.bands(shapes, rows: rows)
        var forms: [[[Int]]: Int] = [:]
        var codes: [[any CompiledConvolution]] = []
        var codeOfBand: [Int] = []
        for band in bands {
            let form = band.parts.map(\.form)
            if let known = forms[form] {
                codeOfBand.append(known)
                continue
            }
            var code: [any CompiledConvolution] = []
            for (index, part) in band.parts.enumerated() {
                guard !part.inputRows.isEmpty, let made = try stages[index].compile(part.shape(of: shapes[index]), threads: 1) else {
                    return nil
                }
                code.append(made)
            }
            forms[form] = codes.count
            codeOfBand.append(codes.count)
            codes.append(code)
        }
        self.stages = stages
        self.codes = codes
        self.codeOfBand = codeOfBand
        self.inputPlaces = inputPlaces
        let buffers = Self.bufferBytes(shapes, bands)
        let scratch = codes.joined().map(\.scratchBytes).max() ?? 0
        bufferOffsets = [0, buffers.even, buffers.even + buffers.odd]
        // Threads share no cache lines, of which processors fetch pairs.
        workerBytes = (buffers.even + buffers.odd + scratch + 127) / 128 * 128
        super.init(scratchBytes: workerBytes * threads)
    }

    /// The shapes with dense images between them.
    private static func linked(_ shapes: [ConvolutionShape]) -> [ConvolutionShape] {
        var linked = shapes
        for index in shapes.indices.dropLast() {
            let dense = ImageStrides.channelsLast(channels: shapes[index].outputChannels, shapes[index].output)
            linked[index].outputStrides = dense
            linked[index + 1].inputStrides = dense
        }
        return linked
    }

    /// The memory for the largest parts of the results of even and of odd stages but the last, which writes its output.
    static func bufferBytes(_ shapes: [ConvolutionShape], _ bands: [ConvolutionBand]) -> (even: Int, odd: Int) {
        var bytes = [0, 0]
        for band in bands {
            for index in shapes.indices.dropLast() {
                let own = band.parts[index].outputRows.count * shapes[index].output.width * shapes[index].outputChannels * 4
                bytes[index % 2] = max(bytes[index % 2], (own + 127) / 128 * 128)
            }
        }
        return (bytes[0], bytes[1])
    }

    override var profileName: String? { "convolution_bands_\(stages[0].instructionSet.name)_f32" }

    override func run(_ memory: borrowing KernelMemory) throws {
        let job = Job(
            chain: self, slots: memory.slots, inputs: memory.inputs, output: memory.output(0, as: Float.self), scratch: memory.scratch)
        memory.team.run(job, tasks: stages[0].shape.batch &* bands.count)
    }

    private struct Job: WorkerJob {
        let chain: BandedConvolutions
        let slots: UnsafePointer<UnsafeMutableRawPointer>
        let inputs: UnsafePointer<Int>
        let output: UnsafeMutablePointer<Float>
        let scratch: UnsafeMutableRawPointer

        func perform(task: Int, worker: Int) {
            let (item, band) = task.quotientAndRemainder(dividingBy: chain.bands.count)
            chain.compute(band, item, self, scratch + worker &* chain.workerBytes)
        }
    }

    /// Computes one band of one image.
    private func compute(_ band: Int, _ item: Int, _ job: Job, _ scratch: UnsafeMutableRawPointer) {
        let code = codeOfBand[band]
        let last = stages.count &- 1
        for index in stages.indices {
            let shape = stages[index].shape
            let part = bands[band].parts[index]
            let inputs = job.inputs + inputPlaces[index]
            let input: UnsafePointer<Float>
            if index == 0 {
                let place = item &* shape.inputStrides.batch &+ part.inputRows.lowerBound &* shape.inputStrides.height
                input = UnsafePointer(job.slots[inputs[0]].assumingMemoryBound(to: Float.self) + place)
            } else {
                input = UnsafePointer((scratch + bufferOffsets[(index &- 1) % 2]).assumingMemoryBound(to: Float.self))
            }
            let output: UnsafeMutablePointer<Float>
            if index == last {
                output = job.output + (item &* shape.outputStrides.batch &+ part.outputRows.lowerBound &* shape.outputStrides.height)
            } else {
                output = (scratch + bufferOffsets[index % 2]).assumingMemoryBound(to: Float.self)
            }
            codes[code][index].run(
                input: input, filters: stages[index].filters.pointer, output: output,
                epilogue: stages[index].epilogue.make(job.slots, inputs, batch: item, row: part.outputRows.lowerBound),
                scratch: scratch + bufferOffsets[2], team: .caller)
        }
    }
}
