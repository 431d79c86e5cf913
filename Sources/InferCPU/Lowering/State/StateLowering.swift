import InferGraph
import InferTensors

extension LoweringTable {
    /// Variables that keep their values between runs.
    static let states: [Entry] = [
        Entry { (operation: ReadValue, context) in
            try context.requireWholeBytesOfOutput()
            let slot = context.builder.addVariable(operation.variableId, context.outputType)
            context.builder.assign(slot, to: Output(context.node, 0))
            context.builder.addStep(
                context.node, operation, ReadValueKernel(variable: operation.variableId), try context.inputs(), [slot])
        },
        Entry { (operation: Assign, context) in
            try context.requireWholeBytes()
            let input = try context.input(0, as: .rowMajor)
            context.builder.placeInVariable(operation.variableId, input)
            context.builder.addStep(context.node, operation, AssignKernel(variable: operation.variableId), [input], [])
            // What it gives is what it takes; seldom does anybody read it.
            let output = Output(context.node, 0)
            context.builder.assign(context.builder.slot(aliasing: input, output.tensorType, for: context.node), to: output)
        },
    ]
}

/// Gives a variable's value, or its initial one.
private struct ReadValueKernel: Kernel {
    let variable: String

    var name: String { "read_value" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let output = binding.outputs[0]
        let bytes = output.count * output.type.size
        let hasInitial = !binding.inputs.isEmpty
        let initialShape = binding.inputs.first?.shape
        let name = variable
        return ClosureKernel { memory in
            let variable = try memory.environment.variables.variable(name)
            if let value = variable.value {
                let snapshot = try value.snapshot
                guard snapshot.shape == output.shape else {
                    throw RuntimeError(
                        .mismatch, "\(binding.subject): variable '\(name)' has shape \(snapshot.shape); expected \(output.shape)")
                }
                // As a rule the output is the value itself.
                if memory.output(0) != snapshot.data { memory.output(0).copyMemory(from: snapshot.data, byteCount: bytes) }
            } else if hasInitial {
                guard initialShape == output.shape else {
                    throw RuntimeError(
                        .mismatch, "\(binding.subject): the initial value has shape \(initialShape ?? []); expected \(output.shape)")
                }
                memory.output(0).copyMemory(from: memory.input(0), byteCount: bytes)
            } else {
                memory.output(0).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            }
        }
    }

    func runDynamic(_ context: DynamicContext) throws {
        let variable = try context.environment.variables.variable(variable)
        if let value = variable.value {
            let snapshot = try value.snapshot
            try context.output(0, snapshot.element_type, snapshot.shape).copyMemory(from: snapshot.data, byteCount: snapshot.byteSize)
        } else if let initial = context.inputs.first {
            let type = context.types[0]
            try context.output(0, type.element_type, try context.shape(0)).copyMemory(from: initial, byteCount: type.byteCount)
        } else {
            let zeros = try variable.initialZeros.snapshot
            try context.output(0, zeros.element_type, zeros.shape)
                .initializeMemory(as: UInt8.self, repeating: 0, count: zeros.byteSize)
        }
    }
}

/// Sets the value that the next run reads.
private struct AssignKernel: Kernel {
    let variable: String

    var name: String { "assign" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let name = variable
        return ClosureKernel { memory in
            let target = try memory.environment.variables.variable(name).assign(input.type, input.shape)
            let memoryOfTarget = try target.snapshot.data
            // As a rule the input was computed where it shall be.
            if memory.input(0) != UnsafeRawPointer(memoryOfTarget) {
                memoryOfTarget.copyMemory(from: memory.input(0), byteCount: input.count * input.type.size)
            }
        }
    }
}
