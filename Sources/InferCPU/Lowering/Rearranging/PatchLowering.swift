import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Patches of images taken apart and put together.
    static let patches: [Entry] = [
        Entry { (operation: ExtractImagePatches, context) in
            try context.requireWholeBytes()
            context.emit(PlannedKernel("extract_image_patches") { try extractPatches(operation, $0) }, try context.inputs())
        },
        Entry { (operation: Col2Im, context) in
            try context.requireWholeBytes()
            context.emit(
                PlannedKernel("col2im", valueInputs: [1, 2]) { binding in
                    let size = try binding.inputs[1].integers(binding.subject)
                    let kernel = try binding.inputs[2].integers(binding.subject)
                    let window = operation.window(spatialRank: 2)
                    let patches = (0..<2).map { axis -> Int in
                        let padded = size[axis] + window.padsBegin[axis] + window.padsEnd[axis]
                        let reach = (kernel[axis] - 1) * window.dilations[axis] + 1
                        return padded < reach ? 0 : (padded - reach) / window.strides[axis] + 1
                    }
                    let data = binding.inputs[0].shape
                    let output = binding.outputs[0].shape
                    guard patches.allSatisfy({ $0 >= 0 }), patches[0] * patches[1] == data[data.count - 1] else {
                        throw binding.invalid("data \(data) has not \(patches) patches")
                    }
                    let type = binding.inputs[0].type
                    let plan = ColumnsToImage(
                        images: output.dropLast(3).reduce(1, *), channels: output[output.count - 3], size: size, kernel: kernel,
                        strides: window.strides, dilations: window.dilations, padsBegin: window.padsBegin, patches: patches)
                    return ClosureKernel { memory in try plan.run(type, output: memory.output(0), data: memory.input(0)) }
                }, try context.inputs())
        },
    ]

    /// One mapped copy for each element of the kernel: where a patch lies outside there are zeros.
    private static func extractPatches(_ operation: ExtractImagePatches, _ binding: KernelBinding) throws -> BoundKernel {
        let (input, output) = (binding.inputs[0], binding.outputs[0])
        // Of patches that are larger than the image there are none, however many elements each would have.
        if output.count == 0 { return ClosureKernel { _ in } }
        try output.requireMemory(forTablesOf: MappedCopyPlan.bytesOfPosition, binding.subject)
        let (images, channels) = (input.shape[0], input.shape[1])
        let size = input.type.size
        var begins = [0, 0]
        if operation.autoPad.isSame {
            for axis in 0..<2 {
                let reach = (output.shape[2 + axis] - 1) * operation.strides[axis] + (operation.sizes[axis] - 1) * operation.rates[axis] + 1
                let total = max(reach - input.shape[2 + axis], 0)
                begins[axis] = operation.autoPad == .sameUpper ? total / 2 : total - total / 2
            }
        }
        var parts: [(plan: MappedCopyPlan, offset: Int)] = []
        let strides = output.byteStrides
        for row in 0..<operation.sizes[0] {
            for column in 0..<operation.sizes[1] {
                let maps = [row, column].enumerated().map { axis, tap in
                    IndexMap(
                        sources: (0..<output.shape[2 + axis]).map { place in
                            let index = place * operation.strides[axis] + tap * operation.rates[axis] - begins[axis]
                            return index >= 0 && index < input.shape[2 + axis] ? index : -1
                        })
                }
                parts.append(
                    (
                        MappedCopyPlan(
                            elementSize: size, maps: [.identity(images), .identity(channels)] + maps,
                            output: StridedOperand(strides: strides), input: StridedOperand(strides: input.byteStrides)),
                        (row * operation.sizes[1] + column) * channels * strides[1]
                    ))
            }
        }
        let copies = parts
        return ClosureKernel { memory in
            var zero: UInt64 = 0
            for part in copies {
                part.plan.run(output: memory.output(0) + part.offset, input: memory.input(0), fill: &zero, team: memory.team)
            }
        }
    }
}
