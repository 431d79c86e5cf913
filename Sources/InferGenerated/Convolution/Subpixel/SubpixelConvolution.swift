import InferAssembler
import InferKernels

/// A transposed convolution by ``SubpixelFilters``: a plain convolution to cells of outputs, which then go where they belong.
///
/// Made for an image's sizes; running it allocates nothing.
package final class SubpixelConvolution: CompiledConvolution {
    private let shape: ConvolutionShape
    private let depth: SubpixelAxis
    private let height: SubpixelAxis
    private let width: SubpixelAxis
    private let plain: any CompiledConvolution
    /// Outputs of a cell.
    private let columns: Int
    /// Copies the outputs that a line of the image has in a cell; nil where its pixels are not side by side.
    private let copying: MachineCode?
    private let cellCount: Int
    private let tasks: Int
    private let isSmall: Bool

    /// Outputs of a task.
    private static let taskOutputs = 1 << 13

    /// - Parameters:
    ///   - shape: of the transposed convolution.
    ///   - epilogue: of the kind that runs will have; its pointers do not matter.
    ///   - threads: how many a run will have at most.
    ///   - compile: makes the plain convolution.
    /// - Returns: nil where the epilogue's operands vary with the position, sizes are absurd, or the plain convolution cannot be made.
    package init?(
        _ shape: ConvolutionShape, _ filters: SubpixelFilters, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int,
        compile: (ConvolutionShape, Epilogue) throws -> (any CompiledConvolution)?
    ) throws {
        guard shape.outputStrides.channel == 1, Self.goesByChannels(epilogue) else { return nil }
        self.shape = shape
        depth = SubpixelAxis(shape, \.depth)
        height = SubpixelAxis(shape, \.height)
        width = SubpixelAxis(shape, \.width)
        columns = filters.plain.outputChannels
        // No memory holds more; as integers sizes that a file may ask for have no product.
        let outputs = [shape.batch, depth.cells, height.cells, width.cells, columns].reduce(1.0) { $0 * Double($1) }
        guard outputs < 0x1p58 else { return nil }
        var own = filters.plain
        own.batch = shape.batch
        own.input = shape.input
        own.inputStrides = shape.inputStrides
        own.output = Spatial(depth: depth.cells, height: height.cells, width: width.cells)
        own.outputStrides = .channelsLast(channels: columns, own.output)
        own.padsBegin = Spatial(depth: depth.padding, height: height.padding, width: width.padding)
        guard let plain = try compile(own, epilogue) else { return nil }
        self.plain = plain
        cellCount = own.batch * own.output.count
        let isDense = shape.outputStrides.width == shape.outputChannels
        let copy = isDense ? RowCopySpecification(instructionSet, columns: shape.strides.width * shape.outputChannels) : nil
        copying = try copy.map { try CodeCache.shared.code($0) }
        let lines = shape.batch * shape.output.depth * shape.output.height
        tasks = max(1, min(lines, lines * shape.output.width * shape.outputChannels / Self.taskOutputs))
        isSmall = threads == 1 || tasks < 4
    }

    /// Whether operands are the same at all positions, or none.
    private static func goesByChannels(_ epilogue: Epilogue) -> Bool {
        (0..<epilogue.count).allSatisfy { index in
            guard case .combine(_, let operand) = epilogue[index] else { return true }
            return operand.batchStride == 0 && operand.depthStride == 0 && operand.heightStride == 0 && operand.rowStride == 0
        }
    }

    // MARK: Scratch memory: cells, the epilogue's values for their columns, the plain convolution's own

    /// Floats, in whole pairs of cache lines.
    private static func whole(_ count: Int) -> Int { (count + 31) / 32 * 32 }

    private var valuesOffset: Int { Self.whole(cellCount * columns) }
    private var plainOffset: Int { valuesOffset + (1 + Epilogue.capacity) * Self.whole(columns) }

    package var scratchBytes: Int { 4 * plainOffset + plain.scratchBytes }

    // MARK: Running

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        guard cellCount > 0 else { return }
        let cells = scratch.assumingMemoryBound(to: Float.self)
        plain.run(
            input: input, filters: filters, output: cells, epilogue: spread(epilogue, into: cells + valuesOffset),
            scratch: scratch + 4 * plainOffset, team: team)
        team.run(Job(owner: self, cells: cells, output: output), tasks: tasks, isSmall: isSmall)
    }

    /// The epilogue for the columns of a cell, each of which belongs to a channel.
    private func spread(_ epilogue: Epilogue, into values: UnsafeMutablePointer<Float>) -> Epilogue {
        var next = values
        func spread(_ source: UnsafePointer<Float>) -> UnsafePointer<Float> {
            let target = next
            let channels = shape.outputChannels
            for first in stride(from: 0, to: columns, by: channels) { (target + first).update(from: source, count: channels) }
            next += Self.whole(columns)
            return UnsafePointer(target)
        }
        var result = Epilogue(bias: epilogue.bias.map(spread))
        for index in 0..<epilogue.count {
            switch epilogue[index] {
            case .combine(let combination, let operand) where operand.columnStride == 1:
                result.append(.combine(combination, Epilogue.Operand(spread(operand.pointer))))
            case let operation: result.append(operation)
            }
        }
        return result
    }

    /// Moves outputs from cells into the image, line by line.
    private struct Job: WorkerJob {
        let owner: SubpixelConvolution
        let cells: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>

        init(owner: SubpixelConvolution, cells: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>) {
            self.owner = owner
            self.cells = UnsafePointer(cells)
            self.output = output
        }

        func perform(task: Int, worker: Int) {
            let lines = owner.shape.batch &* owner.shape.output.depth &* owner.shape.output.height
            for line in lines &* task / owner.tasks..<lines &* (task &+ 1) / owner.tasks { owner.move(line, from: cells, to: output) }
        }
    }

    private func move(_ line: Int, from cells: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>) {
        let (plane, y) = line.quotientAndRemainder(dividingBy: shape.output.height)
        let (item, z) = plane.quotientAndRemainder(dividingBy: shape.output.depth)
        let (slice, row) = (depth.place(z), height.place(y))
        let cellLine = ((item &* depth.cells &+ slice.cell) &* height.cells &+ row.cell) &* width.cells
        let place = (slice.place &* height.stride &+ row.place) &* width.stride &* shape.outputChannels
        let source = cells + (cellLine &* columns &+ place)
        let target = output + (item &* shape.outputStrides.batch &+ z &* shape.outputStrides.depth &+ y &* shape.outputStrides.height)
        let length = shape.output.width
        guard let copying else { return move(0..<length, from: source, to: target) }
        // Cells that lie wholly inside; at the ends there may be parts.
        let first = width.cut == 0 ? 0 : min(length, width.stride &- width.cut)
        let whole = (length &- first) / width.stride
        move(0..<first, from: source, to: target)
        if whole > 0 {
            let bytes = width.stride &* shape.outputChannels &* 4
            var arguments = RowCopyArguments(
                source: source + width.place(first).cell &* columns, sourceStride: columns &* 4,
                target: target + first &* shape.outputChannels, targetStride: bytes, rows: whole)
            copying.call(&arguments)
        }
        move(first &+ whole &* width.stride..<length, from: source, to: target)
    }

    /// Moves single pixels of a line.
    private func move(_ pixels: Range<Int>, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
        let channels = shape.outputChannels
        for x in pixels {
            let (cell, place) = width.place(x)
            (target + x &* shape.outputStrides.width).update(from: source + (cell &* columns &+ place &* channels), count: channels)
        }
    }
}
