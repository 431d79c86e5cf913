import InferAssembler
import InferGenerated
import InferKernels

/// How a convolution is computed: chosen when a model is compiled, from the filters' sizes and, where it is known, the image's.
indirect enum ConvolutionAlgorithm: Sendable {
    /// By the compiler's code, which takes all sizes and layouts.
    case portable
    case generated(any GeneratedConvolution.Type)
    /// With transformed filters.
    case winograd(WinogradTile)
    /// A transposed convolution as another one, to cells of outputs.
    case subpixel(SubpixelFilters, ConvolutionAlgorithm)

    /// What decides.
    struct Sizes {
        /// Filters, groups, strides and dilations; images and pads may not be known.
        let filters: ConvolutionShape
        /// The output's spatial lengths, where they are known.
        let output: Spatial?
        /// Whether images and results are known to have no depth, as transformed filters want it.
        let isFlat: Bool
        /// Whether the image is row-major, as models get it.
        let isPlanar: Bool
    }

    /// An algorithm and when it is the best; the first row that fits is taken.
    private struct Row: Sendable {
        let algorithm: any GeneratedConvolution.Type
        let suits: @Sendable (Sizes, InstructionSet) -> Bool
    }

    private static let table: [Row] = [
        Row(algorithm: DepthwiseConvolution.self) { _, _ in true },
        Row(algorithm: GroupedConvolution.self) { GroupedConvolution.isPreferred($0.filters, $1) },
        Row(algorithm: PlanarConvolution.self) { sizes, _ in sizes.isPlanar },
        Row(algorithm: NarrowConvolution.self) { _, _ in true },
        Row(algorithm: DirectConvolution.self) { _, _ in true },
    ]

    static func choose(_ sizes: Sizes, _ options: CompileOptions) -> ConvolutionAlgorithm {
        guard options.instructionSet != .portable else { return .portable }
        let winograd = WinogradChoice(sizes.filters, output: sizes.output, options.instructionSet, threads: options.threads)
        if !options.prefersAccuracy, sizes.isFlat, let tile = winograd.tile { return .winograd(tile) }
        let row = table.first { $0.algorithm.supports(sizes.filters) && $0.suits(sizes, options.instructionSet) }
        // Only the last row's vectors go across channels.
        if let row, row.algorithm is DirectConvolution.Type, let cells = chooseCells(sizes, options) { return cells }
        return row.map { .generated($0.algorithm) } ?? .portable
    }

    private static func chooseCells(_ sizes: Sizes, _ options: CompileOptions) -> ConvolutionAlgorithm? {
        guard let cells = SubpixelFilters(sizes.filters), cells.pays(options.instructionSet) else { return nil }
        let strides = sizes.filters.strides
        let output = sizes.output.map { output in
            Spatial(
                depth: max(1, output.depth / strides.depth), height: max(1, output.height / strides.height),
                width: max(1, output.width / strides.width))
        }
        switch choose(
            Sizes(filters: cells.plain, output: output, isFlat: sizes.isFlat && sizes.filters.kernel.depth == 1, isPlanar: false), options)
        {
        case .portable: return nil
        case let plain: return .subpixel(cells, plain)
        }
    }

    /// The layout that the image must have, of which a row-major one may be.
    func imageLayout(_ given: SlotLayout, channels: Int) -> SlotLayout {
        switch self {
        // Up to so few channels are gathered rather than reordered.
        case .portable: channels <= PlanarConvolution.mostChannels ? given : .channelsLast
        case .generated(let algorithm): algorithm is PlanarConvolution.Type ? .rowMajor : .channelsLast
        case .winograd, .subpixel: .channelsLast
        }
    }

    /// For profiles.
    func name(_ instructionSet: InstructionSet) -> String {
        switch self {
        case .portable: "portable"
        case .generated(let algorithm): "\(algorithm.name)_\(instructionSet.name)"
        case .winograd: "winograd_\(instructionSet.name)"
        case .subpixel(_, let plain): "subpixel_\(plain.name(instructionSet))"
        }
    }
}
