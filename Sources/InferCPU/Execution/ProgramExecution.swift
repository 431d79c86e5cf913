import InferGraph
import InferKernels
import InferTensors

/// One runner of a program: the arena, the table of slot pointers, and what steps keep between runs. Used by one run at a time.
///
/// A run that finds its binding installed allocates nothing. That it does not in debug builds either is why its loops are over indices:
/// there the iterators of the standard library take memory for each element.
final class ProgramExecution {
    let program: Program
    private let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
    private let stepSlots: [(inputs: Int, outputs: Int)]
    private let slotIndices: UnsafeMutablePointer<Int>
    private let slotIndexCount: Int
    private var states: [AnyObject?]
    private var segments: [Segment] = []
    private var dynamicMemory: [Int: Arena] = [:]
    private let aliases: [(slot: Int, root: Int)]
    /// For each output the step that writes it.
    private let producers: [Int?]
    /// The variables that the program's slots lie in.
    private let variables: [Variable?]
    private let environment: ExecutionEnvironment
    private(set) var profile: StepProfile?

    /// A binding installed in memory of its own.
    private struct Segment {
        let binding: Binding
        let arena: Arena
        var inputShapes: [Shape]
        /// Those of the program's slots in variables that are read, where the variable has a value.
        var valueShapes: [Shape?] = []
    }

    init(_ program: Program, _ environment: ExecutionEnvironment, profiling: Bool = false) throws {
        self.program = program
        self.environment = environment
        variables = program.variables.map { try? environment.variables.variable($0.variable) }
        states = try program.steps.map { try $0.kernel.makeState(environment) }
        aliases = program.root.enumerated().compactMap { $0.offset == $0.element.index ? nil : ($0.offset, $0.element.index) }
        producers = program.outputs.map { output in
            program.steps.firstIndex { $0.outputs.contains { program.root[$0.index] == program.root[output.index] } }
        }
        slots = .allocate(capacity: max(program.slots.count, 1))
        slots.initialize(repeating: Arena.nowhere, count: max(program.slots.count, 1))
        slotIndexCount = program.steps.reduce(1) { $0 + $1.inputs.count + $1.outputs.count }
        slotIndices = .allocate(capacity: slotIndexCount)
        slotIndices.initialize(repeating: 0, count: slotIndexCount)
        var next = 0
        var ranges: [(inputs: Int, outputs: Int)] = []
        for step in program.steps {
            ranges.append((next, next + step.inputs.count))
            for slot in step.inputs + step.outputs {
                slotIndices[next] = slot.index
                next += 1
            }
        }
        stepSlots = ranges
        profile = profiling ? StepProfile(steps: program.steps.count) : nil
        for (index, slot) in program.slots.enumerated() {
            if case .constant(let tensor) = slot.storage { slots[index] = tensor.data }
        }
        resolveAliases()
    }

    deinit {
        slots.deallocate()
        slotIndices.deallocate()
    }

    /// Frees the memory of intermediate tensors; the next run takes it again.
    func releaseMemory() {
        segments = []
        dynamicMemory = [:]
    }

    /// Runs the program once.
    ///
    /// - Throws: `Cancelled`, or what a kernel or the memory refuses.
    func run(_ ports: any ProgramPorts, _ team: WorkerTeam) throws {
        try installFirstSegment(ports, team)
        for index in program.inputs.indices { slots[program.inputs[index].index] = ports.inputMemory(index) }
        var current = 0
        while true {
            let binding = segments[current].binding
            try bindOutputs(binding, ports)
            try bindVariables(binding)
            try runSteps(binding, segments[current].arena, team)
            if binding.end == program.steps.count { return }
            let (position, known) = try passDataDependentStep(binding, ports, team)
            if position == program.steps.count { return }
            current += 1
            try install(try program.binding(from: position, known: known, threads: team.threadCount), at: current, inputShapes: [])
        }
    }

    // MARK: Installing bindings

