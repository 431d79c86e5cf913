import InferGraph
import InferTensors

extension LoweringTable {
    /// Operations that run models.
    static let controlFlow: [Entry] = [
        Entry { (operation: If, context) in
            guard let then = operation.thenBody, let other = operation.elseBody else { throw context.failure("has no bodies") }
            context.emit(
                IfKernel(
                    thenBody: then, elseBody: other, thenProgram: try ProgramBuilder.build(then.model, context.options),
                    elseProgram: try ProgramBuilder.build(other.model, context.options)), try context.inputs())
        },
        Entry { (operation: Loop, context) in
            guard let body = operation.body else { throw context.failure("has no body") }
            context.emit(
                LoopKernel(body: body, program: try ProgramBuilder.build(body.model, context.options), iterator: nil), try context.inputs())
        },
        Entry { (operation: TensorIterator, context) in
            guard let body = operation.body else { throw context.failure("has no body") }
            context.emit(
                LoopKernel(body: body, program: try ProgramBuilder.build(body.model, context.options), iterator: operation),
                try context.inputs())
        },
    ]
}
