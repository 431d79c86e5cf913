import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Tensors of ones in some places.
    static let patterns: [Entry] = [
        Entry { (operation: OneHot, context) in
            try context.requireWholeBytes(2)
            let (indices, indexType) = try context.indices(0)
            context.emit(
                PlannedKernel("one_hot", valueInputs: [1]) { binding in
                    let output = binding.outputs[0]
                    let axis = try binding.axis(operation.axis, of: output.shape.count)
                    let plan = OneHotPlan(
                        elementSize: output.type.size, indices: Array(binding.inputs[0].shape), axis: axis, depth: output.shape[axis],
                        indexType: indexType, wrapsNegative: operation.negativeIndicesMode == .normalize)
                    return ClosureKernel { memory in
                        plan.run(output: memory.output(0), indices: memory.input(0), on: memory.input(2), off: memory.input(3))
                    }
                }, [indices] + (try (1..<4).map { try context.input($0, as: .rowMajor) }))
        },
        Entry { (_: Eye, context) in
            let type = context.outputType.element_type
            guard type.bitwidth >= 8, type != .string else { throw context.failure("is not supported for elements of type \(type)") }
            context.emit(
                PlannedKernel("eye", valueInputs: Array(0..<context.inputCount)) { binding in
                    let output = binding.outputs[0]
                    let rank = output.shape.count
                    let (rows, columns) = (output.shape[rank - 2], output.shape[rank - 1])
                    let diagonal = try binding.inputs[2].integers(binding.subject).first ?? 0
                    let matrices = output.shape.dropLast(2).reduce(1, *)
                    let size = output.type.size
                    let bytes = output.count * size
                    guard let one = try Tensor.one(of: output.type) else { throw binding.unsupported(output.type) }
                    // Element `row` of the diagonal is in column `row + diagonal`; far diagonals are outside.
                    let isInside = diagonal > -rows && diagonal < columns
                    let first = isInside ? max(0, -diagonal) : 0
                    let end = isInside ? min(rows, columns - diagonal) : 0
                    return ClosureKernel { memory in
                        let target = memory.output(0)
                        target.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                        for matrix in 0..<matrices where first < end {
                            for row in first..<end {
                                (target + ((matrix * rows + row) * columns + row + diagonal) * size).copyMemory(
                                    from: one.data, byteCount: size)
                            }
                        }
                    }
                }, try context.inputs())
        },
    ]
}

extension Tensor {
    /// The number 1 in a type; nil for types that are no numbers.
    fileprivate static func one(of type: ElementType) throws -> Tensor? {
        guard
            let plan = ElementwisePlan(
                converting: .f32, to: type.kind, shape: [1], output: StridedOperand(strides: [0]), input: StridedOperand(strides: [0]))
        else { return nil }
        let one = try Tensor([Float(1)], shape: [1])
        if type == .f32 { return one }
        let result = try Tensor(type, [1])
        plan.run(output: result.data, one.data)
        return result
    }
}
