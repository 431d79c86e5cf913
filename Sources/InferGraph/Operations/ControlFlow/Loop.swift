import InferTensors

/// A model run again and again, until a condition or a number of times. Specification: `Loop-5`.
///
/// Input 0 is the greatest number of iterations (negative: none), input 1 the condition before the first.
package struct Loop: ControlFlow {
    package private(set) var body: ControlFlowBody?

    package init() {}

    package var key: OperationKey { OperationKey("Loop", opset: 5) }

    package var descriptions: [ControlFlowBody] { [body].compactMap { $0 } }

    package var bodies: [Model] { [body?.model].compactMap { $0 } }

    package var hasSideEffects: Bool { bodies.contains { $0.hasSideEffects } }

    package func replacing(bodies: [Model]) -> any Operation {
        guard bodies.count == 1 else { return self }
        var copy = self
        copy.body?.model = bodies[0]
        return copy
    }

    package func adopting(_ bodies: [ControlFlowBody], subject: String) throws -> any Operation {
        guard bodies.count == 1, bodies[0].role == .body else { throw RuntimeError(.malformed, "\(subject): expected one body") }
        for slice in bodies[0].inputs.compactMap(\.slice) + bodies[0].outputs.compactMap(\.slice) {
            guard slice.start == 0, slice.end == -1, slice.stride == 1, slice.partSize == 1 else {
                throw RuntimeError(
                    .unsupported, "\(subject): slices from \(slice.start) to \(slice.end) in steps of \(slice.stride); expected 0, -1 and 1"
                )
            }
        }
        var copy = self
        copy.body = bodies[0]
        return copy
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(context.count >= 2, "has \(context.count) inputs; expected at least the number of iterations and the condition")
        try context.checkRank(0, 0...1, "number of iterations")
        try context.checkRank(1, 0...1, "condition")
        guard let body else { throw context.failure("has no body", .malformed) }
        try body.check(inputCount: context.count, context)
        var parameters: [TensorType?] = Array(repeating: nil, count: body.model.parameters.count)
        for link in body.inputs {
            guard let input = link.input else { continue }
            parameters[link.parameter] = try link.slice.map { try context.inputs[input].part($0, context) } ?? context.inputs[input]
        }
        let (_, results) = try body.settledTypes(parameters, context)
        let iterations = iterationCount(context, body, results)
        guard let count = body.outputCount else { throw context.failure("leaves an output without a value", .malformed) }
        var types: [TensorType?] = Array(repeating: nil, count: count)
        for link in body.outputs {
            var type = results[link.result]
            type.value = nil
            if let slice = link.slice {
                type = try type.concatenated(slice, iterations, context)
            } else if iterations == 0, let carried = body.inputs.first(where: { $0.backEdgeResult == link.result }),
                let input = carried.input
            {
                type = context.inputs[input]
            }
            types[link.output] = type
        }
        return types.compactMap { $0 }
    }

    /// The number of iterations, where the conditions and the greatest number are known.
    private func iterationCount(_ context: InferenceContext, _ body: ControlFlowBody, _ results: [TensorType]) -> Int? {
        if context.integer(1) == 0 { return 0 }
        guard let result = body.conditionResult else { return nil }
        var goesOn = results[result].value?.exactIntegers?.first
        if goesOn == nil, let source = body.model.results[result].inputs.first?.node,
            let parameter = body.model.parameters.firstIndex(of: source),
            let input = body.inputs.first(where: { $0.parameter == parameter })?.input
        {
            // The condition comes in and goes out unchanged.
            goesOn = context.integer(input)
        }
        guard let goesOn else { return nil }
        if goesOn == 0 { return 1 }
        return context.integer(0).flatMap { $0 >= 0 ? $0 : nil }
    }
}

extension TensorType {
    /// What an iteration takes of a sliced input.
    package func part(_ slice: ControlFlowBody.Slice, _ context: InferenceContext) throws -> TensorType {
        guard var dimensions = partial_shape.dimensions else { return TensorType(element_type, .dynamic) }
        let axis = try context.normalizedAxis(slice.axis, rank: dimensions.count, "axis of a slice")
        try context.check(axis < dimensions.count, "a scalar cannot be sliced")
        try context.check(slice.partSize > 0, "part_size is \(slice.partSize); expected a positive number")
        dimensions[axis] = Dimension(slice.partSize)
        return TensorType(element_type, PartialShape(dimensions))
    }

    /// The parts of all iterations one behind the other.
    func concatenated(_ slice: ControlFlowBody.Slice, _ iterations: Int?, _ context: InferenceContext) throws -> TensorType {
        guard var dimensions = partial_shape.dimensions else { return TensorType(element_type, .dynamic) }
        let axis = try context.normalizedAxis(slice.axis, rank: dimensions.count, "axis of a concatenation")
        if dimensions.isEmpty { dimensions = [1] }
        dimensions[axis] = iterations.map { dimensions[axis] * $0 } ?? .dynamic
        return TensorType(element_type, PartialShape(dimensions))
    }
}
