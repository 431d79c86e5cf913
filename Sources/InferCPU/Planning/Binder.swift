import InferGraph
import InferKernels
import InferTensors

/// Binds the steps of a program to shapes.
struct Binder {
    let program: Program
    let threads: Int

    /// Binds from step `start` on, as far as shapes can be inferred from what is known.
    func bind(from start: Int, known: [TensorType?]) throws -> Binding {
        var types = known
        var steps: [Binding.BoundStep] = []
        var literals: [(slot: SlotID, tensor: Tensor)] = []
        var isLiteral = [Bool](repeating: false, count: program.slots.count)
        var position = start
        while position < program.steps.count {
            let step = program.steps[position]
            guard let inferred = try valueOfVariable(step, types) ?? infer(step, types) else { break }
            for (slot, type) in zip(step.outputs, inferred) { types[slot.index] = type }
            if let output = step.outputs.first, case .alias = program.slots[output.index].storage {
                position += 1
                continue
            }
            if let made = try literalOutputs(step, inferred) {
                for literal in made { isLiteral[literal.slot.index] = true }
                literals.append(contentsOf: made)
                position += 1
                continue
            }
            let inputs = try step.inputs.map { try bound($0, types, step) }
            let outputs = try step.outputs.map { try bound($0, types, step) }
            // Kernels may make tables for the positions along their outputs' axes.
            for output in outputs { try output.requireMemory(step.subject) }
            let kernel = try step.naming {
                try step.kernel.bind(KernelBinding(subject: step.subject, inputs: inputs, outputs: outputs, threads: threads))
            }
            steps.append(Binding.BoundStep(position: position, kernel: kernel))
            position += 1
        }
        steps = try BandGrouping(program: program, threads: threads).group(steps)
        var planner = ArenaPlanner(slotCount: program.slots.count)
        for step in steps { plan(step, types, isLiteral, &planner) }
        let (offsets, tensorBytes) = planner.place()
        let scratchBytes = steps.map(\.kernel.scratchBytes).max() ?? 0
        return Binding(
            start: start, end: position, steps: steps, types: types, offsets: offsets, literals: literals,
            arenaBytes: tensorBytes + scratchBytes, scratchOffset: tensorBytes,
            outputShapes: program.outputs.map { types[$0.index].flatMap { try? $0.partial_shape.to_shape() } },
            variableTypes: program.variables.map { variable in
                types[variable.slot.index].flatMap { type in
                    (try? type.partial_shape.to_shape()).map { (type.element_type, $0) }
                }
            })
    }

    /// The type of a variable's value, which is known from the variable rather than from what the step reads.
    private func valueOfVariable(_ step: Step, _ types: [TensorType?]) -> [TensorType]? {
        guard step.outputs.count == 1, case .read = program.slots[step.outputs[0].index].storage else { return nil }
        return types[step.outputs[0].index].map { [$0] }
    }

    /// The outputs' types, or nil where some shape depends on data.
    func infer(_ step: Step, _ types: [TensorType?]) throws -> [TensorType]? {
        var inputs: [TensorType] = []
        inputs.reserveCapacity(step.inputs.count)
        for slot in step.inputs {
            guard let type = types[slot.index] else { return nil }
            inputs.append(type)
        }
        guard step.kernel.valueInputs.allSatisfy({ $0 >= inputs.count || inputs[$0].value?.isExact ?? false }) else { return nil }
        let inferred = try step.operation.infer(InferenceContext(subject: step.subject, inputs: inputs))
        guard inferred.count >= step.outputs.count, inferred.prefix(step.outputs.count).allSatisfy({ $0.partial_shape.is_static }) else {
            return nil
        }
        return inferred
    }

    /// Tensors for the outputs of a step all of whose elements are known: shape subgraphs cost nothing at run time.
    private func literalOutputs(_ step: Step, _ inferred: [TensorType]) throws -> [(slot: SlotID, tensor: Tensor)]? {
        if step.operation.hasSideEffects || step.outputs.isEmpty { return nil }
        var made: [(slot: SlotID, tensor: Tensor)] = []
        for (slot, type) in zip(step.outputs, inferred) {
            guard case .intermediate = program.slots[slot.index].storage, program.slots[slot.index].layout == .rowMajor,
                let value = type.value, let tensor = try value.makeTensor(type)
            else { return nil }
            made.append((slot, tensor))
        }
        return made
    }

