import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let resampling: [Entry] = [
        Entry { (operation: Interpolate, context) in
            let type = context.type(0).element_type
            let moves = operation.mode == .nearest
            switch type.kind {
            case .f32, .i8, .u8, .i16, .u16, .i32, .u32, .i64, .u64: break
            case .f16 where moves, .bf16 where moves, .f64 where moves, .boolean where moves: break
            default: throw context.failure("mode \(operation.mode.rawValue) is not supported for elements of type \(type)")
            }
            guard operation.mode != .area else { throw context.failure("mode area is not supported") }
            let input = try context.input(0)
            let others = try (1..<context.inputCount).map { try context.input($0, as: .rowMajor) }
            let layout = context.builder.slots[input.index].layout
            let isGenerated = type == .f32 || moves && type.bitwidth == 32
            context.emit(
                InterpolateKernel(
                    operation: operation, type: type, inputCount: context.inputCount,
                    instructionSet: isGenerated ? context.options.instructionSet : .portable), [input] + others, layout: layout)
        }
    ]
}

private struct InterpolateKernel: Kernel {
    let operation: Interpolate
    let type: ElementType
    let inputCount: Int
    /// Of generated code, which takes elements of 32 bits that stay together, as channels do.
    let instructionSet: InstructionSet

    var name: String { "interpolate_\(operation.mode.rawValue)_\(instructionSet.name)_\(type)" }

    private var usesScales: Bool { operation.opset > 1 && operation.shapeCalculationMode == .scales }
    private var hasAxes: Bool { operation.opset > 1 && operation.axesIndex < inputCount }
    var valueInputs: [Int] { (usesScales ? [operation.sizesOrScalesIndex] : []) + (hasAxes ? [operation.axesIndex] : []) }

    private static let modes: [Interpolate.Mode: Interpolation.Mode] = [
        .nearest: .nearest, .linear: .linear, .linearOnnx: .linearONNX, .cubic: .cubic, .bilinearPillow: .bilinearPillow,
        .bicubicPillow: .bicubicPillow,
    ]
    private static let coordinateModes: [Interpolate.CoordinateTransformationMode: Interpolation.CoordinateMode] = [
        .halfPixel: .halfPixel, .pytorchHalfPixel: .pytorchHalfPixel, .asymmetric: .asymmetric, .tfHalfPixelForNn: .tfHalfPixelForNN,
        .alignCorners: .alignCorners,
    ]
    private static let nearestModes: [Interpolate.NearestMode: Interpolation.NearestMode] = [
        .roundPreferFloor: .roundPreferFloor, .roundPreferCeil: .roundPreferCeil, .floor: .floor, .ceil: .ceil, .simple: .simple,
    ]

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let output = binding.outputs[0]
        let rank = input.shape.count
        guard let mode = Self.modes[operation.mode] else {
            throw RuntimeError(.unsupported, "\(binding.subject): mode \(operation.mode.rawValue) is not supported")
        }
        let given =
            operation.opset == 1
            ? operation.axes : hasAxes ? try binding.inputs[operation.axesIndex].integers(binding.subject) : Array(0..<rank)
        let axes = given.map { $0 < 0 ? $0 + rank : $0 }
        let attributes: Interpolation.Attributes
        if operation.opset == 1 {
            attributes = try .version0(
                mode: mode, alignCorners: operation.alignCorners, antialias: operation.antialias, padsBegin: operation.padsBegin,
                padsEnd: operation.padsEnd, axes: axes, rank: rank)
        } else {
            attributes = Interpolation.Attributes(
                mode: mode, coordinateMode: Self.coordinateModes[operation.coordinateTransformationMode] ?? .halfPixel,
                nearestMode: Self.nearestModes[operation.nearestMode] ?? .roundPreferFloor, antialias: operation.antialias,
                cubeCoefficient: operation.cubeCoeff, padsBegin: operation.padsBegin, padsEnd: operation.padsEnd)
        }
        let scales = usesScales ? binding.inputs[operation.sizesOrScalesIndex].value?.exactReals?.map { Float($0) } : nil
        let plan = try Interpolation(
            attributes, inputShape: Array(input.shape), inputStrides: input.strides, outputShape: Array(output.shape),
            outputStrides: output.strides, axes: axes, scales: scales)
        if let generated = try GeneratedInterpolation(plan, instructionSet, threads: binding.threads) {
            return ClosureKernel(scratchBytes: generated.scratchBytes(threads: binding.threads)) { memory in
                generated.run(input: memory.input(0), output: memory.output(0), scratch: memory.scratch, team: memory.team)
            }
        }
        let type = type
        return ClosureKernel(scratchBytes: plan.scratchBytes(threads: binding.threads)) { memory in
            try plan.run(type, memory.input(0), memory.output(0), scratch: memory.scratch, team: memory.team)
        }
    }
}
