import InferGenerated
import InferKernels

/// A chain of convolutions, each the only reader of the one before, computed band by band of rows: what lies between them stays in a core's
/// cache, and threads meet once rather than after each. Rows that a band shares with the one before it are kept; those that neighbouring
/// sections share are computed for both.
///
/// The idea is that of fused-layer accelerators (Alwani et al., "Fused-Layer CNN Accelerators", MICRO 2016).
final class BandedConvolutions: BoundKernel, @unchecked Sendable {  // Immutable.
    private let stages: PlainArray<Stage>
    private let codes: PlainArray<any CompiledConvolution>
    /// The parts of all sections, and where each section's begin.
    private let parts: PlainArray<Part>
    private let sectionStarts: PlainArray<Int>
    private let batch: Int
    /// Where the stages' own scratch memory lies.
    private let scratchOffset: Int
    private let workerBytes: Int

    private struct Stage: Sendable {
        let stage: ConvolutionStage
        /// How far behind those of the first stage the step's slots are.
        let inputPlace: Int
        /// Where in a worker's scratch memory the results lie, but for the last stage's, and the bytes of their rows.
        let bufferOffset: Int
        let rowBytes: Int
    }

    /// A stage of a band.
    private struct Part: Sendable {
        let stage: Int
        let part: ConvolutionBand.Part
        /// An index of ``codes``.
        let code: Int
    }

    /// What distinguishes the code of a part.
    private struct Form: Hashable {
        let stage: Int
        let rows: [Int]
    }

    /// - Parameters:
    ///   - inputPlaces: for each stage, how many slots of steps lie between the first stage's inputs and its own.
    /// - Returns: nil where a part cannot be had as code.
    init?(_ stages: [ConvolutionStage], _ division: BandDivision, inputPlaces: [Int], threads: Int) throws {
        let shapes = Self.linked(stages.map(\.shape))
        let places = ConvolutionSection.sections(shapes, division)
        var forms: [Form: Int] = [:]
        var codes: [any CompiledConvolution] = []
        var parts: [Part] = []
        var sectionStarts = [0]
        for section in places {
            for band in section.bands {
                for (stage, part) in band.parts.enumerated() where !part.outputRows.isEmpty {
                    let form = Form(stage: stage, rows: part.form)
                    let code = forms[form] ?? codes.count
                    if code == codes.count {
                        guard !part.inputRows.isEmpty, let made = try stages[stage].compile(part.shape(of: shapes[stage]), threads: 1)
                        else { return nil }
                        forms[form] = code
                        codes.append(made)
                    }
                    parts.append(Part(stage: stage, part: part, code: code))
                }
            }
            sectionStarts.append(parts.count)
        }
        var own: [Stage] = []
        var end = 0
        for (index, stage) in stages.enumerated() {
            let rowBytes = shapes[index].output.width * shapes[index].outputChannels * 4
            own.append(Stage(stage: stage, inputPlace: inputPlaces[index], bufferOffset: end, rowBytes: rowBytes))
            if index < stages.count - 1 { end += (places.map { $0.bufferRows[index] }.max() ?? 0) * rowBytes }
            end = (end + 127) / 128 * 128
        }
        self.stages = PlainArray(own)
        self.codes = PlainArray(codes)
        self.parts = PlainArray(parts)
        self.sectionStarts = PlainArray(sectionStarts)
        batch = shapes[0].batch
        scratchOffset = end
        // Threads share no cache lines, of which processors fetch pairs.
        workerBytes = (end + (codes.map(\.scratchBytes).max() ?? 0) + 127) / 128 * 128
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

    override var profileName: String? { "convolution_bands_\(stages.elements[0].stage.instructionSet.name)_f32" }

    override func run(_ memory: borrowing KernelMemory) throws {
        let job = Job(
            chain: self, slots: memory.slots, inputs: memory.inputs, output: memory.output(0, as: Float.self), scratch: memory.scratch)
        withExtendedLifetime(self) { memory.team.run(job, tasks: batch &* (sectionStarts.elements.count &- 1)) }
    }

    private struct Job: WorkerJob {
        unowned(unsafe) let chain: BandedConvolutions
        let slots: UnsafePointer<UnsafeMutableRawPointer>
        let inputs: UnsafePointer<Int>
        let output: UnsafeMutablePointer<Float>
        let scratch: UnsafeMutableRawPointer

        func perform(task: Int, worker: Int) {
            let starts = chain.sectionStarts.elements
            let (item, section) = task.quotientAndRemainder(dividingBy: starts.count &- 1)
            for index in starts[section]..<starts[section &+ 1] {
                chain.compute(chain.parts.elements[index], item, self, scratch + worker &* chain.workerBytes)
            }
        }
    }

    /// Computes a part of one image.
    private func compute(_ own: Part, _ item: Int, _ job: Job, _ scratch: UnsafeMutableRawPointer) {
        let (index, part) = (own.stage, own.part)
        let stages = stages.elements
        let inputs = job.inputs + stages[index].inputPlace
        let input: UnsafePointer<Float>
        if index == 0 {
            let strides = stages[index].stage.shape.inputStrides
            let place = item &* strides.batch &+ part.inputRows.lowerBound &* strides.height
            input = UnsafePointer(job.slots[inputs[0]].assumingMemoryBound(to: Float.self) + place)
        } else {
            input = UnsafePointer(row(part.inputPlace, after: index &- 1, scratch).assumingMemoryBound(to: Float.self))
        }
        let output: UnsafeMutablePointer<Float>
        if index == stages.count &- 1 {
            let strides = stages[index].stage.shape.outputStrides
            output = job.output + (item &* strides.batch &+ part.outputRows.lowerBound &* strides.height)
        } else {
            if part.moved.count > 0 {
                row(0, after: index, scratch).copyMemory(
                    from: row(part.moved.lowerBound, after: index, scratch), byteCount: part.moved.count &* stages[index].rowBytes)
            }
            output = row(part.outputPlace, after: index, scratch).assumingMemoryBound(to: Float.self)
        }
        codes.elements[own.code].run(
            input: input, filters: stages[index].stage.filters.pointer, output: output,
            epilogue: stages[index].stage.epilogue.make(job.slots, inputs, batch: item, row: part.outputRows.lowerBound),
            scratch: scratch + scratchOffset, team: .caller)
    }

    /// Where a row of what a stage computes lies in a worker's scratch memory.
    private func row(_ place: Int, after stage: Int, _ scratch: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        scratch + (stages.elements[stage].bufferOffset &+ place &* stages.elements[stage].rowBytes)
    }
}