    /// Makes the binding for the inputs' present shapes the first segment; when it is already, nothing is allocated.
    private func installFirstSegment(_ ports: any ProgramPorts, _ team: WorkerTeam) throws {
        if isFirstSegmentInstalled(ports) { return }
        var known: [TensorType?] = program.slots.map { $0.isConstant ? $0.type : nil }
        var shapes: [Shape] = []
        for (index, slot) in program.inputs.enumerated() {
            let shape = ports.inputShape(index)
            known[slot.index] = TensorType(program.slots[slot.index].type.element_type, PartialShape(shape))
            shapes.append(shape)
        }
        var valueShapes: [Shape?] = []
        for index in program.variables.indices {
            let value = value(index)
            valueShapes.append(value?.shape)
            guard let value else { continue }
            known[program.variables[index].slot.index] = TensorType(value.element_type, PartialShape(value.shape))
        }
        try install(try program.binding(from: 0, known: known, threads: team.threadCount), at: 0, inputShapes: shapes)
        segments[0].valueShapes = valueShapes
    }

    /// What a slot that lies in a variable reads; nil for the initial value, and where the variable is written.
    private func value(_ index: Int) -> Tensor? { program.variables[index].isRead ? variables[index]?.value : nil }

    private func isFirstSegmentInstalled(_ ports: any ProgramPorts) -> Bool {
        if segments.isEmpty { return false }
        for index in program.inputs.indices where ports.inputShape(index) != segments[0].inputShapes[index] { return false }
        for index in program.variables.indices where value(index)?.shape != segments[0].valueShapes[index] { return false }
        return true
    }

    private func install(_ binding: Binding, at index: Int, inputShapes: [Shape]) throws {
        if index < segments.count, segments[index].binding === binding {
            segments[index].inputShapes = inputShapes
            return
        }
        profile?.install(binding, of: program)
        let arena: Arena
        if index < segments.count {
            arena = segments[index].arena
            try arena.reserve(binding.arenaBytes)
            segments[index] = Segment(binding: binding, arena: arena, inputShapes: inputShapes)
        } else {
            arena = try Arena(bytes: binding.arenaBytes)
            segments.append(Segment(binding: binding, arena: arena, inputShapes: inputShapes))
        }
        for (slot, offset) in binding.offsets.enumerated() where offset >= 0 { slots[slot] = arena.base + offset }
        for literal in binding.literals { slots[literal.slot.index] = literal.tensor.data }
        resolveAliases()
    }

    private func resolveAliases() {
        for index in aliases.indices { slots[aliases[index].slot] = slots[aliases[index].root] }
    }

    /// Gives the outputs whose shapes are known the memory of their ports.
    private func bindOutputs(_ binding: Binding, _ ports: any ProgramPorts) throws {
        for index in program.outputs.indices {
            guard let producer = producers[index], producer >= binding.start, producer < binding.end,
                let shape = binding.outputShapes[index]
            else { continue }
            do {
                slots[program.root[program.outputs[index].index].index] = try ports.outputMemory(index, shape)
            } catch {
                throw program.steps[producer].named(error)
            }
        }
        resolveAliases()
    }

    /// Lets slots lie in variables whose shapes are known.
    private func bindVariables(_ binding: Binding) throws {
        if program.variables.isEmpty { return }
        for index in program.variables.indices {
            let producer = program.variables[index].producer
            guard producer >= binding.start, producer < binding.end, let variable = variables[index],
                let (type, shape) = binding.variableTypes[index]
            else { continue }
            let tensor: Tensor
            if !program.variables[index].isRead {
                tensor = try variable.nextValue(type, shape)
            } else if let value = variable.value {
                tensor = value
            } else {
                tensor = try variable.initialValue(type, shape)
            }
            slots[program.variables[index].slot.index] = try tensor.snapshot.data
        }
        resolveAliases()
    }

    // MARK: Running steps

