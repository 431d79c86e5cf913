/// How shapes that differ go together in an elementwise operation.
package enum BroadcastRule: Hashable, Sendable {
    /// They must be equal.
    case none
    /// Aligned at the innermost axis; lengths of 1 stretch.
    case numpy
    /// The second is laid along the first from an axis on; -1 aligns the innermost axes. Only the second's lengths of 1 stretch.
    case pdpd(axis: Int)
}

extension PartialShape {
    /// Whether there is a shape that both may be.
    public func compatible(_ other: PartialShape) -> Bool { holds(for: other, ifEitherIsDynamic: true) { $0.compatible($1) } }

    /// Whether this may be every shape that the other may be.
    public func relaxes(_ other: PartialShape) -> Bool { holds(for: other, ifEitherIsDynamic: !isRankStatic) { $0.relaxes($1) } }

    /// Whether every shape that this may be is one that the other may be.
    public func refines(_ other: PartialShape) -> Bool { other.relaxes(self) }

    /// Whether the ranks agree and the same lengths are known, with the same values.
    public func same_scheme(_ other: PartialShape) -> Bool {
        holds(for: other, ifEitherIsDynamic: !isRankStatic && !other.isRankStatic) { $0.same_scheme($1) }
    }

    private func holds(for other: PartialShape, ifEitherIsDynamic: Bool, _ relation: (Dimension, Dimension) -> Bool) -> Bool {
        guard let dimensions, let others = other.dimensions else { return ifEitherIsDynamic }
        return dimensions.count == others.count && zip(dimensions, others).allSatisfy(relation)
    }

    /// Makes the rank known.
    ///
    /// - Returns: `false`, leaving the shape, if it has another rank already.
    public mutating func merge_rank(_ rank: Dimension) -> Bool {
        guard let rank = rank.length else { return true }
        if let dimensions { return dimensions.count == rank }
        self = .dynamic(Dimension(rank))
        return true
    }

    /// Narrows `destination` to what `source` may be, too.
    ///
    /// - Returns: `false`, leaving the destination, if there is no shape that both may be.
    public static func merge_into(_ destination: inout PartialShape, _ source: PartialShape) -> Bool {
        guard let merged = destination.merged(with: source) else { return false }
        destination = merged
        return true
    }

    /// Makes `destination` what it and `source` are together under NumPy's broadcasting.
    ///
    /// - Returns: `false`, leaving the destination, if the two cannot go together.
    public static func broadcast_merge_into(_ destination: inout PartialShape, _ source: PartialShape) -> Bool {
        guard let merged = destination.broadcast(with: source, .numpy) else { return false }
        destination = merged
        return true
    }

    /// What both may be, or `nil` if there is no such shape.
    package func merged(with other: PartialShape) -> PartialShape? {
        guard let dimensions else { return other }
        guard let others = other.dimensions else { return self }
        return Self.combined(dimensions, others, Dimension.merge)
    }

    /// What the two are together under a rule of broadcasting, or `nil` if they cannot go together.
    package func broadcast(with other: PartialShape, _ rule: BroadcastRule) -> PartialShape? {
        switch rule {
        case .none: return merged(with: other)
        case .numpy:
            guard let dimensions, let others = other.dimensions else { return .dynamic }
            let rank = Swift.max(dimensions.count, others.count)
            return Self.combined(Self.padded(dimensions, to: rank), Self.padded(others, to: rank), Dimension.broadcast_merge)
        case .pdpd(let axis):
            guard let dimensions, let others = other.dimensions else { return .dynamic }
            return Self.laidAlong(dimensions, others, from: axis)
        }
    }

    private static func padded(_ dimensions: [Dimension], to rank: Int) -> [Dimension] {
        [Dimension](repeating: 1, count: rank - dimensions.count) + dimensions
    }

    private static func combined(
        _ first: [Dimension], _ second: [Dimension], _ combine: (Dimension, Dimension) -> Dimension?
    ) -> PartialShape? {
        guard first.count == second.count else { return nil }
        var result: [Dimension] = []
        result.reserveCapacity(first.count)
        for axis in first.indices {
            guard let dimension = combine(first[axis], second[axis]) else { return nil }
            result.append(dimension)
        }
        return PartialShape(result)
    }

    private static func laidAlong(_ first: [Dimension], _ second: [Dimension], from axis: Int) -> PartialShape? {
        let start = axis == -1 ? first.count - second.count : axis
        guard start >= 0, start <= first.count else { return nil }
        // Trailing lengths of 1 of the second may reach beyond the first's end.
        var second = second
        while second.count > first.count - start, second.last == 1 { second.removeLast() }
        guard start + second.count <= first.count else { return nil }
        var result = first
        for (offset, dimension) in second.enumerated() where dimension != 1 {
            guard let merged = Dimension.merge(first[start + offset], dimension) else { return nil }
            result[start + offset] = merged
        }
        return PartialShape(result)
    }
}