    private func bound(_ slot: SlotID, _ types: [TensorType?], _ step: Step) throws -> BoundTensor {
        guard let type = types[slot.index] else {
            throw RuntimeError(.internalInconsistency, "\(step.subject): slot \(slot.index) has no type when it is bound")
        }
        guard type.byteCount < TensorType.absurdByteCount, type.stridesAreCountable else {
            throw RuntimeError(.outOfMemory, "\(step.subject): a tensor of shape \(type.partial_shape) fits no memory")
        }
        var constant: Tensor?
        if case .constant(let tensor) = program.slots[slot.index].storage { constant = tensor }
        return BoundTensor(
            type: type.element_type, shape: try type.partial_shape.to_shape(), layout: program.slots[slot.index].layout, value: type.value,
            constant: constant)
    }

    /// Gives the step's outputs lifetimes in the arena, or the memory of an input that dies here.
    private func plan(
        _ bound: Binding.BoundStep, _ types: [TensorType?], _ isLiteral: [Bool], _ planner: inout ArenaPlanner
    ) {
        let step = program.steps[bound.position]
        for (index, slot) in step.outputs.enumerated() {
            let root = program.root[slot.index]
            guard case .intermediate = program.slots[root.index].storage, let type = types[slot.index] else { continue }
            // An alias whose source a step wrote has its memory already.
            if planner.isPlanned(root.index) { continue }
            let bytes = type.byteCount
            let last = max(program.lastUse[root.index], bound.position)
            if index == 0, let donor = donor(step, bound.kernel, bound.position, bytes, isLiteral, planner) {
                planner.extend(donor, as: root.index, through: last)
            } else {
                planner.add(root.index, bytes: bytes, from: bound.first, through: last)
            }
        }
    }

    private func donor(
        _ step: Step, _ kernel: BoundKernel, _ position: Int, _ bytes: Int, _ isLiteral: [Bool], _ planner: ArenaPlanner
    ) -> Int? {
        for index in kernel.inPlaceInputs where index < step.inputs.count {
            let input = program.root[step.inputs[index].index].index
            guard case .intermediate = program.slots[input].storage, !isLiteral[input], program.lastUse[input] == position,
                planner.isPlanned(input), planner.bytes(input) == ArenaPlanner.rounded(bytes),
                step.inputs.indices.allSatisfy({ $0 == index || program.root[step.inputs[$0].index].index != input }),
                step.outputs.dropFirst().allSatisfy({ program.root[$0.index].index != input })
            else { continue }
            return input
        }
        return nil
    }
}

extension TensorType {
    /// Far beyond any memory, and small enough to be added up: allocating it fails with an error.
    static let absurdByteCount = 1 << 52

    /// Whether kernels can count along the axes: an axis of no length makes a tensor empty, but not the distances along the others small.
    var stridesAreCountable: Bool {
        var nonempty = self
        nonempty.partial_shape = PartialShape(partial_shape.dimensions?.filter { $0.maximum != 0 } ?? [])
        return nonempty.byteCount < Self.absurdByteCount
    }

    /// The bytes of a packed tensor of the type; zero where the shape is not known.
    var byteCount: Int {
        guard let dimensions = partial_shape.dimensions else { return 0 }
        let absurd = Self.absurdByteCount
        var count = 1
        for dimension in dimensions {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension.length ?? max(dimension.max_length, 0))
            if overflow || product > absurd { return absurd }
            count = product
        }
        return min((count * element_type.bitwidth + 7) / 8, absurd)
    }
}

extension PartialValue {
    /// Whether every element is known.
    var isExact: Bool {
        switch self {
        case .integers(let bounds): bounds.allSatisfy { $0.lower == $0.upper }
        case .reals: true
        }
    }

    /// A tensor of elements that are all known; nil for types that shapes are not computed in.
    func makeTensor(_ type: TensorType) throws -> Tensor? {
        guard type.partial_shape.is_static else { return nil }
        let shape = try type.partial_shape.to_shape()
        if let integers = exactIntegers {
            switch type.element_type {
            case .i64: return try Tensor(integers.map { Int64($0) }, shape: shape)
            case .i32: return try Tensor(integers.map { Int32(clamping: $0) }, shape: shape)
            default: return nil
            }
        }
        if let reals = exactReals, type.element_type == .f32 { return try Tensor(reals.map { Float($0) }, shape: shape) }
        return nil
    }
}
