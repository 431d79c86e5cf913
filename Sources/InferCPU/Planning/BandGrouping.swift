import InferGenerated
import InferKernels

/// Finds chains of bound convolutions that are better computed band by band (``BandedConvolutions``), and how high their bands should be.
///
/// A model of the time decides. Its numbers were measured on processors with 512-bit vectors; what matters is how they compare.
struct BandGrouping {
    let program: Program
    let threads: Int

    /// The longest chain that is looked at.
    private static let longest = 6
    /// Bytes of what is between two convolutions, and of a band's buffers, that stay in a core's cache.
    private static let cacheBytes = 1 << 20
    /// Nanoseconds a byte takes that goes to a farther cache and comes back, or to the near one.
    private static let farByte = 0.06
    private static let nearByte = 0.02
    /// Nanoseconds a byte of filters takes that comes from there.
    private static let filterByte = 0.015
    /// Nanoseconds it takes to hand out a step to several threads and meet again, and to begin a part of a band.
    private static let meeting = 1500.0
    private static let beginning = 400.0
    /// How much faster a chain must look in bands.
    private static let margin = 0.94

    /// Puts chains that pay together.
    func group(_ steps: [Binding.BoundStep]) throws -> [Binding.BoundStep] {
        var result: [Binding.BoundStep] = []
        var start = 0
        while start < steps.count {
            var end = start + 1
            while end < steps.count, continues(steps[end - 1], steps[end]) { end += 1 }
            result.append(contentsOf: end - start > 1 ? try split(Array(steps[start..<end])) : [steps[start]])
            start = end
        }
        return result
    }

    /// Whether a step is a convolution that alone reads the result of a convolution, and nothing else runs in between.
    private func continues(_ producer: Binding.BoundStep, _ consumer: Binding.BoundStep) -> Bool {
        guard let first = stage(producer), let second = stage(consumer), first.shape.output == second.shape.input,
            first.shape.batch == second.shape.batch
        else { return false }
        let slot = program.steps[producer.position].outputs[0]
        let inputs = program.steps[consumer.position].inputs
        guard inputs[0] == slot, inputs.dropFirst().allSatisfy({ program.root[$0.index] != program.root[slot.index] }),
            case .intermediate = program.slots[slot.index].storage, program.lastUse[slot.index] == consumer.position
        else { return false }
        return true
    }

    /// What a step computes, if it can be in a chain.
    private func stage(_ step: Binding.BoundStep) -> ConvolutionStage? {
        guard let stage = (step.kernel as? BoundGeneratedConvolution)?.stage, !stage.shape.isTransposed, stage.shape.output.depth == 1,
            stage.shape.input.depth == 1, stage.shape.kernel.depth == 1, stage.shape.output.count > 0, stage.shape.batch > 0
        else { return nil }
        return stage
    }

    // MARK: Choosing

    /// The cheapest way through the beginning of a chain.
    private struct Piece {
        /// Nanoseconds of all.
        var time: Double
        /// Where the last piece begins, and how it is divided; nil for a single convolution.
        var start: Int
        var division: BandDivision?
    }

    /// Cuts a chain where it costs least, and puts the pieces of several convolutions together.
    private func split(_ chain: [Binding.BoundStep]) throws -> [Binding.BoundStep] {
        let stages = chain.compactMap(stage)
        // For each length of the chain's beginning.
        var best = [Piece(time: 0, start: 0, division: nil)]
        for end in 1...chain.count {
            let isLast = end == chain.count
            var least = Piece(time: best[end - 1].time + time(stages[end - 1], isLast: isLast), start: end - 1, division: nil)
            for start in stride(from: end - 2, through: max(0, end - Self.longest), by: -1) {
                var alone = 0.0
                for index in start..<end { alone += time(stages[index], isLast: index == end - 1) }
                guard let chosen = bestDivision(Array(stages[start..<end])), chosen.time < Self.margin * alone else { continue }
                let whole = best[start].time + chosen.time + far(stages[end - 1], isLast: isLast)
                if whole < least.time { least = Piece(time: whole, start: start, division: chosen.division) }
            }
            best.append(least)
        }
        var pieces: [Binding.BoundStep] = []
        var end = chain.count
        while end > 0 {
            let piece = best[end]
            pieces = try banded(Array(chain[piece.start..<end]), piece.division) + pieces
            end = piece.start
        }
        return pieces
    }

    /// The steps as one; as they were if they are not to be, or cannot.
    private func banded(_ steps: [Binding.BoundStep], _ division: BandDivision?) throws -> [Binding.BoundStep] {
        guard let first = steps.first, let last = steps.last, let division else { return steps }
        var places: [Int] = []
        var place = 0
        for position in first.position...last.position {
            if steps.contains(where: { $0.position == position }) { places.append(place) }
            place += program.steps[position].inputs.count + program.steps[position].outputs.count
        }
        guard let kernel = try BandedConvolutions(steps.compactMap(stage), division, inputPlaces: places, threads: threads) else {
            return steps
        }
        return [Binding.BoundStep(position: last.position, first: first.position, kernel: kernel)]
    }

