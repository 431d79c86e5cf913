import InferTensors

/// One of two models, as a condition says. Specification: `If-8`.
///
/// Input 0 is the condition; both bodies take the others as they like.
package struct If: ControlFlow {
    package private(set) var thenBody: ControlFlowBody?
    package private(set) var elseBody: ControlFlowBody?

    package init() {}

    package var key: OperationKey { OperationKey("If", opset: 8) }

    package var descriptions: [ControlFlowBody] { [thenBody, elseBody].compactMap { $0 } }

    package var bodies: [Model] { [thenBody?.model, elseBody?.model].compactMap { $0 } }

    package var hasSideEffects: Bool { bodies.contains { $0.hasSideEffects } }

    package func replacing(bodies: [Model]) -> any Operation {
        guard bodies.count == 2 else { return self }
        var copy = self
        copy.thenBody?.model = bodies[0]
        copy.elseBody?.model = bodies[1]
        return copy
    }

    package func adopting(_ bodies: [ControlFlowBody], subject: String) throws -> any Operation {
        guard bodies.count == 2, let then = bodies.first(where: { $0.role == .then_body }),
            let other = bodies.first(where: { $0.role == .else_body })
        else { throw RuntimeError(.malformed, "\(subject): expected a then_body and an else_body") }
        var copy = self
        copy.thenBody = then
        copy.elseBody = other
        return copy
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(context.count >= 1, "has no inputs; expected at least the condition")
        try context.checkSingle(0, "condition")
        guard let thenBody, let elseBody else { throw context.failure("has no bodies", .malformed) }
        let first = try outputs(of: thenBody, context)
        let second = try outputs(of: elseBody, context)
        try context.check(first.count == second.count, "then_body gives \(first.count) outputs and else_body \(second.count)")
        if let condition = context.integer(0) { return condition != 0 ? first : second }
        return try zip(first, second).enumerated().map { index, types in
            guard let type = ElementType.merge(types.0.element_type, types.1.element_type) else {
                throw context.failure("output \(index) is \(types.0.element_type) of then_body and \(types.1.element_type) of else_body")
            }
            return TensorType(type, Self.either(types.0.partial_shape, types.1.partial_shape))
        }
    }

    private func outputs(of body: ControlFlowBody, _ context: InferenceContext) throws -> [TensorType] {
        try body.check(inputCount: context.count, context)
        var parameters: [TensorType?] = Array(repeating: nil, count: body.model.parameters.count)
        for link in body.inputs { if let input = link.input { parameters[link.parameter] = context.inputs[input] } }
        let results = try body.model.resultTypes(for: parameters)
        guard let count = body.outputCount else {
            throw context.failure("\(body.role.rawValue) leaves an output without a value", .malformed)
        }
        var types: [TensorType?] = Array(repeating: nil, count: count)
        for link in body.outputs { types[link.output] = results[link.result] }
        return types.compactMap { $0 }
    }

    /// A shape that both are among.
    private static func either(_ first: PartialShape, _ second: PartialShape) -> PartialShape {
        guard let a = first.dimensions, let b = second.dimensions else { return .dynamic }
        guard a.count == b.count else { return a.count <= 1 && b.count <= 1 ? [.dynamic] : .dynamic }
        return PartialShape(zip(a, b).map { $0.union($1) })
    }
}

extension Model {
    /// Whether an operation inside must run although nothing consumes its outputs, or gives other results each time.
    var hasSideEffects: Bool { orderedNodes.contains { $0.operation.hasSideEffects } }
}
