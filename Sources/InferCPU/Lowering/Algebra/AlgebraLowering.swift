import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Products of tensors, and inverses.
    static let algebra: [Entry] = [
        Entry { (operation: Einsum, context) in
            try context.requireWholeBytes()
            let equation = try EinsumEquation(operation.equation, subject: context.node.friendly_name)
            let type = context.type(0).element_type
            context.emit(
                PlannedKernel("einsum_portable_\(type)") { binding in
                    let plan = try contraction(equation, binding)
                    let count = binding.inputs.count
                    return ClosureKernel { memory in
                        var inputs: [UnsafeRawPointer] = []
                        for index in 0..<count { inputs.append(memory.input(index)) }
                        try plan.run(type, output: memory.output(0), inputs: inputs, team: memory.team)
                    }
                }, try context.inputs())
        },
        Entry { (operation: Inverse, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("inverse_portable_f32") { binding in
                    let shape = binding.inputs[0].shape
                    let size = shape[shape.count - 1]
                    let count = shape.dropLast(2).reduce(1, *)
                    return ClosureKernel { memory in
                        MatrixInverse.run(
                            memory.input(0, as: Float.self), memory.output(0, as: Float.self), count: count, size: size,
                            transposes: operation.adjoint)
                    }
                }, try context.inputs())
        },
        Entry { (_: GroupedMatMul, context) in
            try context.requireSingle()
            let hasEnds = context.inputCount > 2
            var inputs = [try context.input(0, as: .rowMajor), try context.input(1, as: .rowMajor)]
            if hasEnds { inputs.append(try context.indices(2).0) }
            context.emit(PlannedKernel("grouped_matmul_portable_f32") { groupedProduct($0, hasEnds: hasEnds) }, inputs)
        },
    ]

    // MARK: Einsum

    /// An axis of the equation: a letter, or one of those that an ellipsis stands for, counted from the last.
    private enum Axis: Hashable {
        case letter(Character)
        case common(Int)
    }

    private static func contraction(_ equation: EinsumEquation, _ binding: KernelBinding) throws -> TensorContraction {
        var lengths: [Axis: Int] = [:]
        var strides: [[Axis: Int]] = []
        var commonCount = 0
        for (labels, tensor) in zip(equation.inputs, binding.inputs) {
            var own: [Axis: Int] = [:]
            var axis = 0
            func take(_ label: Axis) throws {
                let length = tensor.shape[axis]
                if let known = lengths[label], known != length, known != 1, length != 1 {
                    throw binding.invalid("the lengths of an axis differ: \(known) and \(length)")
                }
                lengths[label] = max(lengths[label] ?? 1, length) == 1 || length == 0 ? length : max(lengths[label] ?? 1, length)
                // A letter that stands twice in one term walks its diagonal.
                if length != 1 { own[label, default: 0] += tensor.strides[axis] }
                axis += 1
            }
            for label in labels {
                switch label {
                case .letter(let letter): try take(.letter(letter))
                case .ellipsis:
                    let count = tensor.shape.count - (labels.count - 1)
                    commonCount = max(commonCount, count)
                    for position in (0..<count).reversed() { try take(.common(position)) }
                }
            }
            strides.append(own)
        }
        let kept = equation.output.flatMap { label -> [Axis] in
            switch label {
            case .letter(let letter): [.letter(letter)]
            case .ellipsis: (0..<commonCount).reversed().map { .common($0) }
            }
        }
        // In the order in which they are met, so that the last operand is read along its last axes.
        var summed: [Axis] = []
        for (labels, tensor) in zip(equation.inputs, binding.inputs) {
            for label in labels {
                switch label {
                case .letter(let letter):
                    if !kept.contains(.letter(letter)), !summed.contains(.letter(letter)) { summed.append(.letter(letter)) }
                case .ellipsis:
                    for position in (0..<(tensor.shape.count - labels.count + 1)).reversed()
                    where !kept.contains(.common(position)) && !summed.contains(.common(position)) { summed.append(.common(position)) }
                }
            }
        }
        return TensorContraction(
            kept: kept.map { lengths[$0] ?? 1 }, summed: summed.map { lengths[$0] ?? 1 },
            keptStrides: strides.map { own in kept.map { own[$0] ?? 0 } }, summedStrides: strides.map { own in summed.map { own[$0] ?? 0 } }
        )
    }

    // MARK: GroupedMatMul

    /// Rows times the transposed matrix of their group, groups told by where they end.
    private static func groupedProduct(_ binding: KernelBinding, hasEnds: Bool) -> BoundKernel {
        let (rows, matrices) = (binding.inputs[0].shape, binding.inputs[1].shape)
        let (groups, width, depth) = (matrices[0], matrices[1], matrices[2])
        let total = hasEnds ? rows[0] : rows[0] * rows[1]
        let perGroup = hasEnds ? 0 : rows[1]
        let ends = hasEnds ? binding.inputs[2] : nil
        let subject = binding.subject
        return ClosureKernel { memory in
            let bounds = ends?.elements(memory.input(2)) ?? (1...max(groups, 1)).map { $0 * perGroup }
            let left = memory.input(0, as: Float.self)
            let right = memory.input(1, as: Float.self)
            let target = memory.output(0, as: Float.self)
            target.update(repeating: 0, count: total * width)
            var start = 0
            for (group, end) in bounds.prefix(groups).enumerated() {
                guard end >= start, end <= total else {
                    throw RuntimeError(.invalidArgument, "\(subject): group \(group) ends at row \(end); expected \(start) to \(total)")
                }
                for row in start..<end {
                    for column in 0..<width {
                        var sum: Float = 0
                        for index in 0..<depth { sum += left[row * depth + index] * right[(group * width + column) * depth + index] }
                        target[row * width + column] = sum
                    }
                }
                start = end
            }
        }
    }
}
