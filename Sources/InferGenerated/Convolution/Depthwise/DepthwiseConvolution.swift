import InferAssembler
import InferKernels

/// A depthwise convolution of channels-last `Float` images in one or two dimensions, by generated code.
///
/// Made once for its sizes; running it allocates nothing.
package struct DepthwiseConvolution: GeneratedConvolution {
    package static let name = "depthwise"

    let shape: ConvolutionShape
    private let instructionSet: InstructionSet
    private let window: DepthwiseWindow
    /// How many rows of tiles an image has, and how many of them are higher by one than ``height``.
    private let groups: Int
    private let higherGroups: Int
    private let height: Int
    /// For each height that occurs, the greater first, the tiles of a row.
    private let runs: [TileRun]
    /// How many of ``runs`` belong to the greater of two heights.
    private let higherRuns: Int
    private let codes: [MachineCode]

    /// Tiles of a row side by side that the same code computes. Without references, so that taking one costs nothing.
    private struct TileRun {
        let function: MachineCode.Function
        let loopsOverRows: Bool
        /// The first of their outputs.
        let start: Int
        var count: Int
    }

    /// One input and one output channel a group, windows whose code stays short.
    package static func supports(_ filters: ConvolutionShape) -> Bool {
        filters.groups > 1 && filters.inputChannelsPerGroup == 1 && filters.outputChannelsPerGroup == 1 && !filters.isTransposed
            && filters.kernel.depth == 1 && 1...64 ~= filters.kernel.width && 1...1024 ~= filters.kernel.height
            && [filters.strides, filters.dilations].allSatisfy { 1...16 ~= $0.width && 1...1024 ~= $0.height }
            && filters.outputChannels < 1 << 16
    }

    package init?(_ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int) throws {
        // In floating point: files may ask for absurd sizes.
        let inputs = Double(shape.input.count) * Double(shape.inputStrides.width)
        let outputs = Double(shape.output.count) * Double(shape.outputStrides.width)
        let isCached = (inputs + outputs) * 4 <= Self.cachedBytes * Double(threads)
        try self.init(shape, epilogue, instructionSet, order: isCached ? .tilesInside : .vectorsInside)
    }

    init?(
        _ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, order: DepthwiseSpecification.Order
    ) throws {
        guard let after = EpilogueSpecification(epilogue), shape.inputStrides.channel == 1 else { return nil }
        self.shape = shape
        self.instructionSet = instructionSet
        let window = DepthwiseWindow(
            kernelHeight: shape.kernel.height, kernelWidth: shape.kernel.width, strideHeight: shape.strides.height,
            strideWidth: shape.strides.width, dilationHeight: shape.dilations.height, dilationWidth: shape.dilations.width)
        self.window = window
        let (outputHeight, outputWidth) = (shape.output.height, shape.output.width)
        let best = DepthwiseTile.best(
            window, outputHeight: outputHeight, outputWidth: outputWidth,
            mostRows: epilogue.continuesAcrossRows(shape.output) ? outputHeight : 1, instructionSet)
        let columns = evenParts(outputWidth, most: best.columns)
        let rows = evenParts(outputHeight, most: best.rows)
        groups = rows.count - 1
        height = groups == 0 ? 0 : outputHeight / groups
        higherGroups = groups == 0 ? 0 : outputHeight % groups
        var runs: [TileRun] = []
        var codes: [MachineCode] = []
        var higherRuns = 0
        for rows in higherGroups > 0 ? [height + 1, height] : groups > 0 ? [height] : [] {
            if rows == height { higherRuns = runs.count }
            var last: DepthwiseSpecification?
            for (x, next) in zip(columns, columns.dropFirst()) {
                let first = x * window.strideWidth - shape.padsBegin.width
                let span = (next - x - 1) * window.strideWidth + (window.kernelWidth - 1) * window.dilationWidth + 1
                let lower = min(max(0, -first), span)
                let specification = DepthwiseSpecification(
                    instructionSet: instructionSet, window: window, tile: DepthwiseTile(rows: rows, columns: next - x),
                    columns: lower..<max(lower, min(span, shape.input.width - first)), inputPixelBytes: shape.inputStrides.width * 4,
                    outputPixelBytes: shape.outputStrides.width * 4, order: order,
                    hasTail: !shape.outputChannels.isMultiple(of: instructionSet.width.lanes), epilogue: after)
                if specification == last {
                    runs[runs.count - 1].count += 1
                    continue
                }
                last = specification
                let code = try CodeCache.shared.code(specification)
                codes.append(code)
                runs.append(TileRun(function: code.function, loopsOverRows: specification.loopsOverRows, start: x, count: 1))
            }
        }
        self.runs = runs
        self.codes = codes
        self.higherRuns = higherRuns
    }

    // MARK: Filters

    package static func packedCount(_ shape: ConvolutionShape, _ instructionSet: InstructionSet) -> Int {
        let lanes = instructionSet.width.lanes
        return (shape.outputChannels + lanes - 1) / lanes * lanes * shape.kernel.count
    }

    /// `[channels, 1, 1, kernel…]` become `[channels / lanes, kernel…, lanes]`, zeros in lanes that are no channels.
    package static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>
    ) {
        let lanes = instructionSet.width.lanes
        let taps = shape.kernel.count
        var target = packed
        for first in stride(from: 0, to: shape.outputChannels, by: lanes) {
            for tap in 0..<taps {
                for lane in 0..<lanes {
                    target[lane] = first &+ lane < shape.outputChannels ? filters[(first &+ lane) &* taps &+ tap] : 0
                }
                target += lanes
            }
        }
    }

    // MARK: Running

    /// Bytes of an image and its result, a thread, that stay in the second-level cache.
    private static let cachedBytes = 1.5 * 0x1p20

    /// The least multiplications worth a task of its own: two to four microseconds.
    private static let taskWork = 150_000

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        let units = shape.batch * shape.output.depth * groups
        guard units > 0, shape.outputChannels > 0, shape.output.width > 0 else { return }
        let lanes = instructionSet.width.lanes
        let vectors = (shape.outputChannels + lanes - 1) / lanes
        let work = shape.batch * shape.output.count * shape.outputChannels * shape.kernel.count
        // With few rows, channels are shared out too, but not into tasks that cost more to hand out than they save.
        let mostTasks = min(4 * team.threadCount, work / Self.taskWork)
        let wanted = team.threadCount == 1 ? 1 : max(1, (mostTasks + units - 1) / units)
        let vectorsPerTask = max(1, vectors / min(wanted, vectors))
        let blocks = (vectors + vectorsPerTask - 1) / vectorsPerTask
        let job = Job(
            convolution: self, input: input, filters: filters, output: output, epilogue: EpilogueOperands(epilogue), blocks: blocks,
            channelsPerTask: vectorsPerTask * lanes)
        team.run(job, tasks: units * blocks, isSmall: work < 2 * Self.taskWork)
    }

    private struct Job: WorkerJob {
        let convolution: DepthwiseConvolution
        let input: UnsafePointer<Float>
        let filters: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let epilogue: EpilogueOperands
        let blocks: Int
        let channelsPerTask: Int

        func perform(task: Int, worker: Int) {
            let (unit, block) = task.quotientAndRemainder(dividingBy: blocks)
            let (plane, group) = unit.quotientAndRemainder(dividingBy: convolution.groups)
            let first = block &* channelsPerTask
            let channels = first..<min(convolution.shape.outputChannels, first &+ channelsPerTask)
            convolution.row(self, plane, group, channels)
        }
    }

    /// One row of tiles, for a range of channels.
    private func row(_ job: Job, _ plane: Int, _ group: Int, _ channels: Range<Int>) {
        let (input, output) = (shape.inputStrides, shape.outputStrides)
        let y = group &* height &+ min(group, higherGroups)
        let isHigher = group < higherGroups
        let (item, slice) = plane.quotientAndRemainder(dividingBy: shape.output.depth)
        let depth = slice &* shape.strides.depth &- shape.padsBegin.depth
        let firstRow = y &* window.strideHeight &- shape.padsBegin.height
        let lanes = instructionSet.width.lanes
        var arguments = DepthwiseSpecification.Arguments()
        arguments.inputRowBytes = input.height &* 4
        arguments.outputRowBytes = output.height &* 4
        // A plane of padding has no rows.
        let endRow = 0..<shape.input.depth ~= depth ? shape.input.height &- firstRow : 0
        arguments.firstRow = max(0, 0 &- firstRow)
        arguments.endRow = endRow
        arguments.tail = channels.count % lanes
        arguments.weights = Int(bitPattern: job.filters + channels.lowerBound &* shape.kernel.count)
        var source = item &* input.batch &+ depth &* input.depth &+ firstRow &* input.height
        source = source &- shape.padsBegin.width &* input.width &+ channels.lowerBound
        let target = item &* output.batch &+ slice &* output.depth &+ y &* output.height &+ channels.lowerBound
        let width = shape.output.width
        for index in isHigher ? 0..<higherRuns : higherRuns..<runs.count {
            let run = runs[index]
            // Code changes its arguments.
            arguments.tiles = run.count
            arguments.vectors = channels.count / lanes
            arguments.pixels = (run.start, width &+ run.start, 2 &* width &+ run.start, 3 &* width &+ run.start)
            job.epilogue.set(
                &arguments.epilogue, batch: item, depth: slice, height: y, column: channels.lowerBound)
            if run.loopsOverRows {
                // Kernel rows in place of input rows: those whose input row is at least 0, and less than the height.
                let dilation = window.dilationHeight
                arguments.inputRowBytes = input.height &* 4 &* dilation
                arguments.firstRow = (max(0, 0 &- firstRow) &+ dilation &- 1) / dilation
                arguments.endRow = min(window.kernelHeight, (max(0, endRow) &+ dilation &- 1) / dilation)
            }
            arguments.input = Int(bitPattern: job.input) &+ (source &+ run.start &* window.strideWidth &* input.width) &* 4
            arguments.output = Int(bitPattern: job.output) &+ (target &+ run.start &* output.width) &* 4
            withUnsafeMutableBytes(of: &arguments) { bytes in
                if let address = bytes.baseAddress { run.function(address) }
            }
        }
    }
}

/// Cuts a length into as few parts as possible of at most `most`, which differ by one at most: where they begin, and the end.
func evenParts(_ length: Int, most: Int) -> [Int] {
    guard length > 0, most > 0 else { return [0] }
    let count = (length + most - 1) / most
    let (least, longer) = length.quotientAndRemainder(dividingBy: count)
    return (0...count).map { $0 * least + min($0, longer) }
}
