import InferTensors

/// A model run for each part of its sliced inputs. Specification: `TensorIterator-1`.
package struct TensorIterator: ControlFlow {
    package private(set) var body: ControlFlowBody?

    package init() {}

    package var key: OperationKey { OperationKey("TensorIterator", opset: 1) }

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
        var copy = self
        copy.body = bodies[0]
        return copy
    }

    /// The number of iterations that the sliced inputs say; without one, the concatenated outputs. Nil where their lengths are not known.
    ///
    /// - Throws: `RuntimeError` when two say different numbers.
    package func iterationCount(_ context: InferenceContext) throws -> Int? {
        guard let body else { return nil }
        var count: Int?
        var isSliced = false
        for link in body.inputs {
            guard let slice = link.slice, let input = link.input else { continue }
            isSliced = true
            let shape = context.inputs[input].partial_shape
            guard let rank = shape.dimensions?.count else { continue }
            try context.check(slice.stride != 0, "a slice has the stride 0")
            guard let length = shape.dimension(try context.normalizedAxis(slice.axis, rank: rank, "axis of a slice")).length else {
                continue
            }
            let iterations = slice.iterationCount(length: length)
            if let count {
                try context.check(count == iterations, "the sliced inputs differ in their number of parts: \(count) and \(iterations)")
            }
            count = iterations
        }
        if isSliced { return count }
        guard let slice = body.outputs.compactMap(\.slice).first, slice.partSize > 0 else { return nil }
        let distance = clampedDifference(slice.end, slice.start)
        return distance == .min ? nil : abs(distance) / slice.partSize
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        guard let body else { throw context.failure("has no body", .malformed) }
        try body.check(inputCount: context.count, context)
        var parameters: [TensorType?] = Array(repeating: nil, count: body.model.parameters.count)
        for link in body.inputs {
            guard let input = link.input else { continue }
            parameters[link.parameter] = try link.slice.map { try context.inputs[input].part($0, context) } ?? context.inputs[input]
        }
        let iterations = try iterationCount(context)
        let (_, results) = try body.settledTypes(parameters, context)
        guard let count = body.outputCount else { throw context.failure("leaves an output without a value", .malformed) }
        var types: [TensorType?] = Array(repeating: nil, count: count)
        for link in body.outputs {
            var type = results[link.result]
            type.value = nil
            types[link.output] = try link.slice.map { try type.concatenated($0, iterations, context) } ?? type
        }
        return types.compactMap { $0 }
    }
}
