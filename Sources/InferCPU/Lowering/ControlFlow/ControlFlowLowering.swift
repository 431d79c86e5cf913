import InferGraph
import InferTensors

extension LoweringTable {
    /// Operations that run models.
    static let controlFlow: [Entry] = [
        Entry { (operation: If, context) in
            guard let then = operation.thenBody, let other = operation.elseBody else { throw context.failure("has no bodies") }
            context.emit(
                IfKernel(
                    thenBody: then, elseBody: other, thenProgram: try program(then, context), elseProgram: try program(other, context)),
                try context.inputs())
        },
        Entry { (operation: Loop, context) in
            guard let body = operation.body else { throw context.failure("has no body") }
            context.emit(LoopKernel(body: body, program: try program(body, context), iterator: nil), try context.inputs())
        },
        Entry { (operation: TensorIterator, context) in
            guard let body = operation.body else { throw context.failure("has no body") }
            context.emit(LoopKernel(body: body, program: try program(body, context), iterator: operation), try context.inputs())
        },
    ]

    /// The program of a body, for what its Parameters take in all iterations; what the file says of them may be of another shape.
    private static func program(_ body: ControlFlowBody, _ context: LoweringContext) throws -> Program {
        let inference = InferenceContext(
            subject: context.node.description, inputs: context.node.inputs.indices.map { context.type($0) })
        var given: [TensorType?] = Array(repeating: nil, count: body.model.get_parameters().count)
        for link in body.inputs {
            guard let input = link.input, given.indices.contains(link.parameter), inference.inputs.indices.contains(input) else { continue }
            given[link.parameter] = try link.slice.map { try inference.inputs[input].part($0, inference) } ?? inference.inputs[input]
        }
        let settled = try body.settledTypes(given, inference).parameters
        let model = body.model.clone()
        for (node, type) in zip(model.get_parameters(), settled) {
            guard let type else { continue }
            node.replaceOperation(Parameter(type.element_type, type.partial_shape))
        }
        try model.validate_nodes_and_infer_types()
        return try ProgramBuilder.build(model, context.options)
    }
}
