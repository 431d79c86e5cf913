/// The length of an axis that may not be known yet: an interval of lengths.
///
/// `Dimension(3)` is known, `.dynamic` not at all, `Dimension(1, 8)` within bounds. Two numbers and no reference: copying one is free.
public struct Dimension: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// The least length.
    @usableFromInline package let minimum: Int
    /// The greatest length; ``unbounded`` when there is none.
    @usableFromInline package let maximum: Int

    /// The value of ``maximum`` that stands for no bound.
    @inlinable
    package static var unbounded: Int { Int.max }

    /// A length of which nothing is known.
    public static let dynamic = Dimension(minimum: 0, maximum: Int.max)

    /// The interval as it is; the caller vouches that neither bound is negative.
    @inlinable
    package init(minimum: Int, maximum: Int) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Creates a known length. As in OpenVINO, -1 means a length of which nothing is known and other negative numbers mean 0.
    @inlinable
    public init(_ length: Int) {
        if length == -1 || length == Int.max {
            self.init(minimum: 0, maximum: Int.max)
        } else {
            self.init(minimum: Swift.max(length, 0), maximum: Swift.max(length, 0))
        }
    }

    /// Creates a length between two bounds, both included; a maximum of -1 means that there is none.
    ///
    /// Bounds in the wrong order make an interval without any length, which fits nothing (``compatible(_:)``).
    @inlinable
    public init(_ minimum: Int, _ maximum: Int) {
        let lower = Swift.max(minimum, 0)
        let upper = maximum == -1 ? Int.max : Swift.max(maximum, 0)
        if lower > upper {
            self.init(minimum: Int.max, maximum: 0)
        } else {
            self.init(minimum: lower, maximum: upper)
        }
    }

    /// Creates a known length, or ``dynamic`` of -1.
    @inlinable
    public init(integerLiteral value: Int) { self.init(value) }

    /// Whether the length is known.
    @inlinable
    public var is_static: Bool { minimum == maximum }
    /// Whether the length is not known.
    @inlinable
    public var is_dynamic: Bool { minimum != maximum }
    /// The least length.
    @inlinable
    public var min_length: Int { isEmpty ? -1 : minimum }
    /// The greatest length, -1 if unbounded.
    @inlinable
    public var max_length: Int { isEmpty || maximum == Int.max ? -1 : maximum }

    /// The known length.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when it is not known.
    public func get_length() throws -> Int {
        guard let length else { throw RuntimeError(.invalidArgument, "Cannot get length of dynamic dimension \(self).") }
        return length
    }

    /// The known length, or `nil`.
    @inlinable
    package var length: Int? { minimum == maximum ? minimum : nil }
    /// Whether the length is known.
    @inlinable
    package var isStatic: Bool { minimum == maximum }
    /// Whether the length has an upper bound.
    @inlinable
    package var isBounded: Bool { maximum != Int.max }
    /// Whether no length at all is within the bounds.
    @inlinable
    package var isEmpty: Bool { minimum > maximum }
    /// Whether the length may be `length`.
    @inlinable
    package func contains(_ length: Int) -> Bool { minimum <= length && length <= maximum }
}

extension Dimension: CustomStringConvertible {
    /// The length as OpenVINO prints it: `5`, `?`, `2..5`, `..5`, `2..`.
    public var description: String {
        if isEmpty || self == .dynamic { return "?" }
        if let length { return String(length) }
        return (minimum == 0 ? "" : String(minimum)) + ".." + (maximum == Int.max ? "" : String(maximum))
    }

    /// The length as OpenVINO prints it.
    public func to_string() -> String { description }
}

extension Dimension {
    /// Reads a length as it is printed: `5`, `?`, `-1`, `2..5`, `..5`, `2..`.
    ///
    /// - Throws: ``RuntimeError`` of kind `malformed` naming the text when it is nothing of the kind.
    public init(_ text: String) throws {
        let trimmed = text.trimmingBlanks()
        guard trimmed != "?" else {
            self = .dynamic
            return
        }
        guard let dots = trimmed.firstRange(ofPair: ".") else {
            self.init(try Self.bound(trimmed, "dimension", ifMissing: 0))
            return
        }
        let lower = try Self.bound(trimmed[..<dots.lowerBound], "min bound", ifMissing: 0)
        let upper = try Self.bound(trimmed[dots.upperBound...], "max bound", ifMissing: -1)
        self.init(lower, upper)
        guard !isEmpty else { throw RuntimeError(.malformed, "Cannot parse dimension '\(text)': its bounds are in the wrong order.") }
    }

    private static func bound(_ text: Substring, _ role: String, ifMissing: Int) throws -> Int {
        guard !text.isEmpty else { return ifMissing }
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let value = Int(text)
        else {
            throw RuntimeError(.malformed, "Cannot parse \(role) '\(text)': a number, '?' or a range such as 2..5 was expected.")
        }
        return value
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    func trimmingBlanks() -> Substring {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    /// Where a character first stands twice in a row.
    fileprivate func firstRange(ofPair character: Character) -> Range<Index>? {
        var position = startIndex
        while position < endIndex {
            let next = index(after: position)
            if next < endIndex, self[position] == character, self[next] == character { return position..<index(after: next) }
            position = next
        }
        return nil
    }
}
