import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Images sampled at places that inputs tell, and convolutions by signs.
    static let samplings: [Entry] = [
        Entry { (operation: GridSample, context) in
            try context.requireSingle()
            let modes: [GridSample.Mode: GridSampling.Mode] = [.bilinear: .bilinear, .bicubic: .bicubic, .nearest: .nearest]
            let paddings: [GridSample.PaddingMode: GridSampling.Padding] = [
                .zeros: .zeros, .border: .border, .reflection: .reflection,
            ]
            guard let mode = modes[operation.mode], let padding = paddings[operation.paddingMode] else {
                throw context.failure("mode \(operation.mode.rawValue) is not supported")
            }
            context.emit(
                PlannedKernel("grid_sample_portable_f32") { binding in
                    let grid = binding.inputs[1].shape
                    let plan = GridSampling(
                        mode: mode, padding: padding, alignsCorners: operation.alignCorners, images: Array(binding.inputs[0].shape),
                        places: grid[1] * grid[2])
                    return ClosureKernel { memory in
                        plan.run(
                            data: memory.input(0, as: Float.self), grid: memory.input(1, as: Float.self),
                            output: memory.output(0, as: Float.self), team: memory.team)
                    }
                }, try context.inputs())
        },
        Entry { (operation: DeformableConvolution, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("deformable_convolution_portable_f32") { try deformable(operation, $0) }, try context.inputs())
        },
        Entry { (operation: BinaryConvolution, context) in
            try context.requireSingle()
            let filters = try context.builder.addConstant(filterBits(context))
            context.emit(
                PlannedKernel("binary_convolution_portable_f32") { binding in
                    let (image, filters, result) = (binding.inputs[0].shape, binding.inputs[1].shape, binding.outputs[0].shape)
                    guard image.count == 4 else { throw binding.invalid("data \(image) has no two spatial axes") }
                    let spatial = Array(image.dropFirst(2))
                    let kernel = Array(filters.dropFirst(2))
                    let window = operation.window(spatialRank: 2)
                    let shape = ConvolutionShape(
                        batch: image[0], inputChannels: image[1], outputChannels: filters[0], input: Spatial(spatial, fill: 1),
                        output: Spatial(Array(result.dropFirst(2)), fill: 1), kernel: Spatial(kernel, fill: 1),
                        strides: Spatial(window.strides, fill: 1), dilations: Spatial(window.dilations, fill: 1),
                        padsBegin: Spatial(operation.padding(input: spatial, kernel: kernel).begin, fill: 0))
                    let plan = BinaryProduct(shape, padding: operation.padValue)
                    return ClosureKernel { memory in
                        plan.run(
                            data: memory.input(0, as: Float.self), filters: memory.input(1, as: UInt8.self),
                            output: memory.output(0, as: Float.self), team: memory.team)
                    }
                }, [try context.input(0, as: .rowMajor), filters])
        },
    ]

    /// The bits of filters, a byte each. OpenVINO's device reads them from the lowest of a byte on, unlike those of other tensors of u1.
    private static func filterBits(_ context: LoweringContext) throws -> Tensor {
        guard let packed = try context.constant(1), packed.element_type == .u1 else {
            throw context.failure("is supported for filters that are constants of type u1")
        }
        let bytes = try packed.snapshot.data.assumingMemoryBound(to: UInt8.self)
        return try Tensor((0..<packed.size).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 }, shape: packed.shape)
    }

    private static func deformable(_ operation: DeformableConvolution, _ binding: KernelBinding) throws -> BoundKernel {
        let (image, filters, result) = (binding.inputs[0].shape, binding.inputs[2].shape, binding.outputs[0].shape)
        let window = operation.window(spatialRank: 2)
        let pads = operation.padding(input: Array(image.dropFirst(2)), kernel: Array(filters.dropFirst(2)))
        guard image[1] % operation.deformableGroup == 0, image[1] == filters[1] * operation.group,
            filters[0] % operation.group == 0
        else { throw binding.invalid("data \(image) and filters \(filters) do not divide into the groups") }
        var attributes = DeformableSampling.Attributes()
        (attributes.batch, attributes.channels, attributes.height, attributes.width) = (image[0], image[1], image[2], image[3])
        (attributes.outputChannels, attributes.outputHeight, attributes.outputWidth) = (result[1], result[2], result[3])
        (attributes.kernelHeight, attributes.kernelWidth) = (filters[2], filters[3])
        attributes.strides = (window.strides[0], window.strides[1])
        attributes.dilations = (window.dilations[0], window.dilations[1])
        attributes.padsBegin = (pads.begin[0], pads.begin[1])
        attributes.groups = operation.group
        attributes.deformableGroups = operation.deformableGroup
        attributes.mixesPadding = operation.bilinearInterpolationPad
        let plan = DeformableSampling(attributes)
        let hasMask = binding.inputs.count > 3
        return ClosureKernel(scratchBytes: plan.scratchBytes(threads: binding.threads)) { memory in
            plan.run(
                data: memory.input(0, as: Float.self), offsets: memory.input(1, as: Float.self), filters: memory.input(2, as: Float.self),
                mask: hasMask ? memory.input(3, as: Float.self) : nil, output: memory.output(0, as: Float.self), scratch: memory.scratch,
                team: memory.team)
        }
    }
}
