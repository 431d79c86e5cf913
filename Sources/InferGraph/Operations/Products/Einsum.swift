import InferTensors

/// A sum of products of any number of tensors, as an equation says. Specification: `Einsum-7`.
package struct Einsum: Operation {
    package var equation = ""

    package init() {}

    package var key: OperationKey { OperationKey("Einsum", opset: 7) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("equation", &equation, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(context.count >= 1, "has no inputs; expected at least one")
        let type = try context.commonType(0..<context.count)
        try context.checkType(0, .numeric, "input")
        let parsed = try EinsumEquation(equation, subject: context.subject)
        try context.check(
            parsed.inputs.count == context.count, "equation '\(equation)' has \(parsed.inputs.count) terms for \(context.count) inputs")
        var letters: [Character: Dimension] = [:]
        var common: PartialShape = []
        for (index, labels) in parsed.inputs.enumerated() {
            let hasEllipsis = labels.contains(.ellipsis)
            guard let dimensions = context.shape(index).dimensions else {
                for case .letter(let letter) in labels where letters[letter] == nil { letters[letter] = .dynamic }
                if hasEllipsis { common = .dynamic }
                continue
            }
            let single = labels.count - (hasEllipsis ? 1 : 0)
            try context.check(
                hasEllipsis ? dimensions.count >= single : dimensions.count == single,
                "input \(index) has shape \(context.shape(index)); equation '\(equation)' expects rank \(single)\(hasEllipsis ? " or more" : "")"
            )
            var axis = 0
            for label in labels {
                switch label {
                case .ellipsis:
                    let count = dimensions.count - single
                    guard let merged = common.broadcast(with: PartialShape(Array(dimensions[axis..<axis + count])), .numpy) else {
                        throw context.failure("the axes of the ellipses of '\(equation)' do not broadcast")
                    }
                    common = merged
                    axis += count
                case .letter(let letter):
                    let known = letters[letter] ?? dimensions[axis]
                    guard let merged = Dimension.broadcast_merge(known, dimensions[axis]) else {
                        throw context.failure("the lengths of '\(letter)' in '\(equation)' differ: \(known) and \(dimensions[axis])")
                    }
                    letters[letter] = merged
                    axis += 1
                }
            }
        }
        var shape: [Dimension] = []
        for label in parsed.output {
            switch label {
            case .letter(let letter): shape.append(letters[letter] ?? .dynamic)
            case .ellipsis:
                guard let dimensions = common.dimensions else { return [TensorType(type, .dynamic)] }
                shape += dimensions
            }
        }
        return [TensorType(type, PartialShape(shape))]
    }
}
