import InferAssembler
import InferKernels

/// A convolution turned so that the images of its batch are its lines: batch, depth, height and width take the places of width, batch,
/// depth and height.
///
/// A line is then one output position in all images, which meet padding at the same taps: those are left out, nothing is copied, and tiles
/// are full where images are small and many. Packed filters stay as they are, since they have the order of the taps of two dimensions.
struct BatchLines {
    /// The turned convolution, whose input's channels follow one another.
    let shape: ConvolutionShape

    /// - Returns: nil where images of a depth have kernels of a depth, since no dimension is left for it, or planar images more than one
    ///   channel or padding.
    init?(_ shape: ConvolutionShape, _ order: DirectFilters.Order) {
        var turned = shape
        if order == .planar {
            guard let channels = BatchLines.tapsAsChannels(shape) else { return nil }
            turned = channels
        }
        guard shape.kernel.depth == 1, shape.padsBegin.depth == 0, !shape.isTransposed || shape.strides.depth == 1 else { return nil }
        guard shape.output.depth == 0 || (shape.output.depth - 1) * shape.strides.depth < shape.input.depth else { return nil }
        turned.batch = shape.output.depth
        turned.inputStrides = BatchLines.turn(turned.inputStrides)
        turned.inputStrides.batch *= shape.strides.depth
        turned.outputStrides = BatchLines.turn(turned.outputStrides)
        turned.input = BatchLines.turn(turned.input, width: shape.batch)
        turned.output = BatchLines.turn(turned.output, width: shape.batch)
        turned.kernel = BatchLines.turn(turned.kernel, width: 1)
        turned.strides = BatchLines.turn(turned.strides, width: 1)
        turned.dilations = BatchLines.turn(turned.dilations, width: 1)
        turned.padsBegin = BatchLines.turn(turned.padsBegin, width: 0)
        self.shape = turned
    }

    private static func turn(_ size: Spatial, width: Int) -> Spatial {
        Spatial(depth: size.height, height: size.width, width: width)
    }

    private static func turn(_ strides: ImageStrides) -> ImageStrides {
        ImageStrides(batch: strides.depth, channel: strides.channel, depth: strides.height, height: strides.width, width: strides.batch)
    }

    /// A planar convolution of one channel without padding in its width, whose taps there are as good as channels.
    private static func tapsAsChannels(_ shape: ConvolutionShape) -> ConvolutionShape? {
        let (taps, step) = (shape.kernel.width, shape.strides.width)
        guard shape.inputChannels == 1, !shape.isTransposed, shape.dilations.width == 1, shape.padsBegin.width == 0,
            (shape.output.width - 1) * step + taps <= shape.input.width
        else { return nil }
        var result = shape
        result.inputChannels = taps
        result.kernel.width = 1
        result.input.width = shape.input.width - taps + 1
        result.inputStrides.channel = shape.inputStrides.width
        return result
    }

    // MARK: Choosing

    /// The most positions of an image whose lines may go through the batch.
    private static let mostPositions = 1 << 14

    /// Whether lines through images are expected to take less time than lines of the images themselves.
    func pays(insteadOf other: ConvolutionShape, _ order: DirectFilters.Order, _ instructionSet: InstructionSet) -> Bool {
        // Long lines have full tiles as they are.
        guard other.batch > 1, other.output.count <= BatchLines.mostPositions,
            let panels = PanelLayout(instructionSet, columns: other.outputChannelsPerGroup, depth: 1).segments.first
        else { return false }
        let rows = GemmTile.preferredRows(vectors: panels.vectors, panels.instructionSet)
        return BatchLines.cost(shape, .channelsLast, rows: rows) < 0.9 * BatchLines.cost(other, order, rows: rows)
    }

    /// What a panel of output channels costs, in k of a row: the rows of all tiles by the k that they go through.
    ///
    /// Taps of lines that meet padding are left out; those within lines are not.
    private static func cost(_ shape: ConvolutionShape, _ order: DirectFilters.Order, rows: Int) -> Double {
        // A tile of fewer rows takes as long, since reading filters does.
        let fewestRows = 5
        // Starting with the taps that lie apart, and with a line.
        let (startOfTaps, startOfLine) = (4, 20)
        let channels = shape.inputChannelsPerGroup
        var cost = 0.0
        for width in ConvolutionAxis.axes(shape, \.width) {
            let tiles = GemmTile.split(rows: width.count, most: rows)
            let taps = width.taps.count
            let rows = tiles.tall * max(fewestRows, tiles.rows) + tiles.short * max(fewestRows, tiles.rows - 1)
            let apart = order == .planar ? channels : width.taps.step == 1 ? min(1, taps) : taps
            let line = Double(rows) * Double(taps * channels) + Double((tiles.tall + tiles.short) * apart * startOfTaps)
            for height in ConvolutionAxis.axes(shape, \.height) {
                for depth in ConvolutionAxis.axes(shape, \.depth) {
                    cost += Double(depth.metTaps * height.metTaps) * line + Double(depth.count * height.count * startOfLine)
                }
            }
        }
        return Double(shape.batch) * cost
    }
}

extension ConvolutionAxis {
    /// The taps of all positions whose inputs exist.
    fileprivate var metTaps: Int {
        let walk = walk
        return (0..<max(0, count)).reduce(0) { $0 + walk.taps(at: $1).count }
    }
}

extension Epilogue {
    /// The same for a convolution that is turned (``BatchLines``).
    var turned: Epilogue {
        var result = Epilogue(bias: bias)
        for index in 0..<count {
            var operation = self[index]
            if case .combine(let combination, let operand) = operation {
                operation = .combine(
                    combination,
                    Operand(
                        operand.pointer, batchStride: operand.depthStride, depthStride: operand.heightStride,
                        heightStride: operand.rowStride, rowStride: operand.batchStride, columnStride: operand.columnStride))
            }
            result.append(operation)
        }
        return result
    }
}
