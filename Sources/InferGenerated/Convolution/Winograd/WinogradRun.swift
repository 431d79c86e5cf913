import InferKernels

/// One run of a ``WinogradConvolution``, and its work as tasks.
struct WinogradRun {
    let convolution: WinogradConvolution
    let input: UnsafePointer<Float>
    let packed: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let epilogue: EpilogueOperands
    /// The blocks' matrices, then each worker's patch.
    let scratch: UnsafeMutablePointer<Float>

    /// A task is a block of tiles, from the image to the result.
    struct Blocks: WorkerJob {
        let run: WinogradRun

        func perform(task: Int, worker: Int) {
            let layout = run.layout
            let tiles = task &* layout.block..<min(layout.count, (task &+ 1) &* layout.block)
            let (inputs, products) = run.matrices(worker: worker)
            run.transformInputs(tiles, to: inputs, worker: worker)
            run.convolution.products.run(
                0..<run.convolution.products.units, count: tiles.count, inputs: inputs, packed: run.packed, products: products)
            run.transformOutputs(tiles, from: products)
        }
    }

    /// A task is a part of the tiles of the only block.
    struct Inputs: WorkerJob {
        let run: WinogradRun
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let tiles = WinogradRun.part(task, of: tasks, run.layout.count)
            let matrices = run.matrices(worker: 0).inputs + tiles.lowerBound &* run.layout.matrixStride.input
            run.transformInputs(tiles, to: matrices, worker: worker)
        }
    }

    /// A task is a part of the panels of all positions.
    struct Products: WorkerJob {
        let run: WinogradRun
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let (inputs, products) = run.matrices(worker: 0)
            run.convolution.products.run(
                WinogradRun.part(task, of: tasks, run.convolution.products.units), count: run.layout.count, inputs: inputs,
                packed: run.packed, products: products)
        }
    }

    struct Outputs: WorkerJob {
        let run: WinogradRun
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let tiles = WinogradRun.part(task, of: tasks, run.layout.count)
            let products = run.matrices(worker: 0).products + tiles.lowerBound &* run.layout.matrixStride.output
            run.transformOutputs(tiles, from: products)
        }
    }

    private var layout: WinogradLayout { convolution.layout }

    private static func part(_ task: Int, of tasks: Int, _ count: Int) -> Range<Int> {
        task &* count / tasks..<(task &+ 1) &* count / tasks
    }

    private func matrices(worker: Int) -> (inputs: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>) {
        let inputs = scratch + worker &* layout.matricesCount
        return (inputs, inputs + layout.tile.positions &* layout.positionStride.input)
    }

    // MARK: Transforms

    /// Neighbouring tiles of one row of one image.
    private struct Line {
        /// Of the first tile.
        let index: Int
        let n: Int
        let row: Int
        let columns: Range<Int>
    }

    /// The tiles from `index` on that are in one line, none behind `end`.
    private func line(_ index: Int, end: Int) -> Line {
        let (n, row, column) = layout.place(index)
        let count = min(layout.columns &- column, end &- index)
        return Line(index: index, n: n, row: row, columns: column..<column &+ count)
    }

    /// - Parameter matrices: the first tile's row in the matrix of position 0.
    private func transformInputs(_ tiles: Range<Int>, to matrices: UnsafeMutablePointer<Float>, worker: Int) {
        let patch = scratch + (convolution.patchOffset &+ worker &* layout.patchCount)
        var index = tiles.lowerBound
        while index < tiles.upperBound {
            let line = line(index, end: tiles.upperBound)
            transformInput(line, to: matrices + (index &- tiles.lowerBound) &* layout.matrixStride.input, patch)
            index &+= line.columns.count
        }
    }

    private func transformInput(_ line: Line, to target: UnsafeMutablePointer<Float>, _ patch: UnsafeMutablePointer<Float>) {
        let shape = layout.shape
        let strides = shape.inputStrides
        let (vertical, horizontal) = (layout.tile.vertical, layout.tile.horizontal)
        let image = input + line.n &* strides.batch
        let step = horizontal.outputs &* horizontal.stride
        let top = line.row &* vertical.outputs &* vertical.stride &- shape.padsBegin.height
        let first = line.columns.lowerBound
        let inner = layout.innerRows.contains(line.row) ? layout.innerColumns.clamped(to: line.columns) : first..<first
        for column in line.columns where !inner.contains(column) {
            fill(patch, image, top: top, left: column &* step &- shape.padsBegin.width)
            var arguments = WinogradInputArguments(
                source: UnsafePointer(patch), rowBytes: horizontal.samples &* strides.width &* 4,
                target: target + (column &- first) &* layout.matrixStride.input, tiles: 1)
            withUnsafeMutablePointer(to: &arguments) { convolution.inputFunction($0) }
        }
        guard !inner.isEmpty else { return }
        let left = inner.lowerBound &* step &- shape.padsBegin.width
        var arguments = WinogradInputArguments(
            source: image + (top &* strides.height &+ left &* strides.width), rowBytes: strides.height &* 4,
            target: target + (inner.lowerBound &- first) &* layout.matrixStride.input, tiles: inner.count)
        withUnsafeMutablePointer(to: &arguments) { convolution.inputFunction($0) }
    }

    /// Copies the samples of a tile that begins at `top` and `left`, with zeros where the image has none.
    private func fill(_ patch: UnsafeMutablePointer<Float>, _ image: UnsafePointer<Float>, top: Int, left: Int) {
        let shape = layout.shape
        let strides = shape.inputStrides
        let width = layout.tile.horizontal.samples
        let first = min(width, max(0, 0 &- left))
        let end = max(first, min(width, shape.input.width &- left))
        for row in 0..<layout.tile.vertical.samples {
            let target = patch + row &* width &* strides.width
            let y = top &+ row
            guard y >= 0, y < shape.input.height, first < end else {
                target.update(repeating: 0, count: width &* strides.width)
                continue
            }
            target.update(repeating: 0, count: first &* strides.width)
            let source = image + (y &* strides.height &+ (left &+ first) &* strides.width)
            (target + first &* strides.width).update(from: source, count: (end &- first &- 1) &* strides.width &+ shape.inputChannels)
            (target + end &* strides.width).update(repeating: 0, count: (width &- end) &* strides.width)
        }
    }

    /// - Parameter matrices: the first tile's row in the matrix of position 0.
    private func transformOutputs(_ tiles: Range<Int>, from matrices: UnsafeMutablePointer<Float>) {
        var index = tiles.lowerBound
        while index < tiles.upperBound {
            let line = line(index, end: tiles.upperBound)
            let source = UnsafePointer(matrices + (index &- tiles.lowerBound) &* layout.matrixStride.output)
            // Tiles that lie wholly inside, and the last, which may not.
            let outputs = layout.tile.horizontal.outputs
            let full = layout.shape.output.width / outputs
            let split = max(line.columns.lowerBound, min(line.columns.upperBound, full))
            transformOutput(line, line.columns.lowerBound..<split, width: outputs, from: source)
            transformOutput(line, split..<line.columns.upperBound, width: layout.shape.output.width &- full &* outputs, from: source)
            index &+= line.columns.count
        }
    }

    /// - Parameter source: the line's first tile in the matrix of position 0.
    private func transformOutput(_ line: Line, _ columns: Range<Int>, width: Int, from source: UnsafePointer<Float>) {
        guard !columns.isEmpty else { return }
        let shape = layout.shape
        let strides = shape.outputStrides
        let (vertical, horizontal) = (layout.tile.vertical, layout.tile.horizontal)
        let top = line.row &* vertical.outputs
        let left = columns.lowerBound &* horizontal.outputs
        var arguments = WinogradOutputArguments(
            products: source + (columns.lowerBound &- line.columns.lowerBound) &* layout.matrixStride.output,
            target: output + (line.n &* strides.batch &+ top &* strides.height &+ left &* strides.width),
            rowBytes: strides.height &* 4, tiles: columns.count, height: min(vertical.outputs, shape.output.height &- top), width: width,
            pixel: top &* shape.output.width &+ left, rowPixels: shape.output.width)
        epilogue.set(&arguments.epilogue, batch: line.n)
        withUnsafeMutablePointer(to: &arguments) { convolution.outputFunction($0) }
    }
}
