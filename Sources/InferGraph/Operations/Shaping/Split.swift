import InferTensors

/// A tensor cut into equal parts along an axis, which the second input says. Specification: `Split-1`.
package struct Split: Operation {
    package var numSplits = 0

    package init() {}

    package var key: OperationKey { OperationKey("Split", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("num_splits", &numSplits, required: true)
    }

    /// No network has more outputs at one node; what claims more is broken and must not make us allocate.
    static let maximumParts = 1 << 16

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "axis")
        try context.checkScalar(1, "axis")
        try context.check(
            (1...Self.maximumParts).contains(numSplits), "num_splits is \(numSplits); expected 1 to \(Self.maximumParts)")
        let data = context.shape(0)
        guard var dimensions = data.dimensions else { return Array(repeating: TensorType(context.type(0), .dynamic), count: numSplits) }
        guard let axis = try context.integer(1).map({ try context.normalizedAxis($0, rank: dimensions.count) }) else {
            return Array(repeating: TensorType(context.type(0), .dynamic(Dimension(dimensions.count))), count: numSplits)
        }
        try context.check(axis < dimensions.count, "data is a scalar and has no axis to be split")
        if let length = dimensions[axis].length {
            try context.check(length % numSplits == 0, "axis \(axis) of data \(data) cannot be split into \(numSplits) equal parts")
        }
        let whole = dimensions[axis]
        dimensions[axis] = whole.isStatic ? whole.floorDivided(by: numSplits) : whole / numSplits
        try context.check(!dimensions[axis].isEmpty, "axis \(axis) of data \(data) cannot be split into \(numSplits) equal parts")
        let shape = PartialShape(dimensions)
        let step = dimensions[axis].length ?? 0
        return (0..<numSplits).map { part in
            TensorType(context.type(0), shape, value: context.value(0)?.part(of: data, shape, axis: axis, from: part * step))
        }
    }
}

extension PartialValue {
    /// The elements of a part of a tensor that starts at an index of an axis.
    func part(of whole: PartialShape, _ part: PartialShape, axis: Int, from start: Int) -> PartialValue? {
        moved(from: whole, to: part) { coordinate in
            var source = coordinate
            source[axis] = clampedSum(source[axis], start)
            return source
        }
    }
}
