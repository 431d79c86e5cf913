import InferAssembler
import InferGenerated
import InferKernels

/// Which tile of Winograd's method a convolution is computed by, if any: the one that a model of the time calls fastest.
///
/// The model's numbers were measured on one server processor; what matters is how they compare with one another.
struct WinogradChoice {
    /// Filters, strides and dilations; the batch is how many images there are to a run.
    let filters: ConvolutionShape
    /// The output's spatial lengths; those that are not known are taken to be middling.
    let output: Spatial
    let instructionSet: InstructionSet
    let threads: Int

    /// Floating-point operations per nanosecond and thread.
    private var arithmetic: Double { instructionSet == .avx512 ? 150 : 75 }
    /// Bytes per nanosecond that one thread, and all together at most, read from memory, where filters come from.
    private static let bandwidth = (thread: 12.0, all: 20.0)
    /// Nanoseconds that the transform of a vector of channels takes for each position, what tiles at the edges cost included.
    private var transform: Double { instructionSet == .avx512 ? 3.5 : 2.2 }
    /// Nanoseconds of each image that a byte of filters is worth: memory for it is found and filled when a model is loaded, which takes as
    /// long as fifty times this.
    private static let loading = 0.02
    /// How much faster than direct sums it must look.
    private static let margin = 0.9

    init(_ filters: ConvolutionShape, output: Spatial?, _ instructionSet: InstructionSet, threads: Int) {
        self.filters = filters
        let lengths = (filters.kernel.height == 1 ? 1 : 28, filters.kernel.width == 1 ? 1 : 28)
        self.output = output ?? Spatial(depth: 1, height: lengths.0, width: lengths.1)
        self.instructionSet = instructionSet
        self.threads = max(1, threads)
    }

    /// The tile; nil where direct sums are better or Winograd's method is not possible.
    var tile: WinogradTile? {
        guard filters.groups == 1, !filters.isTransposed, filters.dilations == .ones, filters.kernel.depth == 1, filters.strides.depth == 1,
            filters.inputChannels >= 16, filters.outputChannels >= 8, output.depth == 1
        else { return nil }
        let tiles = Self.kinds(taps: filters.kernel.height, stride: filters.strides.height).flatMap { vertical in
            Self.kinds(taps: filters.kernel.width, stride: filters.strides.width).map { WinogradTile(vertical, $0) }
        }
        let best = tiles.filter { $0.positions > 1 && $0.fits(instructionSet) }.map { (tile: $0, time: time($0)) }.min { $0.time < $1.time }
        guard let best, best.time < Self.margin * directTime else { return nil }
        return best.tile
    }

    /// The transforms of a dimension whose errors stay near those of direct sums.
    private static func kinds(taps: Int, stride: Int) -> [WinogradTransform.Kind] {
        switch (taps, stride) {
        case (1, 1): [.identity]
        case (3, 1): [.f4x3, .f2x3]
        case (3, 2): [.f3x3step2]
        case (5, 1): [.f4x5, .f2x5]
        default: []
        }
    }

    // MARK: Nanoseconds

    private var images: Double { Double(max(1, filters.batch)) }

    private var vectors: (input: Double, output: Double) {
        let lanes = instructionSet.width.lanes
        return (Double((filters.inputChannels + lanes - 1) / lanes), Double((filters.outputChannels + lanes - 1) / lanes))
    }

    private func time(_ tile: WinogradTile) -> Double {
        func parts(_ length: Int, _ part: Int) -> Double { length > 0 ? Double((length - 1) / part + 1) : 0 }
        let count = parts(output.height, tile.vertical.outputs) * parts(output.width, tile.horizontal.outputs) * images
        let transforms = count * Double(tile.positions) * transform * (vectors.input + vectors.output)
        return products(Double(tile.positions) * count, filters: tile.positions) + transforms / Double(threads)
    }

    private var directTime: Double {
        // Not as integers, which the sizes that a file may ask for exceed.
        let positions = Double(max(0, output.depth)) * Double(max(0, output.height)) * Double(max(0, output.width))
        return products(Double(filters.kernel.count) * positions * images, filters: filters.kernel.count)
    }

    /// Of products of so many rows with the filters, of reading those from memory in the meantime, and of having them there.
    private func products(_ rows: Double, filters count: Int) -> Double {
        let depth = Double(filters.inputChannels)
        let width = vectors.output * Double(instructionSet.width.lanes)
        let computing = 2 * rows * depth * width / (arithmetic * Double(threads))
        let bytes = 4 * Double(count) * depth * width
        let reading = bytes / min(Self.bandwidth.thread * Double(threads), Self.bandwidth.all)
        return max(computing, reading) + bytes * Self.loading * images
    }
}
