import InferKernels

/// One run of a ``WinogradConvolution``, and its work as tasks.
struct WinogradRun {
    let convolution: WinogradConvolution
    let input: UnsafePointer<Float>
    let packed: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let epilogue: Epilogue
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

    /// Calls `body` with neighbouring tiles of one row of one image, and the index of the first.
    private func forEachLine(_ tiles: Range<Int>, _ body: (_ index: Int, _ n: Int, _ row: Int, _ columns: Range<Int>) -> Void) {
        var index = tiles.lowerBound
        while index < tiles.upperBound {
            let (n, row, column) = layout.place(index)
            let count = min(layout.columns &- column, tiles.upperBound &- index)
            body(index, n, row, column..<column &+ count)
            index &+= count
        }
    }

    /// - Parameter matrices: the first tile's row in the matrix of position 0.
    private func transformInputs(_ tiles: Range<Int>, to matrices: UnsafeMutablePointer<Float>, worker: Int) {
        let shape = layout.shape
        let strides = shape.inputStrides
        let (vertical, horizontal) = (layout.tile.vertical, layout.tile.horizontal)
        let patch = scratch + (convolution.patchOffset &+ worker &* layout.patchCount)
        forEachLine(tiles) { index, n, row, columns in
            let image = input + n &* strides.batch
            let top = row &* vertical.outputs &* vertical.stride &- shape.padsBegin.height
            let target = matrices + (index &- tiles.lowerBound) &* layout.matrixStride.input
            let inner = layout.innerRows.contains(row) ? layout.innerColumns.clamped(to: columns) : columns.lowerBound..<columns.lowerBound
            for column in columns where !inner.contains(column) {
                let left = column &* horizontal.outputs &* horizontal.stride &- shape.padsBegin.width
                fill(patch, image, top: top, left: left)
                var arguments = WinogradInputArguments(
                    source: UnsafePointer(patch), rowBytes: horizontal.samples &* strides.width &* 4,
                    target: target + (column &- columns.lowerBound) &* layout.matrixStride.input, tiles: 1)
                withUnsafeMutablePointer(to: &arguments) { convolution.inputFunction($0) }
            }
            guard !inner.isEmpty else { return }
            let left = inner.lowerBound &* horizontal.outputs &* horizontal.stride &- shape.padsBegin.width
            var arguments = WinogradInputArguments(
                source: image + (top &* strides.height &+ left &* strides.width), rowBytes: strides.height &* 4,
                target: target + (inner.lowerBound &- columns.lowerBound) &* layout.matrixStride.input, tiles: inner.count)
            withUnsafeMutablePointer(to: &arguments) { convolution.inputFunction($0) }
        }
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
        let shape = layout.shape
        let strides = shape.outputStrides
        let (vertical, horizontal) = (layout.tile.vertical, layout.tile.horizontal)
        forEachLine(tiles) { index, n, row, columns in
            let top = row &* vertical.outputs
            let height = min(vertical.outputs, shape.output.height &- top)
            let full = min(columns.upperBound, shape.output.width / horizontal.outputs)
            var arguments = WinogradOutputArguments(
                products: UnsafePointer(matrices), target: output, rowBytes: strides.height &* 4, tiles: 1, height: height,
                width: horizontal.outputs, rowPixels: shape.output.width)
            func transform(_ part: Range<Int>, width: Int) {
                guard !part.isEmpty else { return }
                let left = part.lowerBound &* horizontal.outputs
                let tile = index &- tiles.lowerBound &+ part.lowerBound &- columns.lowerBound
                arguments.products = UnsafePointer(matrices + tile &* layout.matrixStride.output)
                arguments.target = output + (n &* strides.batch &+ top &* strides.height &+ left &* strides.width)
                arguments.tiles = part.count
                arguments.width = width
                arguments.pixel = top &* shape.output.width &+ left
                arguments.epilogue = EpilogueArguments(epilogue, batch: n)
                withUnsafeMutablePointer(to: &arguments) { convolution.outputFunction($0) }
            }
            transform(columns.lowerBound..<max(columns.lowerBound, full), width: horizontal.outputs)
            transform(max(columns.lowerBound, full)..<columns.upperBound, width: shape.output.width &- full &* horizontal.outputs)
        }
    }
}
