import InferGraph
import InferKernels
import InferTensors

/// What an operation that runs models computes on: its inputs, and where its outputs go once their shapes are known.
struct ControlFlowOperands {
    let subject: String
    /// Static shapes.
    let types: [TensorType]
    let inputs: [UnsafeRawPointer]
    let output: (_ index: Int, _ type: ElementType, _ shape: Shape) throws -> UnsafeMutableRawPointer
    let team: WorkerTeam
    let environment: ExecutionEnvironment

    func shape(_ index: Int) throws -> Shape { try types[index].partial_shape.to_shape() }

    /// The only element of an integer or boolean input.
    func integer(_ index: Int) throws -> Int {
        let source = inputs[index]
        switch types[index].element_type {
        case .i64: return Int(source.loadUnaligned(as: Int64.self))
        case .i32: return Int(source.loadUnaligned(as: Int32.self))
        case .boolean, .u8: return Int(source.loadUnaligned(as: UInt8.self))
        default:
            throw RuntimeError(.unsupported, "\(subject): input \(index) of type \(types[index].element_type) is no count or condition")
        }
    }
}

/// An operation that runs models, whether the shapes of its outputs are known before or not.
protocol ControlFlowKernel: Kernel {
    func run(_ operands: ControlFlowOperands, state: AnyObject?) throws
}

extension ControlFlowKernel {
    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let types = binding.inputs.map { TensorType($0.type, PartialShape($0.shape), value: $0.value) }
        let shapes = binding.outputs.map(\.shape)
        let subject = binding.subject
        return ClosureKernel { memory in
            let outputs = shapes.indices.map { memory.output($0) }
            let operands = ControlFlowOperands(
                subject: subject, types: types, inputs: types.indices.map { memory.input($0) },
                output: { index, _, shape in
                    guard shape == shapes[index] else {
                        throw RuntimeError(
                            .internalInconsistency, "\(subject): output \(index) has shape \(shape); expected \(shapes[index])")
                    }
                    return outputs[index]
                }, team: memory.team, environment: memory.environment)
            try run(operands, state: memory.state)
        }
    }

    func runDynamic(_ context: DynamicContext) throws {
        let operands = ControlFlowOperands(
            subject: context.subject, types: context.types, inputs: context.inputs, output: context.output, team: context.team,
            environment: context.environment)
        try run(operands, state: context.state)
    }
}

/// The execution of a model inside an operation, with memory for what it gives.
final class BodyExecution: ProgramPorts {
    /// A value that goes into or came out of the model.
    struct Value {
        var shape: Shape
        var memory: UnsafeMutableRawPointer
    }

    let program: Program
    private let execution: ProgramExecution
    /// Results are written in turn to one set and the other, since the next iteration reads what the last one gave.
    private var sets: [[Arena?]]
    private var turn = 0
    private(set) var results: [Value]
    /// What the Parameters take in the next run.
    var parameters: [Value]
    private var parts: [Arena?]

    init(_ program: Program, _ environment: ExecutionEnvironment) throws {
        self.program = program
        execution = try ProgramExecution(program, environment)
        sets = Array(repeating: Array(repeating: nil, count: program.outputs.count), count: 2)
        results = Array(repeating: Value(shape: [], memory: Arena.nowhere), count: program.outputs.count)
        parameters = Array(repeating: Value(shape: [], memory: Arena.nowhere), count: program.inputs.count)
        parts = Array(repeating: nil, count: program.inputs.count)
    }

    /// Runs the model once; what it gives is in ``results`` until the run after the next.
    func run(_ team: WorkerTeam) throws {
        turn = 1 - turn
        try execution.run(self, team)
    }

    func resultType(_ index: Int) -> ElementType { program.slots[program.outputs[index].index].type.element_type }

    /// Gives a Parameter a part of a tensor: elements `begin ..< begin + count` of an axis.
    func setPart(_ parameter: Int, of value: Value, type: ElementType, axis: Int, begin: Int, count: Int) throws {
        var shape = value.shape
        shape[axis] = count
        let bytes = (shape_size(shape) * type.bitwidth + 7) / 8
        let arena = try parts[parameter] ?? Arena()
        parts[parameter] = arena
        try arena.reserve(bytes)
        let outer = value.shape[..<axis].reduce(1, *)
        let inner = value.shape[(axis + 1)...].reduce(type.size, *)
        let whole = value.shape[axis] * inner
        for row in 0..<outer {
            (arena.base + row * count * inner).copyMemory(from: value.memory + row * whole + begin * inner, byteCount: count * inner)
        }
        parameters[parameter] = Value(shape: shape, memory: arena.base)
    }

    func inputShape(_ index: Int) -> Shape { parameters[index].shape }
    func inputMemory(_ index: Int) -> UnsafeMutableRawPointer { parameters[index].memory }

    func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer {
        let arena = try sets[turn][index] ?? Arena()
        sets[turn][index] = arena
        try arena.reserve((shape_size(shape) * resultType(index).bitwidth + 7) / 8)
        results[index] = Value(shape: shape, memory: arena.base)
        return arena.base
    }
}
