/// The position of an element: an index for each axis, outermost first.
public struct Coordinate: AxisVector {
    /// The indices, outermost axis first.
    public var values: [Int]

    /// Creates a position of indices, outermost axis first.
    @inlinable
    public init(_ values: [Int]) { self.values = values }

    /// The position as OpenVINO prints it: `Coordinate{0, 1}`.
    public var description: String { "Coordinate{" + values.map(String.init).joined(separator: ", ") + "}" }
}
