import InferTensors

extension ControlFlowBody.Slice {
    /// The number of iterations that an axis of a length is cut into.
    package func iterationCount(length: Int) -> Int {
        guard stride != 0, stride != .min else { return 0 }
        let from = position(start, length)
        let to = position(end, length)
        let distance = stride > 0 ? clampedDifference(to, from) : clampedDifference(from, to)
        return max(distance, 0) / abs(stride)
    }

    /// The index of the first element of an iteration's part.
    package func begin(iteration: Int, length: Int) -> Int {
        let step = clampedSum(position(start, length), clampedProduct(iteration, stride))
        // From the end, a part lies in front of where the iteration starts.
        return stride > 0 ? step : clampedDifference(step, partSize)
    }

    private func position(_ index: Int, _ length: Int) -> Int { index < 0 ? clampedSum(clampedSum(length, index), 1) : index }
}

extension ControlFlowBody {
    /// Throws unless all links lead to Parameters and Results that the model has, and to inputs and outputs that there may be.
    func check(inputCount: Int, _ context: InferenceContext) throws {
        let parameters = model.parameters.count
        let results = model.results.count
        for link in inputs {
            try context.check((0..<parameters).contains(link.parameter), "\(role.rawValue) has no Parameter \(link.parameter)")
            if let input = link.input {
                try context.check((0..<inputCount).contains(input), "\(role.rawValue) reads input \(input), which is missing")
            }
            if let result = link.backEdgeResult {
                try context.check((0..<results).contains(result), "\(role.rawValue) has no Result \(result)")
            }
        }
        for link in outputs { try context.check((0..<results).contains(link.result), "\(role.rawValue) has no Result \(link.result)") }
        if let parameter = iterationParameter {
            try context.check((0..<parameters).contains(parameter), "\(role.rawValue) has no Parameter \(parameter)")
        }
        if let result = conditionResult { try context.check((0..<results).contains(result), "\(role.rawValue) has no Result \(result)") }
    }

    /// The number of outputs that the model's Results feed; nil when one between them is not fed.
    var outputCount: Int? {
        let fed = Set(outputs.map(\.output))
        return fed == Set(0..<fed.count) ? fed.count : nil
    }

    /// The types of the Results once the states that back edges carry keep their shapes from one iteration to the next.
    ///
    /// - Parameter parameters: what the Parameters take in the first iteration; nil: as they say.
    /// - Returns: the Parameters' types that hold for all iterations, and the Results'.
    package func settledTypes(_ parameters: [TensorType?], _ context: InferenceContext) throws -> (
        parameters: [TensorType?], results: [TensorType]
    ) {
        var parameters = parameters
        let carried = inputs.compactMap { link in link.backEdgeResult.map { (parameter: link.parameter, result: $0) } }
        // What an iteration computes is not known before the others.
        for link in carried { parameters[link.parameter]?.value = nil }
        while true {
            let results = try model.resultTypes(for: parameters)
            var isSettled = true
            for (parameter, result) in carried {
                guard let taken = parameters[parameter] else { continue }
                let given = results[result].partial_shape
                try context.check(
                    taken.element_type.compatible(results[result].element_type),
                    "\(role.rawValue) carries \(results[result].element_type) into a Parameter of \(taken.element_type)")
                let relaxed = Self.relaxed(taken.partial_shape, given)
                if relaxed != taken.partial_shape {
                    parameters[parameter]?.partial_shape = relaxed
                    isSettled = false
                }
            }
            // Each turn makes a dimension or a rank dynamic that was not, so there is a last one.
            if isSettled { return (parameters, results) }
        }
    }

    /// A shape with what differs in another made dynamic.
    private static func relaxed(_ shape: PartialShape, _ other: PartialShape) -> PartialShape {
        guard let dimensions = shape.dimensions else { return shape }
        guard let others = other.dimensions, others.count == dimensions.count else { return .dynamic }
        return PartialShape(zip(dimensions, others).map { $0.relaxes($1) ? $0 : .dynamic })
    }
}