    private func runSteps(_ binding: Binding, _ arena: Arena, _ team: WorkerTeam) throws {
        let scratch = arena.base + binding.scratchOffset
        // Taken once: a look at a member of the class costs as much as the smallest steps do.
        let (steps, states, cancellation, profile) = (binding.steps, states, environment.cancellation, profile)
        for index in steps.indices {
            try cancellation?.check()
            let position = steps[index].position
            let start = profile?.now() ?? StepProfile.Times()
            do {
                try steps[index].kernel.run(
                    KernelMemory(
                        slots: UnsafePointer(slots), inputs: UnsafePointer(slotIndices + stepSlots[steps[index].first].inputs),
                        outputs: UnsafePointer(slotIndices + stepSlots[position].outputs), scratch: scratch, team: team,
                        state: states[position],
                        environment: environment))
            } catch {
                throw program.steps[position].named(error)
            }
            profile?.record(position, from: start)
        }
    }

    /// Runs the step at which a binding ended, or learns from the data what its outputs' shapes are.
    ///
    /// - Returns: where to bind from, and what is known then.
    private func passDataDependentStep(_ binding: Binding, _ ports: any ProgramPorts, _ team: WorkerTeam) throws -> (Int, [TensorType?]) {
        let position = binding.end
        let step = program.steps[position]
        try environment.checkCancellation()
        var types = binding.types
        var learned = false
        for slot in step.inputs {
            guard var type = types[slot.index], !(type.value?.isExact ?? false),
                program.slots[slot.index].layout == .rowMajor, let shape = try? type.partial_shape.to_shape()
            else { continue }
            let tensor = try Tensor(type.element_type, shape, slots[slot.index])
            guard let value = PartialValue(tensor) else { continue }
            type.value = value
            types[slot.index] = type
            learned = true
        }
        if learned, try Binder(program: program, threads: team.threadCount).infer(step, types) != nil { return (position, types) }
        try runDynamic(step, position, &types, ports, team)
        return (position + 1, types)
    }

    private func runDynamic(_ step: Step, _ position: Int, _ types: inout [TensorType?], _ ports: any ProgramPorts, _ team: WorkerTeam)
        throws
    {
        var inputs: [TensorType] = []
        for slot in step.inputs {
            guard let type = types[slot.index] else {
                throw RuntimeError(.internalInconsistency, "\(step.subject): an input has no type when it runs")
            }
            inputs.append(type)
        }
        var made = [TensorType?](repeating: nil, count: step.outputs.count)
        let start = profile?.now() ?? StepProfile.Times()
        let context = DynamicContext(
            subject: step.subject, types: inputs, inputs: step.inputs.map { UnsafeRawPointer(slots[$0.index]) }, team: team,
            state: states[position], environment: environment
        ) { index, type, shape in
            guard index < step.outputs.count else { throw RuntimeError(.internalInconsistency, "\(step.subject) has no output \(index)") }
            made[index] = TensorType(type, PartialShape(shape))
            return try self.dynamicMemory(for: step.outputs[index], TensorType(type, PartialShape(shape)).byteCount, shape, ports)
        }
        try step.naming { try step.kernel.runDynamic(context) }
        for (slot, type) in zip(step.outputs, made) {
            guard let type else {
                throw RuntimeError(.internalInconsistency, "\(step.subject): its kernel did not give all of its outputs")
            }
            types[slot.index] = type
        }
        profile?.record(position, from: start)
        resolveAliases()
    }

    /// Memory for an output whose shape the data decided: the port's, or memory that this execution keeps for the slot.
    private func dynamicMemory(for slot: SlotID, _ bytes: Int, _ shape: Shape, _ ports: any ProgramPorts) throws -> UnsafeMutableRawPointer
    {
        let memory: UnsafeMutableRawPointer
        if case .output(let index) = program.slots[slot.index].storage, program.outputs[index] == slot {
            memory = try ports.outputMemory(index, shape)
        } else {
            let arena = try dynamicMemory[slot.index] ?? Arena()
            dynamicMemory[slot.index] = arena
            try arena.reserve(bytes)
            memory = arena.base
        }
        slots[slot.index] = memory
        return memory
    }
}
