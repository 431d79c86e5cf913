import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Pictures in other colour formats.
    static let colors: [Entry] = [
        Entry { (operation: ColorFromYUV, context) in
            let type = context.outputType.element_type
            guard type == .u8 || type == .f32 else { throw context.failure("is not supported for elements of type \(type)") }
            context.emit(
                PlannedKernel("color_from_yuv_portable_\(type)") { binding in
                    let shape = binding.outputs[0].shape
                    let (height, width) = (shape[1], shape[2])
                    guard height % 2 == 0, width % 2 == 0 else { throw binding.invalid("a picture of \(height) × \(width) is not even") }
                    let plan = YUVConversion(batch: shape[0], height: height, width: width, isBGR: operation.kind.isBGR)
                    let isSingle = binding.inputs.count == 1
                    let isI420 = operation.kind.isI420
                    let area = height * width
                    let size = type.size
                    return ClosureKernel { memory in
                        func plane(_ pointer: UnsafeRawPointer, _ offset: Int, _ stride: Int, _ step: Int) -> YUVConversion.Plane {
                            YUVConversion.Plane(pointer + offset * size, imageStride: stride, step: step)
                        }
                        let whole = area * 3 / 2
                        let first = memory.input(0)
                        let second = isSingle ? first : memory.input(1)
                        let third = isSingle || !isI420 ? second : memory.input(2)
                        let start = isSingle ? area : 0
                        let y = plane(first, 0, isSingle ? whole : area, 1)
                        if isI420 {
                            try plan.colors(
                                type, y: y, u: plane(second, start, isSingle ? whole : area / 4, 1),
                                v: plane(third, isSingle ? area + area / 4 : 0, isSingle ? whole : area / 4, 1), output: memory.output(0),
                                team: memory.team)
                        } else {
                            let stride = isSingle ? whole : area / 2
                            try plan.colors(
                                type, y: y, u: plane(second, start, stride, 2), v: plane(second, start + 1, stride, 2),
                                output: memory.output(0), team: memory.team)
                        }
                    }
                }, try context.inputs())
        },
        Entry { (operation: NV12FromColor, context) in
            let type = context.outputType.element_type
            guard type == .u8 || type == .f32 else { throw context.failure("is not supported for elements of type \(type)") }
            context.emit(
                PlannedKernel("nv12_from_color_portable_\(type)") { binding in
                    let shape = binding.inputs[0].shape
                    let (height, width) = (shape[1], shape[2])
                    guard height % 2 == 0, width % 2 == 0 else { throw binding.invalid("a picture of \(height) × \(width) is not even") }
                    let plan = YUVConversion(batch: shape[0], height: height, width: width, isBGR: operation.kind == .bgr)
                    let area = height * width
                    let isSingle = operation.singlePlane
                    return ClosureKernel { memory in
                        try plan.planes(
                            type, colors: memory.input(0), brightness: memory.output(0), brightnessStride: isSingle ? area * 3 / 2 : area,
                            color: isSingle ? memory.output(0) + area * type.size : memory.output(1),
                            colorStride: isSingle ? area * 3 / 2 : area / 2)
                    }
                }, try context.inputs())
        },
    ]
}
