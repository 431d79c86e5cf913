/// A convolution of `Float` planned for its sizes: how weights are packed and how it runs.
///
/// Made once when a model is compiled; running it allocates nothing.
package struct Convolution: Sendable {
    /// How the sums are formed.
    enum Route {
        /// As matrix products, one per tap, of the input in place.
        case direct
        /// As one matrix product of rows copied together from all taps: for few or scattered input channels.
        case gathered
        /// One input channel per group, channels side by side in vectors.
        case depthwise
        /// With transformed filters.
        case winograd
    }

    package let shape: ConvolutionShape
    let route: Route
    let phases: [ConvolutionPhase]
    /// Rows whose inputs are tabulated together.
    let rowsPerPass: Int
    /// Tiles of the table have room for these entries.
    let entryCapacity: Int
    /// For `gathered`: the element offsets of a row's inputs from the row's base, phase by phase.
    let gatherOffsets: [[Int]]

    private let winograd: WinogradConvolution?

    /// Plans a convolution.
    package init(_ shape: ConvolutionShape) {
        self.shape = shape
        winograd = shape.transformsFilters ? WinogradConvolution(shape) : nil
        phases = ConvolutionPhase.phases(of: shape)
        let channels = shape.inputChannelsPerGroup
        let mostTaps = phases.map(\.taps.count).max() ?? 0
        if shape.transformsFilters {
            route = .winograd
        } else if channels == 1, shape.groups > 1 {
            route = .depthwise
        } else if shape.inputStrides.channel == 1, channels >= 8 || shape.kernel.count == 1 {
            route = .direct
        } else if shape.kernel.count == 1, !phases.contains(where: { $0.readsPadding(shape.input) }) {
            route = .direct
        } else {
            route = .gathered
        }
        entryCapacity = max(1, mostTaps)
        let tileRows = NativeTile.rows
        switch route {
        case .gathered:
            // The copied rows stay in a first- or second-level cache.
            rowsPerPass = max(tileRows, min(64, (1 << 15) / max(1, mostTaps * channels)) / tileRows * tileRows)
            gatherOffsets = phases.map { phase in
                phase.taps.flatMap { tap in (0..<channels).map { tap.elements + $0 * shape.inputStrides.channel } }
            }
        case .direct, .depthwise, .winograd:
            rowsPerPass = max(tileRows, min(64, 4096 / entryCapacity) / tileRows * tileRows)
            gatherOffsets = []
        }
    }

    /// Floats of the packed weights.
    package var packedCount: Int {
        switch route {
        case .depthwise: shape.kernel.count * shape.outputChannels
        case .direct, .gathered: shape.groups * Panel.packedCount(depth: groupDepth, columns: shape.outputChannelsPerGroup)
        case .winograd: WinogradConvolution.packedCount(shape)
        }
    }

    /// Inputs of one output: taps × input channels of a group.
    var groupDepth: Int { shape.kernel.count * shape.inputChannelsPerGroup }

    /// Packs weights that are dense in OpenVINO's order: `[groups, OC / groups, IC / groups, kernel…]`, for a transposed convolution
    /// `[groups, IC / groups, OC / groups, kernel…]`.
    package func pack(_ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
        let taps = shape.kernel.count
        let inputs = shape.inputChannelsPerGroup
        let outputs = shape.outputChannelsPerGroup
        let outputStride = shape.isTransposed ? taps : inputs * taps
        let inputStride = shape.isTransposed ? outputs * taps : taps
        if route == .winograd {
            WinogradConvolution.pack(weights, shape, into: packed)
            return
        }
        if route == .depthwise {
            // One input channel: the two orders are the same.
            for channel in 0..<shape.outputChannels {
                for tap in 0..<taps { packed[tap * shape.outputChannels + channel] = weights[channel * taps + tap] }
            }
            return
        }
        var target = packed
        for group in 0..<shape.groups {
            let source = weights + group * outputs * inputs * taps
            for first in stride(from: 0, to: outputs, by: Panel.width) {
                for tap in 0..<taps {
                    Panel.packOne(
                        source + first * outputStride + tap, rowStride: inputStride, columnStride: outputStride, depth: inputs,
                        columns: min(Panel.width, outputs - first), into: target)
                    target += inputs * Panel.width
                }
            }
        }
    }

    /// Bytes of scratch memory, aligned to 16, that a run needs.
    package func scratchBytes(threads: Int) -> Int { scratchPerWorker * threads }

    /// Rows of the table, output addresses, a row of zeros, and copied rows; a multiple of 128 bytes, so that workers share no cache lines.
    var scratchPerWorker: Int {
        if let winograd { return winograd.scratchPerWorker }
        let words = tableWords + rowsPerPass
        let bytes = words * 8 + (zeroCount + stripCount) * 4
        return (bytes + 127) / 128 * 128
    }

    var tableWords: Int { rowsPerPass / NativeTile.rows * TileTable.wordsPerTile(NativeTile.self, capacity: entryCapacity) }
    /// Floats of the row of zeros that stands for padding.
    var zeroCount: Int {
        switch route {
        case .direct: shape.inputChannelsPerGroup
        case .depthwise: shape.inputStrides.channel == 1 ? shape.inputChannels : 0
        case .gathered, .winograd: 0
        }
    }
    private var stripCount: Int { route == .gathered ? rowsPerPass * groupDepth : 0 }

    /// Convolves.
    ///
    /// - Parameters:
    ///   - input: the element at position 0 of the first item and channel.
    ///   - weights: as ``pack(_:into:)`` made them.
    ///   - output: likewise.
    package func run(
        input: UnsafePointer<Float>, weights: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue = Epilogue(),
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        if let winograd { return winograd.run(input, weights, output, epilogue, scratch, team) }
        let split = Split(self, threads: team.threadCount)
        let job = Job(
            convolution: self, split: split, input: input, weights: weights, output: output, epilogue: epilogue, scratch: scratch)
        team.run(job, tasks: split.tasks, isSmall: split.isSmall)
    }
}
