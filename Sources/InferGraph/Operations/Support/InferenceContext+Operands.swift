import InferTensors

extension InferenceContext {
    /// Whether an optional input is there.
    func has(_ index: Int) -> Bool { index < inputs.count }

    /// Throws unless the input's element type is one of the family.
    func checkType(_ index: Int, _ family: TypeFamily, _ what: String) throws {
        try check(family.contains(type(index)), "\(what) (input \(index)) has element type \(type(index)); expected \(family.description)")
    }

    /// Throws when the input's rank is known and none of the given ones.
    func checkRank(_ index: Int, _ ranks: ClosedRange<Int>, _ what: String) throws {
        guard let dimensions = shape(index).dimensions else { return }
        let expected = ranks.lowerBound == ranks.upperBound ? "\(ranks.lowerBound)" : "\(ranks.lowerBound) to \(ranks.upperBound)"
        try check(ranks.contains(dimensions.count), "\(what) (input \(index)) has shape \(shape(index)); expected rank \(expected)")
    }

    func checkRank(_ index: Int, _ rank: Int, _ what: String) throws { try checkRank(index, rank...rank, what) }

    func checkRank(_ index: Int, atLeast rank: Int, _ what: String) throws { try checkRank(index, rank...Int.max, what) }

    /// Throws unless the input is, or may be, a scalar or a tensor of a single element.
    func checkSingle(_ index: Int, _ what: String) throws {
        guard let dimensions = shape(index).dimensions else { return }
        try check(
            dimensions.allSatisfy { $0.contains(1) },
            "\(what) (input \(index)) has shape \(shape(index)); expected a single element")
    }

    /// Throws unless the input is, or may be, a scalar.
    func checkScalar(_ index: Int, _ what: String) throws { try checkRank(index, 0, what) }

    /// The length that both dimensions have.
    func merged(_ first: Dimension, _ second: Dimension, _ what: @autoclosure () -> String) throws -> Dimension {
        guard let merged = Dimension.merge(first, second) else { throw failure("\(what()) differ: \(first) and \(second)") }
        return merged
    }

    /// The shape that both are.
    func merged(_ first: PartialShape, _ second: PartialShape, _ what: @autoclosure () -> String) throws -> PartialShape {
        guard let merged = first.merged(with: second) else { throw failure("\(what()) differ: \(first) and \(second)") }
        return merged
    }

    /// The axes that an input names, counted from the front; nil when they are not known.
    func axes(_ index: Int, rank: Int, _ what: String = "axis") throws -> [Int]? {
        guard let values = integers(index) else { return nil }
        // A scalar passes for a list of one element.
        return try values.map { rank == 0 && $0 == -1 ? 0 : try normalizedAxis($0, rank: rank, what) }
    }

    /// The number of elements of an input of rank 1 (or of a scalar: 1); nil when it is not known.
    func length(_ index: Int) -> Int? {
        guard let dimensions = shape(index).dimensions else { return nil }
        if dimensions.isEmpty { return 1 }
        return dimensions.count == 1 ? dimensions[0].length : nil
    }

    /// The lengths that an input's elements say; nil when not even their number is known.
    ///
    /// - Throws: `RuntimeError` for what is known to be negative.
    func dimensions(_ index: Int, _ what: String) throws -> [Dimension]? {
        if let bounds = value(index)?.bounds {
            return try bounds.map { bound in
                try check(bound.upper >= 0, "\(what) (input \(index)) names the negative length \(bound.upper)")
                return bound.dimension
            }
        }
        guard let count = length(index), count <= PartialValue.maximumCount else { return nil }
        return Array(repeating: .dynamic, count: count)
    }
}

extension PartialShape {
    /// A dimension of a shape of known rank; dynamic where the rank is not known or there is no such axis.
    func dimension(_ axis: Int) -> Dimension {
        guard let dimensions, dimensions.indices.contains(axis) else { return .dynamic }
        return dimensions[axis]
    }
}