    // MARK: Nanoseconds

    /// Of computing so many rows of a convolution's output.
    private func computing(_ stage: ConvolutionStage, rows: Int) -> Double {
        let shape = stage.shape
        let lanes = stage.instructionSet.width.lanes
        let channels = (shape.outputChannels + lanes - 1) / lanes * lanes
        // Not as integers, which the sizes that a file may ask for exceed.
        let products = Double(rows * shape.output.width * channels) * Double(shape.kernel.count * shape.inputChannelsPerGroup)
        // Multiplications a nanosecond.
        let rate = Double(lanes) * (stage.algorithm is DepthwiseConvolution.Type ? 2.5 : 4.2)
        // Each result is written, and changed before.
        return products / rate + Double(rows * shape.output.width * channels) / Double(lanes * 2)
    }

    /// Of taking a result to a cache and back: the near one, if it is small enough.
    private func far(_ stage: ConvolutionStage, isLast: Bool) -> Double {
        let bytes = stage.shape.batch * stage.shape.output.count * stage.shape.outputChannels * 4
        // What a chain ends in is written by it in any case.
        if isLast { return 0 }
        return Double(bytes) * (bytes / threads < Self.cacheBytes / 2 ? Self.nearByte : Self.farByte) / Double(threads)
    }

    /// Of a convolution by itself.
    private func time(_ stage: ConvolutionStage, isLast: Bool) -> Double {
        let work = Double(stage.shape.batch) * computing(stage, rows: stage.shape.output.height) / Double(threads)
        return work + far(stage, isLast: isLast) + (threads > 1 ? Self.meeting : Self.beginning)
    }

    /// The least time of a chain in bands, and how its rows are divided for that.
    private func bestDivision(_ stages: [ConvolutionStage]) -> (time: Double, division: BandDivision)? {
        guard let height = stages.last?.shape.output.height else { return nil }
        let filterBytes = stages.reduce(0) { $0 + $1.algorithm.packedCount($1.shape, $1.instructionSet) * 4 }
        var least: (time: Double, division: BandDivision)?
        for sections in threads > 1 ? [1, threads, 2 * threads, 4 * threads] : [1] where sections <= height {
            let work = SectionWork(self, stages, sections: sections)
            var tried = 0
            for count in [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48] {
                let division = BandDivision(sections: sections, bandRows: (height + sections * count - 1) / (sections * count))
                if division.bandRows == tried { continue }
                tried = division.bandRows
                guard let time = time(stages, division, work, filterBytes: filterBytes) else { continue }
                if let known = least, known.time <= time { continue }
                least = (time, division)
            }
        }
        return least
    }

    /// What the sections of an image compute, however high their bands are.
    private struct SectionWork {
        /// Nanoseconds of all, and of the longest: one in the middle, which shares rows with both neighbours.
        let all: Double
        let longest: Double

        init(_ grouping: BandGrouping, _ stages: [ConvolutionStage], sections: Int) {
            let shapes = stages.map(\.shape)
            let ranges = BandDivision(sections: sections, bandRows: 1).sections(of: shapes[shapes.count - 1].output.height)
            func time(_ rows: Range<Int>) -> Double {
                zip(stages, ConvolutionBand(shapes, rows: rows).parts).reduce(0) {
                    $0 + grouping.computing($1.0, rows: $1.1.outputRows.count)
                }
            }
            longest = time(ranges[ranges.count / 2])
            let inner = Double(max(0, ranges.count - 2)) * longest
            all = ranges.count == 1 ? longest : time(ranges[0]) + inner + time(ranges[ranges.count - 1])
        }
    }

    /// nil where the rows of a band do not stay in a cache.
    private func time(_ stages: [ConvolutionStage], _ division: BandDivision, _ work: SectionWork, filterBytes: Int) -> Double? {
        let shapes = stages.map(\.shape)
        let height = shapes[shapes.count - 1].output.height
        let first = height / 2
        let band = ConvolutionBand(shapes, rows: first..<min(height, first + division.bandRows))
        var bufferBytes = min(filterBytes, Self.cacheBytes / 2)
        for (shape, part) in zip(shapes.dropLast(), band.parts) {
            bufferBytes += 2 * part.outputRows.count * shape.output.width * shape.outputChannels * 4
        }
        if bufferBytes > Self.cacheBytes { return nil }
        let sections = min(division.sections, height)
        let bands = Double((height + sections * division.bandRows - 1) / (sections * division.bandRows))
        let beginnings = bands * (Double(filterBytes) * Self.filterByte + Double(stages.count) * Self.beginning)
        let images = Double(shapes[0].batch)
        let all = images * (work.all + beginnings * Double(sections))
        if threads == 1 { return all }
        // Threads finish together but for the last task.
        let rounds = Double((shapes[0].batch * sections + threads - 1) / threads)
        return max(all / Double(threads), min(rounds * (work.longest + beginnings), all)) + Self.meeting
    }
}
