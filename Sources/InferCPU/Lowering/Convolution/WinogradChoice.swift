import InferAssembler
import InferGenerated
import InferKernels

/// Which tile of Winograd's method a convolution is computed by, if any: the one that a model of the time calls fastest.
///
/// The model's numbers were measured on processors with 512-bit vectors; what matters is how they compare with one another.
struct WinogradChoice {
    let filters: ConvolutionShape
    /// The output's spatial lengths; those that are not known are taken to be middling.
    let output: Spatial
    let instructionSet: InstructionSet
    let threads: Int

    /// Floating-point operations per nanosecond and thread.
    private static let arithmetic = 110.0
    /// Bytes per nanosecond that all threads together read from memory, where filters come from.
    private static let bandwidth = 20.0
    /// Nanoseconds that the transform of a vector of channels takes for each position.
    private var transform: Double { instructionSet == .avx512 ? 1.7 : 1.1 }
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
        let best = tiles.filter { $0.positions > 1 }.map { (tile: $0, time: time($0)) }.min { $0.time < $1.time }
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

    private var vectors: (input: Double, output: Double) {
        let lanes = instructionSet.width.lanes
        return (Double((filters.inputChannels + lanes - 1) / lanes), Double((filters.outputChannels + lanes - 1) / lanes))
    }

    private func time(_ tile: WinogradTile) -> Double {
        let rows = (output.height + tile.vertical.outputs - 1) / tile.vertical.outputs
        let columns = (output.width + tile.horizontal.outputs - 1) / tile.horizontal.outputs
        let count = Double(rows * columns)
        let transforms = count * Double(tile.positions) * transform * (vectors.input + vectors.output)
        return products(Double(tile.positions) * count, filters: tile.positions) + transforms / Double(threads)
    }

    private var directTime: Double {
        products(Double(filters.kernel.count * output.count), filters: filters.kernel.count)
    }

    /// Of products of so many rows with the filters, and of reading those from memory in the meantime.
    private func products(_ rows: Double, filters count: Int) -> Double {
        let depth = Double(filters.inputChannels)
        let width = vectors.output * Double(instructionSet.width.lanes)
        let computing = 2 * rows * depth * width / (Self.arithmetic * Double(threads))
        let reading = 4 * Double(count) * depth * width / Self.bandwidth
        return max(computing, reading)
    }
}
