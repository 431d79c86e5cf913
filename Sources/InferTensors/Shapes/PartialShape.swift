/// A shape that may not be known yet: its rank, or the lengths of some axes.
///
/// Where the rank is known, a partial shape is a collection of ``Dimension`` and may be written as a literal: `[1, 3, .dynamic, Dimension(1, 8)]`.
/// With a dynamic rank the collection is empty, and adding a dimension makes the rank known.
public struct PartialShape: Hashable, Sendable {
    /// The dimensions, or `nil` when the rank is not known.
    public private(set) var dimensions: [Dimension]?

    /// Creates a shape of dimensions, outermost first.
    @_disfavoredOverload  // So that PartialShape([]) and PartialShape([1, 2]) have one meaning.
    public init(_ dimensions: [Dimension]) { self.dimensions = dimensions }

    /// Creates a shape of lengths, outermost first; -1 stands for one that is not known.
    public init(_ lengths: [Int]) { dimensions = lengths.map { Dimension($0) } }

    /// Creates a known shape.
    public init(_ shape: Shape) { dimensions = shape.values.map { Dimension($0) } }

    private init(dimensions: [Dimension]?) { self.dimensions = dimensions }

    /// A shape of which nothing is known.
    public static let dynamic = PartialShape(dimensions: nil)

    /// A shape of which at most the rank is known.
    public static func dynamic(_ rank: Dimension) -> PartialShape {
        guard let rank = rank.length, rank <= maximumRank else { return .dynamic }
        return PartialShape([Dimension](repeating: .dynamic, count: rank))
    }

    /// No file has more axes than this; what claims more is broken and must not make us allocate.
    private static let maximumRank = 1 << 16

    /// The number of axes.
    public var rank: Dimension { dimensions.map { Dimension(minimum: $0.count, maximum: $0.count) } ?? .dynamic }
    /// Whether all lengths are known.
    public var is_static: Bool { dimensions?.allSatisfy { $0.isStatic } ?? false }
    /// Whether the rank or a length is not known.
    public var is_dynamic: Bool { !is_static }

    /// Whether the number of axes is known.
    package var isRankStatic: Bool { dimensions != nil }
    /// The shape if all lengths are known.
    package var shape: Shape? {
        guard let dimensions else { return nil }
        var lengths: [Int] = []
        lengths.reserveCapacity(dimensions.count)
        for dimension in dimensions {
            guard let length = dimension.length else { return nil }
            lengths.append(length)
        }
        return Shape(lengths)
    }

    /// The shape.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when a length or the rank is not known.
    public func to_shape() throws -> Shape {
        guard let shape else { throw RuntimeError(.invalidArgument, "to_shape was called on a dynamic shape: \(self).") }
        return shape
    }

    /// The shape, of a static partial shape.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when a length or the rank is not known.
    public func get_shape() throws -> Shape { try to_shape() }

    /// The least lengths; empty for a dynamic rank.
    public func get_min_shape() -> Shape { Shape((dimensions ?? []).map(\.minimum)) }
    /// The greatest lengths, `Int.max` where there is no bound; empty for a dynamic rank.
    public func get_max_shape() -> Shape { Shape((dimensions ?? []).map(\.maximum)) }

    /// The dimension of an axis; negative axes count from the end.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when there is no such axis.
    public func at(_ axis: Int) throws -> Dimension {
        guard let dimensions, let index = normalizedAxis(axis, rank: dimensions.count) else {
            throw RuntimeError(.invalidArgument, "Axis \(axis) is out of range for the shape \(self).")
        }
        return dimensions[index]
    }
}

extension PartialShape: CustomStringConvertible {
    /// The shape as OpenVINO prints it: `[1,3,?,2..5]`, `[...]` for a dynamic rank.
    public var description: String {
        guard let dimensions else { return "[...]" }
        return "[" + dimensions.map(\.description).joined(separator: ",") + "]"
    }

    /// The shape as OpenVINO prints it.
    public func to_string() -> String { description }
}

extension PartialShape {
    /// Reads a shape as it is printed, with or without brackets: `[1,3,?,224..512]`, `1,-1,..5`, `[]`, `...` for a dynamic rank.
    ///
    /// - Throws: ``RuntimeError`` of kind `malformed` naming the part that is not a dimension.
    public init(_ text: String) throws {
        var list = text.trimmingBlanks()
        if list.first == "[", list.last == "]", list.count >= 2 {
            list = list.dropFirst().dropLast().trimmingBlanks()
        }
        guard list != "..." else {
            self = .dynamic
            return
        }
        guard !list.isEmpty else {
            self.init([Dimension]())
            return
        }
        self.init(
            try list.split(separator: ",", omittingEmptySubsequences: false).map { field in
                let name = field.trimmingBlanks()
                guard !name.isEmpty else { throw RuntimeError(.malformed, "Cannot parse shape '\(text)': a dimension is missing.") }
                do {
                    return try Dimension(String(name))
                } catch let error as RuntimeError {
                    throw RuntimeError(.malformed, "Cannot parse shape '\(text)'. \(error.message)")
                }
            })
    }
}

extension PartialShape: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral {
    /// A scalar's shape.
    public init() { dimensions = [] }

    /// Creates a shape of the literal's dimensions.
    public init(arrayLiteral elements: Dimension...) { self.init(elements) }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of axes; 0 when it is not known (see ``rank``).
    public var endIndex: Int { dimensions?.count ?? 0 }

    /// The dimension of an axis; negative axes count from the end. See ``at(_:)`` for axes that may be out of range.
    public subscript(axis: Int) -> Dimension {
        get {
            let dimensions = dimensions ?? []
            return dimensions[axis < 0 ? axis + dimensions.count : axis]
        }
        set {
            var changed = dimensions ?? []
            dimensions = nil
            changed[axis < 0 ? axis + changed.count : axis] = newValue
            dimensions = changed
        }
    }

    /// Replaces a range of axes; a dynamic rank becomes known.
    public mutating func replaceSubrange<Replacement: Collection>(_ axes: Range<Int>, with replacement: Replacement)
    where Replacement.Element == Dimension {
        var changed = dimensions ?? []
        dimensions = nil
        changed.replaceSubrange(axes, with: replacement)
        dimensions = changed
    }
}
