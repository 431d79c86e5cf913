extension Dimension {
    /// Whether there is a length that both may have.
    @inlinable
    public func compatible(_ other: Dimension) -> Bool {
        Swift.max(minimum, other.minimum) <= Swift.min(maximum, other.maximum)
    }

    /// Whether this may have every length that the other may have.
    @inlinable
    public func relaxes(_ other: Dimension) -> Bool { minimum <= other.minimum && other.maximum <= maximum }

    /// Whether every length that this may have is one that the other may have.
    @inlinable
    public func refines(_ other: Dimension) -> Bool { other.relaxes(self) }

    /// Whether both are known and equal or both are unknown, whatever their bounds.
    @inlinable
    public func same_scheme(_ other: Dimension) -> Bool { self == other || (is_dynamic && other.is_dynamic) }

    /// The lengths that both may have.
    ///
    /// - Returns: `nil` if there are none.
    @inlinable
    public static func merge(_ first: Dimension, _ second: Dimension) -> Dimension? {
        let common = first & second
        return common.isEmpty ? nil : common
    }

    /// The length that two axes have together when one of length 1 stretches to the other (NumPy's rule).
    ///
    /// - Returns: `nil` if the two cannot go together.
    public static func broadcast_merge(_ first: Dimension, _ second: Dimension) -> Dimension? {
        switch (first.contains(1), second.contains(1)) {
        case (true, true):
            return Dimension(
                minimum: Swift.min(first.minimum, second.minimum), maximum: Swift.max(first.maximum, second.maximum))
        case (true, false): return second
        case (false, true): return first
        case (false, false): return merge(first, second)
        }
    }
}
