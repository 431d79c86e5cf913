/// The steps from one element to the next along each axis, outermost first.
///
/// A tensor's strides are in bytes; an operation's (of a convolution, say) in elements.
public struct Strides: AxisVector {
    /// The steps, outermost axis first.
    public var values: [Int]

    /// Creates strides, outermost axis first.
    @inlinable
    public init(_ values: [Int]) { self.values = values }

    /// The strides as OpenVINO prints them: `Strides{24, 8, 4}`.
    public var description: String { "Strides{" + values.map(String.init).joined(separator: ", ") + "}" }
}
