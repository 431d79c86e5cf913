import InferGraph
import InferTensors

/// A kernel that asks for its outputs once it has computed their shapes; all tensors are row-major.
struct DynamicKernel: Kernel {
    let name: String
    private let body: @Sendable (DynamicContext) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (DynamicContext) throws -> Void) {
        self.name = name
        self.body = body
    }

    func runDynamic(_ context: DynamicContext) throws { try body(context) }

    /// Where the shapes can be inferred after all, the same computation fills outputs that are there already.
    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let types = binding.inputs.map { TensorType($0.type, PartialShape($0.shape), value: $0.value) }
        let shapes = binding.outputs.map(\.shape)
        let subject = binding.subject
        let body = body
        return ClosureKernel { memory in
            var inputs: [UnsafeRawPointer] = []
            for index in types.indices { inputs.append(memory.input(index)) }
            var outputs: [UnsafeMutableRawPointer] = []
            for index in shapes.indices { outputs.append(memory.output(index)) }
            let pointers = outputs
            try body(
                DynamicContext(
                    subject: subject, types: types, inputs: inputs, team: memory.team, state: memory.state,
                    environment: memory.environment
                ) { index, _, shape in
                    guard shapes.indices.contains(index), shapes[index] == shape else {
                        throw RuntimeError(
                            .internalInconsistency, "\(subject): output \(index) has shape \(shape), unlike what was inferred")
                    }
                    return pointers[index]
                })
        }
    }
}
