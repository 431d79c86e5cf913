/// A list with one whole number an axis: the common ground of ``Shape``, ``Strides`` and ``Coordinate``.
///
/// Such a list is a Swift collection in every respect. Subscripts count from the end when negative, as OpenVINO's do.
public protocol AxisVector: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral, Hashable,
    Sendable,
    CustomStringConvertible
where Element == Int, Index == Int, ArrayLiteralElement == Int, Indices == Range<Int> {
    /// The numbers, outermost axis first.
    var values: [Int] { get set }
    /// Creates a list of the numbers, outermost axis first.
    init(_ values: [Int])
}

extension AxisVector {
    /// Creates an empty list, that of a scalar.
    @inlinable
    public init() { self.init([Int]()) }

    /// Creates a list of the literal's numbers.
    @inlinable
    public init(arrayLiteral elements: Int...) { self.init(elements) }

    /// Creates a list of `count` equal numbers.
    @inlinable
    public init(repeating value: Int, count: Int) { self.init([Int](repeating: value, count: count)) }

    /// Always 0.
    @inlinable
    public var startIndex: Int { 0 }

    /// The number of axes.
    @inlinable
    public var endIndex: Int { values.count }

    /// The number of axes.
    @inlinable
    public var count: Int { values.count }

    /// The number of an axis; negative axes count from the end.
    @inlinable
    public subscript(axis: Int) -> Int {
        get { values[axis < 0 ? axis + values.count : axis] }
        set { values[axis < 0 ? axis + values.count : axis] = newValue }
    }

    /// Replaces a range of axes.
    @inlinable
    public mutating func replaceSubrange<Replacement: Collection>(_ axes: Range<Int>, with replacement: Replacement)
    where Replacement.Element == Int {
        values.replaceSubrange(axes, with: replacement)
    }

    /// The number of an axis; negative axes count from the end.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when there is no such axis.
    public func at(_ axis: Int) throws -> Int {
        guard let index = normalizedAxis(axis, rank: values.count) else {
            throw RuntimeError(.invalidArgument, "Axis \(axis) is out of range for \(self), which has \(values.count) axes.")
        }
        return values[index]
    }

    /// Calls `body` with the numbers in contiguous memory.
    @inlinable
    public func withContiguousStorageIfAvailable<Result>(_ body: (UnsafeBufferPointer<Int>) throws -> Result) rethrows -> Result? {
        try values.withContiguousStorageIfAvailable(body)
    }
}

/// The axis in `0..<rank` that `axis` means, counting from the end when negative; `nil` when there is none.
@inlinable
package func normalizedAxis(_ axis: Int, rank: Int) -> Int? {
    guard axis >= -rank, axis < rank else { return nil }
    return axis < 0 ? axis + rank : axis
}
