import InferAssembler
import InferGenerated
import InferKernels

extension ConvolutionAlgorithm {
    /// How filters come to lie as an algorithm reads them.
    struct Packing {
        /// Equal where the same filters are packed alike.
        let form: AnyHashable
        /// Floats of the packed filters.
        let count: Int
        /// Packs filters that are dense in OpenVINO's order.
        let pack: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    }

    private struct Form: Hashable {
        let algorithm: ObjectIdentifier
        let filters: ConvolutionShape
    }

    private struct CellForm: Hashable {
        let filters: ConvolutionShape
        let plain: AnyHashable
    }

    /// - Parameter filters: whose images and pads do not matter.
    func packing(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) throws -> Packing {
        switch self {
        case .portable:
            let plan = InferKernels.Convolution(filters)
            return Packing(form: filters, count: plan.packedCount) { plan.pack($0, into: $1) }
        case .generated(let type):
            let form = Form(algorithm: ObjectIdentifier(type), filters: filters)
            return Packing(form: form, count: type.packedCount(filters, instructionSet)) {
                type.pack($0, filters, instructionSet, into: $1)
            }
        case .winograd(let tile):
            let transformed = Self.transformed(filters, tile, instructionSet)
            let packer = try WinogradPacker(transformed)
            return Packing(form: transformed, count: transformed.packedCount) { packer.pack($0, into: $1) }
        case .subpixel(let cells, let plain):
            let own = try plain.packing(cells.plain, instructionSet)
            let pack = own.pack
            return Packing(form: CellForm(filters: filters, plain: own.form), count: own.count) { source, target in
                let rearranged = UnsafeMutablePointer<Float>.allocate(capacity: cells.count)
                defer { rearranged.deallocate() }
                cells.rearrange(source, into: rearranged)
                pack(UnsafePointer(rearranged), target)
            }
        }
    }

    /// The code for a convolution; nil where images or the epilogue's operands lie in a way that it cannot walk, or it needs none.
    func compile(
        _ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int
    ) throws -> (any CompiledConvolution)? {
        switch self {
        case .portable: return nil
        case .generated(let type): return try type.init(shape, epilogue, instructionSet, threads: threads)
        case .winograd(let tile):
            return try WinogradConvolution(shape, Self.transformed(shape, tile, instructionSet), epilogue, threads: threads)
        case .subpixel(let cells, let plain):
            return try SubpixelConvolution(shape, cells, epilogue, instructionSet, threads: threads) {
                try plain.compile($0, $1, instructionSet, threads: threads)
            }
        }
    }

    private static func transformed(_ filters: ConvolutionShape, _ tile: WinogradTile, _ instructionSet: InstructionSet) -> WinogradFilters
    {
        WinogradFilters(instructionSet, tile, inputChannels: filters.inputChannels, outputChannels: filters.outputChannels)
    }
}
