import InferGraph
import InferKernels
import InferTensors

/// What a kernel sees whose outputs' shapes depend on data: its inputs, and a way to ask for outputs once their shapes are known.
final class DynamicContext {
    let subject: String
    /// What is known of the inputs; their shapes are static.
    let types: [TensorType]
    let inputs: [UnsafeRawPointer]
    let team: WorkerTeam
    let state: AnyObject?
    let environment: ExecutionEnvironment
    private let makeOutput: (Int, ElementType, Shape) throws -> UnsafeMutableRawPointer

    init(
        subject: String, types: [TensorType], inputs: [UnsafeRawPointer], team: WorkerTeam, state: AnyObject?,
        environment: ExecutionEnvironment, makeOutput: @escaping (Int, ElementType, Shape) throws -> UnsafeMutableRawPointer
    ) {
        self.subject = subject
        self.types = types
        self.inputs = inputs
        self.team = team
        self.state = state
        self.environment = environment
        self.makeOutput = makeOutput
    }

    func shape(_ index: Int) throws -> Shape { try types[index].partial_shape.to_shape() }

    func input<Scalar>(_ index: Int, as type: Scalar.Type) -> UnsafePointer<Scalar> { inputs[index].assumingMemoryBound(to: type) }

    /// The packed, row-major memory of output `index`, which has the given shape. Asked for once per output and run.
    func output(_ index: Int, _ type: ElementType, _ shape: Shape) throws -> UnsafeMutableRawPointer {
        try makeOutput(index, type, shape)
    }
}
