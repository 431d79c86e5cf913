import InferGraph
import InferTensors

/// What a lowering works with: the node, the slots of its inputs, and the program that it adds steps to.
struct LoweringContext {
    let node: Node
    let builder: ProgramBuilder

    var options: CompileOptions { builder.options }
    var inputCount: Int { node.inputs.count }

    /// The slot of input `index`, in whatever layout it is.
    func input(_ index: Int) throws -> SlotID {
        let inputs = node.inputs
        guard index < inputs.count else { throw failure("has no input \(index)") }
        return try builder.slot(of: inputs[index])
    }

    /// The slot of input `index` in a layout.
    func input(_ index: Int, as layout: SlotLayout) throws -> SlotID {
        try builder.slot(try input(index), as: layout, for: node)
    }

    /// All inputs in a layout.
    func inputs(as layout: SlotLayout = .rowMajor) throws -> [SlotID] {
        try node.inputs.indices.map { try input($0, as: layout) }
    }

    /// What is known of input `index`.
    func type(_ index: Int) -> TensorType { node.inputs[index].tensorType }

    /// The layout in which input `index` is.
    func layout(_ index: Int) throws -> SlotLayout { builder.slots[try input(index).index].layout }

    /// What is known of the first output.
    var outputType: TensorType { node.outputType(0) }

    /// Inputs for an operation whose result has their broadcast shape: those of the result's rank in one layout, channels last when one
    /// that is computed has it; the others row-major. Returns the layout of the result too.
    func inputsInOneLayout(_ range: Range<Int>) throws -> ([SlotID], SlotLayout) {
        let rank = outputType.partial_shape.dimensions?.count
        let slots = try range.map { try input($0) }
        let hasFullRank = slots.map { builder.slots[$0.index].type.partial_shape.dimensions?.count == rank && rank != nil }
        let wantsChannelsLast = zip(slots, hasFullRank).contains { slot, isFull in
            isFull && builder.slots[slot.index].layout == .channelsLast
        }
        let layout: SlotLayout = wantsChannelsLast ? .channelsLast : .rowMajor
        let converted = try zip(slots, hasFullRank).map { slot, isFull in
            try builder.slot(slot, as: isFull ? layout : .rowMajor, for: node)
        }
        return (converted, layout)
    }

    /// The row-major tensor of input `index`, when it is part of the program.
    func constant(_ index: Int) throws -> Tensor? {
        guard index < inputCount else { return nil }
        // Another layout may be a new slot.
        let slot = try input(index, as: .rowMajor)
        guard case .constant(let tensor) = builder.slots[slot.index].storage else { return nil }
        return tensor
    }

    /// Whether some node reads output `index`.
    func isRead(_ index: Int) -> Bool { builder.isRead(Output(node, index)) }

    /// Adds the node's step; its outputs, or the first of them, get slots in the given layout.
    func emit(
        _ kernel: any Kernel, _ inputs: [SlotID], layout: SlotLayout = .rowMajor, operation: (any Operation)? = nil,
        outputCount: Int? = nil
    ) {
        let outputs = node.outputs.prefix(outputCount ?? .max).map { output in
            let slot = builder.addIntermediate(output.tensorType, layout)
            builder.assign(slot, to: output)
            return slot
        }
        builder.addStep(node, operation ?? node.operation, kernel, inputs, outputs)
    }

    /// Adds the node's step with its post-operations, if it has any.
    func emitFusable(_ kernel: any FusableKernel, _ inputs: [SlotID], layout: SlotLayout = .rowMajor) throws {
        guard let fused = node.operation as? Fused else { return emit(kernel, inputs, layout: layout) }
        var bias: PackedWeights?
        if let tensor = fused.bias {
            bias = try pack(tensor, as: Vector(), count: tensor.size) { source, target in target.update(from: source, count: tensor.size) }
        }
        emit(FusedKernel(base: kernel, operation: fused, bias: bias), inputs, layout: layout)
    }

    /// Weights that a kernel reads in an order of its own: packed when the program is complete, by all processors at once.
    ///
    /// - Parameters:
    ///   - tensor: a contiguous constant of f32.
    ///   - form: all that `fill` depends on: weights that are packed already in an equal form are shared.
    ///   - count: how many floats the packed weights have.
    ///   - fill: packs; what it does not write is zero. It is called on any thread.
    func pack(
        _ tensor: Tensor, as form: some Hashable, count: Int,
        _ fill: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) throws -> PackedWeights {
        try pack(bytes: tensor, as: form, count: count) { fill($0.assumingMemoryBound(to: Float.self), $1) }
    }

    /// The same from a constant of any type.
    func pack(
        bytes tensor: Tensor, as form: some Hashable, count: Int,
        _ fill: @escaping @Sendable (UnsafeRawPointer, UnsafeMutablePointer<Float>) -> Void
    ) throws -> PackedWeights {
        let snapshot = try tensor.snapshot
        // The snapshot keeps the source alive until it has been read.
        return builder.packing.add(count: count, from: tensor, key: WeightPacking.Key(snapshot, form)) { target in
            fill(UnsafeRawPointer(snapshot.data), target)
        }
    }

    /// The form of what is packed as it is.
    private struct Vector: Hashable {}

    /// The inputs of the operation itself; those behind belong to post-operations.
    var baseInputCount: Int { (node.operation as? Fused)?.baseInputCount ?? inputCount }

    /// The rank of the first output, where it is known.
    var rank: Int? { outputType.partial_shape.dimensions?.count }

    /// Throws unless the operation computes in f32.
    func requireSingle() throws {
        let type = type(0).element_type
        if type != .f32 { throw failure("is supported for elements of type f32; here they are \(type)") }
    }

    /// Makes the node's only output the same bytes as a slot. Further inputs, whose values decide the shape, stay inputs of the step.
    func emitAlias(of source: SlotID, _ inputs: [SlotID], layout: SlotLayout = .rowMajor, operation: (any Operation)? = nil) {
        let output = Output(node, 0)
        let slot = builder.addAlias(of: source, output.tensorType, layout)
        builder.assign(slot, to: output)
        builder.addStep(node, operation ?? node.operation, AliasKernel(), inputs, [slot])
    }

    /// An error that names the node, its type and version.
    func failure(_ message: String, _ kind: RuntimeError.Kind = .unsupported) -> RuntimeError {
        RuntimeError(kind, "node '\(node.friendly_name)' (\(node.type_name) of version \(node.version)): \(message)")
    }
}
