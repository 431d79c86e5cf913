import InferGraph
import InferKernels
import InferTensors

/// One operation of a ``Program``: a kernel, the slots that it reads and writes, and the node that it came from.
struct Step: Sendable {
    /// The node's name and type, for profiles and errors.
    let name: String
    let type: String
    /// The names of the model's nodes whose work this step does.
    let originalNames: [String]
    /// Infers the outputs' shapes from the inputs' when the program is bound.
    let operation: any Operation
    let kernel: any Kernel
    let inputs: [SlotID]
    let outputs: [SlotID]

    var subject: String { "node '\(name)' (\(operation.key))" }

    /// Lets an error of the step say whose it is.
    func named(_ error: any Error) -> any Error {
        guard let error = error as? RuntimeError, !error.message.hasPrefix("node '") else { return error }
        return RuntimeError(error.kind, "\(subject): \(error.message)")
    }

    /// Does something for the step; its errors say whose they are.
    func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw named(error)
        }
    }
}

/// Computes one step. Made once when a model is compiled; knows attributes, element types, layouts and packed weights, and no
/// concrete dynamic size.
protocol Kernel: Sendable {
    /// The name in profiles: what computes, on which instructions, in which precision.
    var name: String { get }

    /// The inputs whose elements must be known when the kernel is bound: axes, begins, lengths. Where they are computed, the program is
    /// bound in two parts.
    var valueInputs: [Int] { get }

    /// Inputs of which a run needs nothing, such as weights that were packed when the kernel was made.
    var spentInputs: [Int] { get }

    /// Makes the kernel ready for tensors of the given static shapes.
    func bind(_ binding: KernelBinding) throws -> BoundKernel

    /// Computes a step whose outputs' shapes depend on data, and says what the shapes are.
    func runDynamic(_ context: DynamicContext) throws

    /// What one execution keeps for the step between runs, such as the execution of a loop's body.
    func makeState(_ environment: ExecutionEnvironment) throws -> AnyObject?
}

extension Kernel {
    var valueInputs: [Int] { [] }
    var spentInputs: [Int] { [] }

    func runDynamic(_ context: DynamicContext) throws {
        let types = context.types.map { "\($0.element_type)\($0.partial_shape)" }.joined(separator: ", ")
        throw RuntimeError(
            .invalidArgument, "\(context.subject): the shapes of the outputs cannot be told from the inputs, which are \(types)")
    }

    func makeState(_ environment: ExecutionEnvironment) throws -> AnyObject? { nil }
}

/// A tensor whose shape is known: what a kernel is bound to.
struct BoundTensor: Sendable {
    let type: ElementType
    let shape: Shape
    let layout: SlotLayout
    /// What is known of its elements.
    let value: PartialValue?
    /// The memory, where it is part of the program.
    let constant: Tensor?

    /// Its elements, which the kernel's ``Kernel/valueInputs`` promise to be known.
    func integers(_ subject: String) throws -> [Int] {
        guard let integers = value?.exactIntegers else {
            throw RuntimeError(.internalInconsistency, "\(subject): the elements of an input are not known when it is bound")
        }
        return integers
    }

    /// In elements, one an axis.
    var strides: [Int] { layout.strides(of: shape) }
    var count: Int { shape_size(shape) }

    /// How it is broadcast to a result, aligned at the last axis.
    ///
    /// - Throws: `RuntimeError` where it does not broadcast.
    func operand(broadcastTo result: Shape, _ subject: String) throws -> StridedOperand {
        let fits = shape.count <= result.count && zip(shape.reversed(), result.reversed()).allSatisfy { $0 == 1 || $0 == $1 }
        guard fits else {
            throw RuntimeError(.invalidArgument, "\(subject): an operand of shape \(shape) does not broadcast to \(result)")
        }
        return StridedOperand(shape: Array(shape), strides: byteStrides, broadcastTo: Array(result))
    }

    /// Checks that the system has memory for the tensor.
    func requireMemory(_ subject: String) throws {
        try SystemMemory.require(
            type == .string ? count * TensorMemory.stringStride : (count * type.bitwidth + 7) / 8, of: 1,
            for: "\(subject): a tensor of shape \(shape)")
    }

