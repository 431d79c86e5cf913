import InferGraph
import InferTensors

/// Makes a ``Program`` of a model, node by node, each by the lowering of its operation.
final class ProgramBuilder {
    let options: CompileOptions
    let packing = WeightPacking()
    private(set) var slots: [Slot] = []
    private var steps: [Step] = []
    private var inputs: [SlotID] = []
    private var outputs: [SlotID] = []
    private var slotOfOutput: [Output: SlotID] = [:]
    /// The outputs that some node reads.
    private var readOutputs: Set<Output> = []
    private var converted: [Conversion: SlotID] = [:]

    private struct Conversion: Hashable {
        let slot: SlotID
        let layout: SlotLayout
    }

    private init(_ options: CompileOptions) { self.options = options }

    /// Lowers a model whose passes have run.
    ///
    /// - Throws: `RuntimeError` that names the node, its type and version where an operation is not supported.
    static func build(_ model: Model, _ options: CompileOptions) throws -> Program {
        let builder = ProgramBuilder(options)
        for node in model.orderedNodes { builder.readOutputs.formUnion(node.inputs) }
        for (index, parameter) in model.get_parameters().enumerated() { builder.addInput(parameter, index) }
        for node in model.orderedNodes {
            if node.operation is Parameter || node.operation is Result { continue }
            if let constant = node.operation as? Constant {
                builder.slotOfOutput[Output(node, 0)] = builder.addConstant(constant.tensor)
                continue
            }
            try builder.lower(node)
        }
        for (index, result) in model.get_results().enumerated() { try builder.addOutput(result, index) }
        try builder.refuseInnerStrings(model.friendly_name)
        try builder.packing.run()
        builder.dropSpentConstants()
        return Program(
            name: model.friendly_name, slots: builder.slots, steps: builder.steps, inputs: builder.inputs, outputs: builder.outputs)
    }

    /// A program of one node over given inputs, to fold constants with the device's own kernels.
    static func build(folding node: Node, _ options: CompileOptions) throws -> Program {
        let builder = ProgramBuilder(options)
        for input in node.inputs {
            guard let tensor = input.node.constant_tensor else {
                throw RuntimeError(.internalInconsistency, "\(node): input \(input) is no constant")
            }
            builder.slotOfOutput[input] = builder.addConstant(tensor)
        }
        builder.readOutputs.formUnion(node.outputs)
        try builder.lower(node)
        for (index, output) in node.outputs.enumerated() { try builder.addOutput(of: output, index, node.friendly_name) }
        try builder.packing.run()
        return Program(
            name: node.friendly_name, slots: builder.slots, steps: builder.steps, inputs: [], outputs: builder.outputs)
    }

    private func lower(_ node: Node) throws {
        let operation = node.operation
        guard let lowering = LoweringTable.find(operation) else {
            throw RuntimeError(
                .unsupported,
                "The CPU device does not support operation \(node.type_name) of version \(node.version): node '\(node.friendly_name)'")
        }
        try lowering.lower(operation, LoweringContext(node: node, builder: self))
    }

    // MARK: Slots

    private func add(_ slot: Slot) -> SlotID {
        slots.append(slot)
        return SlotID(index: slots.count - 1)
    }

    private func addInput(_ parameter: Node, _ index: Int) {
        let slot = add(Slot(type: parameter.outputType(0), layout: .rowMajor, storage: .input(index)))
        inputs.append(slot)
        slotOfOutput[Output(parameter, 0)] = slot
    }

    /// A slot for a tensor that is part of the program.
    func addConstant(_ tensor: Tensor, layout: SlotLayout = .rowMajor) -> SlotID {
        add(
            Slot(
                type: TensorType(tensor.element_type, PartialShape(tensor.shape), value: PartialValue(tensor)), layout: layout,
                storage: .constant(tensor)))
    }

    func addIntermediate(_ type: TensorType, _ layout: SlotLayout) -> SlotID {
        add(Slot(type: type, layout: layout, storage: .intermediate))
    }

    /// A slot for the value of a variable.
    func addVariable(_ name: String, _ type: TensorType) -> SlotID {
        add(Slot(type: type, layout: .rowMajor, storage: .read(variable: name)))
    }

    /// Lets a step that writes a slot write it where a variable has its next value, if its memory is free to be that.
    func placeInVariable(_ name: String, _ slot: SlotID) {
        let root = root(slot)
        if case .intermediate = slots[root.index].storage { slots[root.index].storage = .assigned(variable: name) }
    }

    func addAlias(of source: SlotID, _ type: TensorType, _ layout: SlotLayout) -> SlotID {
        add(Slot(type: type, layout: layout, storage: .alias(source)))
    }

