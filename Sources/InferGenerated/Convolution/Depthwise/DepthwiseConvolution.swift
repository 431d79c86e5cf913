import InferAssembler
import InferKernels

/// A depthwise convolution of channels-last `Float` images in one or two dimensions, by generated code.
///
/// Made once for its sizes; running it allocates nothing. ``GroupedConvolution`` is the same for groups of several channels.
package struct DepthwiseConvolution: GeneratedConvolution {
    package static let name = "depthwise"

    let shape: ConvolutionShape
    private let channels: GroupedChannels
    private let window: DepthwiseWindow
    /// How many rows of tiles an image has, and how many of them are higher by one than ``height``.
    private let rowCount: Int
    private let higherRows: Int
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
        filters.inputChannelsPerGroup == 1 && filters.outputChannelsPerGroup == 1 && supportsWindow(filters)
    }

    static func supportsWindow(_ filters: ConvolutionShape) -> Bool {
        filters.groups > 1 && !filters.isTransposed && filters.kernel.depth == 1 && 1...64 ~= filters.kernel.width
            && 1...1024 ~= filters.kernel.height
            && [filters.strides, filters.dilations].allSatisfy { 1...16 ~= $0.width && 1...1024 ~= $0.height }
            && filters.inputChannels < 1 << 16 && filters.outputChannels < 1 << 16
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
        channels = GroupedChannels(shape, lanes: instructionSet.width.lanes)
        let window = DepthwiseWindow(
            kernelHeight: shape.kernel.height, kernelWidth: shape.kernel.width, strideHeight: shape.strides.height,
            strideWidth: shape.strides.width, dilationHeight: shape.dilations.height, dilationWidth: shape.dilations.width)
        self.window = window
        let (outputHeight, outputWidth) = (shape.output.height, shape.output.width)
        let best = DepthwiseTile.best(
            window, channels, outputHeight: outputHeight, outputWidth: outputWidth,
            mostRows: epilogue.continuesAcrossRows(shape.output) ? outputHeight : 1, instructionSet)
        // Of nothing there may be very many.
        let isEmpty = shape.batch <= 0 || shape.output.count <= 0
        let columns = evenParts(isEmpty ? 0 : outputWidth, most: best.columns)
        let rows = evenParts(isEmpty ? 0 : outputHeight, most: best.rows)
        rowCount = rows.count - 1
        height = rowCount == 0 ? 0 : outputHeight / rowCount
        higherRows = rowCount == 0 ? 0 : outputHeight % rowCount
        var runs: [TileRun] = []
        var codes: [MachineCode] = []
        var higherRuns = 0
        for rows in higherRows > 0 ? [height + 1, height] : rowCount > 0 ? [height] : [] {
            if rows == height { higherRuns = runs.count }
            var last: DepthwiseSpecification?
            for (x, next) in zip(columns, columns.dropFirst()) {
                let first = x * window.strideWidth - shape.padsBegin.width
                let span = (next - x - 1) * window.strideWidth + (window.kernelWidth - 1) * window.dilationWidth + 1
                let lower = min(max(0, -first), span)
                let specification = DepthwiseSpecification(
                    instructionSet: instructionSet, channels: channels, window: window, tile: DepthwiseTile(rows: rows, columns: next - x),
                    columns: lower..<max(lower, min(span, shape.input.width - first)), inputPixelBytes: shape.inputStrides.width * 4,
                    outputPixelBytes: shape.outputStrides.width * 4, order: order,
                    hasTail: !shape.groups.isMultiple(of: channels.groupsPerUnit), epilogue: after)
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
        let channels = GroupedChannels(shape, lanes: instructionSet.width.lanes)
        return channels.units(shape.groups) * channels.packedCount(taps: shape.kernel.count)
    }

    package static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>
    ) {
        GroupedChannels(shape, lanes: instructionSet.width.lanes).pack(filters, shape, into: packed)
    }

    // MARK: Running

    /// Bytes of an image and its result, a thread, that stay in the second-level cache.
    private static let cachedBytes = 1.5 * 0x1p20

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        guard shape.batch > 0, shape.output.count > 0, shape.outputChannels > 0 else { return }
        let split = DepthwiseSplit(
            shape, channels, rows: shape.batch * shape.output.depth * rowCount, threads: team.threadCount)
        let job = Job(
            convolution: self, split: split, input: input, filters: filters, output: output, epilogue: EpilogueOperands(epilogue))
        team.run(job, tasks: split.tasks, isSmall: split.isSmall)
    }

    private struct Job: WorkerJob {
        let convolution: DepthwiseConvolution
        let split: DepthwiseSplit
        let input: UnsafePointer<Float>
        let filters: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let epilogue: EpilogueOperands

        func perform(task: Int, worker: Int) {
            let groupsPerUnit = convolution.channels.groupsPerUnit
            let units = split.units(task)
            let groups = units.lowerBound &* groupsPerUnit..<min(convolution.shape.groups, units.upperBound &* groupsPerUnit)
            for row in split.rows(task) {
                let (plane, rowOfTiles) = row.quotientAndRemainder(dividingBy: convolution.rowCount)
                convolution.row(self, plane, rowOfTiles, groups)
            }
        }
    }

    /// One row of tiles, for a range of groups that begins with a unit.
    private func row(_ job: Job, _ plane: Int, _ rowOfTiles: Int, _ groups: Range<Int>) {
        let (input, output) = (shape.inputStrides, shape.outputStrides)
        let y = rowOfTiles &* height &+ min(rowOfTiles, higherRows)
        let isHigher = rowOfTiles < higherRows
        let (item, slice) = plane.quotientAndRemainder(dividingBy: shape.output.depth)
        let depth = slice &* shape.strides.depth &- shape.padsBegin.depth
        let firstRow = y &* window.strideHeight &- shape.padsBegin.height
        var arguments = DepthwiseSpecification.Arguments()
        arguments.inputRowBytes = input.height &* 4
        arguments.outputRowBytes = output.height &* 4
        // A plane of padding has no rows.
        let endRow = 0..<shape.input.depth ~= depth ? shape.input.height &- firstRow : 0
        arguments.firstRow = max(0, 0 &- firstRow)
        arguments.endRow = endRow
        let (units, remainder) = groups.count.quotientAndRemainder(dividingBy: channels.groupsPerUnit)
        arguments.units = units
        arguments.tail = remainder &* channels.outputs
        arguments.inputTail = remainder &* channels.inputs
        let firstUnit = groups.lowerBound / channels.groupsPerUnit
        arguments.weights = Int(bitPattern: job.filters + firstUnit &* channels.packedCount(taps: window.taps))
        let firstOutput = groups.lowerBound &* channels.outputs
        var source = item &* input.batch &+ depth &* input.depth &+ firstRow &* input.height
        source = source &- shape.padsBegin.width &* input.width &+ groups.lowerBound &* channels.inputs
        let target = item &* output.batch &+ slice &* output.depth &+ y &* output.height &+ firstOutput
        let width = shape.output.width
        for index in isHigher ? 0..<higherRuns : higherRuns..<runs.count {
            let run = runs[index]
            arguments.tiles = run.count
            arguments.pixels = (run.start, width &+ run.start, 2 &* width &+ run.start, 3 &* width &+ run.start)
            job.epilogue.set(&arguments.epilogue, batch: item, depth: slice, height: y, column: firstOutput)
            // Runs of a row may be of both kinds.
            arguments.inputRowBytes = input.height &* 4
            arguments.firstRow = max(0, 0 &- firstRow)
            arguments.endRow = endRow
            if run.loopsOverRows {
                // Kernel rows in place of input rows: those whose input row is at least 0, and less than the height.
                let dilation = window.dilationHeight
                arguments.inputRowBytes &*= dilation
                arguments.firstRow = (arguments.firstRow &+ dilation &- 1) / dilation
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