    /// Checks that the system has memory for tables with an entry for each position along each axis.
    ///
    /// - Parameter size: the bytes of an entry.
    func requireMemory(forTablesOf size: Int, _ subject: String) throws {
        for length in shape { try SystemMemory.require(length, of: size, for: "\(subject): a table for an axis of \(length)") }
    }
}

/// What a kernel is bound to.
struct KernelBinding: Sendable {
    let subject: String
    let inputs: [BoundTensor]
    let outputs: [BoundTensor]
    /// How many threads will run the kernel.
    let threads: Int
}

/// A kernel that is ready for tensors of fixed shapes. It is shared by executions, so it holds no data of a run.
class BoundKernel: @unchecked Sendable {  // Immutable: subclasses have only constants.
    /// The bytes that `run` may write through `KernelMemory.scratch`, 64-byte aligned.
    let scratchBytes: Int
    /// Inputs whose memory the first output may take over, when nothing else reads them.
    let inPlaceInputs: [Int]

    init(scratchBytes: Int = 0, inPlaceInputs: [Int] = []) {
        self.scratchBytes = scratchBytes
        self.inPlaceInputs = inPlaceInputs
    }

    /// The name in profiles, where it is not that of the step's kernel.
    var profileName: String? { nil }

    /// Computes. Allocates nothing unless it must.
    func run(_ memory: borrowing KernelMemory) throws {}
}

/// Computes by a closure; it is called once a step, never per element.
final class ClosureKernel: BoundKernel, @unchecked Sendable {  // The closure is `@Sendable` and constant.
    private let body: @Sendable (borrowing KernelMemory) throws -> Void

    init(scratchBytes: Int = 0, inPlaceInputs: [Int] = [], _ body: @escaping @Sendable (borrowing KernelMemory) throws -> Void) {
        self.body = body
        super.init(scratchBytes: scratchBytes, inPlaceInputs: inPlaceInputs)
    }

    override func run(_ memory: borrowing KernelMemory) throws { try body(memory) }
}

/// The memory that a step computes on.
///
/// The execution keeps team, state and environment alive during a run, so a step does not count references to them: on small steps that
/// would be a good part of the time.
struct KernelMemory: ~Copyable {
    let slots: UnsafePointer<UnsafeMutableRawPointer>
    let inputs: UnsafePointer<Int>
    let outputs: UnsafePointer<Int>
    let scratch: UnsafeMutableRawPointer
    unowned(unsafe) let team: WorkerTeam
    /// What the execution keeps for the step between runs.
    unowned(unsafe) let state: AnyObject?
    unowned(unsafe) let environment: ExecutionEnvironment

    /// The memory that stands for output 0 in place of its slot's.
    private let redirectedOutput: UnsafeMutableRawPointer?

    init(
        slots: UnsafePointer<UnsafeMutableRawPointer>, inputs: UnsafePointer<Int>, outputs: UnsafePointer<Int>,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam, state: AnyObject?, environment: ExecutionEnvironment,
        redirectedOutput: UnsafeMutableRawPointer? = nil
    ) {
        self.slots = slots
        self.inputs = inputs
        self.outputs = outputs
        self.scratch = scratch
        self.team = team
        self.state = state
        self.environment = environment
        self.redirectedOutput = redirectedOutput
    }

    func input(_ index: Int) -> UnsafeRawPointer { UnsafeRawPointer(slots[inputs[index]]) }

    func output(_ index: Int) -> UnsafeMutableRawPointer {
        if index == 0, let redirectedOutput { return redirectedOutput }
        return slots[outputs[index]]
    }

    /// The same memory but for output 0, which a part of a kernel writes elsewhere.
    func redirectingOutput(to memory: UnsafeMutableRawPointer, _ body: (borrowing KernelMemory) throws -> Void) rethrows {
        try body(
            KernelMemory(
                slots: slots, inputs: inputs, outputs: outputs, scratch: scratch, team: team, state: state, environment: environment,
                redirectedOutput: memory))
    }

    func input<Scalar>(_ index: Int, as type: Scalar.Type) -> UnsafePointer<Scalar> {
        UnsafePointer(slots[inputs[index]].assumingMemoryBound(to: type))
    }

    func output<Scalar>(_ index: Int, as type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
        output(index).assumingMemoryBound(to: type)
    }
}