    /// A slot for the same row-major bytes as another, with the step that tells its shape.
    func slot(aliasing source: SlotID, _ type: TensorType, for node: Node) -> SlotID {
        let alias = addAlias(of: source, type, .rowMajor)
        addStep(node, Reorder(), AliasKernel(), [source], [alias], suffix: "view")
        return alias
    }

    /// The slot that holds a node's output.
    func slot(of output: Output) throws -> SlotID {
        guard let slot = slotOfOutput[output] else {
            throw RuntimeError(.internalInconsistency, "\(output.node): its output \(output.index) is used before it is computed")
        }
        return slot
    }

    /// Whether some node reads an output.
    func isRead(_ output: Output) -> Bool { readOutputs.contains(output) }

    func assign(_ slot: SlotID, to output: Output) { slotOfOutput[output] = slot }

    func root(_ slot: SlotID) -> SlotID {
        var slot = slot
        while case .alias(let source) = slots[slot.index].storage { slot = source }
        return slot
    }

    /// The tensor of a slot in another layout: the slot itself, the same bytes under another layout, or a reordered copy.
    func slot(_ slot: SlotID, as layout: SlotLayout, for node: Node) throws -> SlotID {
        let source = slots[slot.index]
        if source.layout == layout { return slot }
        if let known = converted[Conversion(slot: slot, layout: layout)] { return known }
        let result: SlotID
        if source.layout.coincides(with: layout, for: source.type.partial_shape) {
            result = addAlias(of: slot, source.type, layout)
            addStep(node, Reorder(), AliasKernel(), [slot], [result], suffix: "view")
        } else if case .constant(let tensor) = source.storage {
            result = addConstant(try Reorder.reordered(tensor, from: source.layout, to: layout), layout: layout)
        } else {
            result = addIntermediate(source.type, layout)
            addStep(node, Reorder(), ReorderKernel(instructionSet: options.instructionSet), [slot], [result], suffix: "reorder")
        }
        converted[Conversion(slot: slot, layout: layout)] = result
        return result
    }

    /// Lets go of constants that no run reads.
    private func dropSpentConstants() {
        var isRead = [Bool](repeating: false, count: slots.count)
        for step in steps {
            let spent = step.kernel.spentInputs
            for (index, slot) in step.inputs.enumerated() where !spent.contains(index) { isRead[root(slot).index] = true }
        }
        for output in outputs { isRead[root(output).index] = true }
        for index in slots.indices where !isRead[index] {
            if case .constant = slots[index].storage { slots[index].storage = .spent }
        }
    }

    // MARK: Steps

    func addStep(
        _ node: Node, _ operation: any Operation, _ kernel: any Kernel, _ inputs: [SlotID], _ outputs: [SlotID], suffix: String? = nil
    ) {
        let name = node.friendly_name
        steps.append(
            Step(
                name: suffix.map { "\(name)_\($0)" } ?? name, type: suffix == nil ? node.type_name : "Reorder",
                originalNames: suffix == nil ? node.originalNames : [], operation: operation, kernel: kernel, inputs: inputs,
                outputs: outputs))
    }

    /// Throws where strings would lie in memory of the program, which holds bytes.
    private func refuseInnerStrings(_ name: String) throws {
        for slot in slots where slot.type.element_type == .string {
            switch slot.storage {
            case .input, .output, .constant, .spent: continue
            case .intermediate, .alias, .read, .assigned:
                throw RuntimeError(.unsupported, "model '\(name)': strings are supported where they are read or given, and not in between")
            }
        }
    }

    // MARK: Outputs

    private func addOutput(_ result: Node, _ index: Int) throws {
        guard let source = result.inputs.first else {
            throw RuntimeError(.internalInconsistency, "\(result) has no input")
        }
        try addOutput(of: source, index, result.friendly_name, node: result)
    }

    /// Makes a tensor the program's output: in place where its memory is free to be the port's, else by a copy.
    private func addOutput(of output: Output, _ index: Int, _ name: String, node: Node? = nil) throws {
        let node = node ?? output.node
        let source = try slot(try slot(of: output), as: .rowMajor, for: node)
        let root = root(source)
        if case .intermediate = slots[root.index].storage {
            slots[root.index].storage = .output(index)
            outputs.append(source)
            return
        }
        let copy = add(Slot(type: slots[source.index].type, layout: .rowMajor, storage: .output(index)))
        addStep(node, Reorder(), ReorderKernel(instructionSet: options.instructionSet), [source], [copy], suffix: "copy")
        outputs.append(copy)
    }
}

extension Node {
    /// The rt_info key under which fused nodes keep the names of the nodes whose work they do.
    static let originalNamesKey = "originalLayersNames"

    /// The names of the model's nodes whose work this node does.
    var originalNames: [String] {
        guard let text = rt_info[Self.originalNamesKey]?.text else { return [friendly_name] }
        return text.split(separator: ",").map(String.init)
    }
}
