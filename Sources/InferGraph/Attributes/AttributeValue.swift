import InferTensors

/// The value of an operation's attribute, as a user's device or a printed model sees it.
///
/// Its description is the spelling that OpenVINO IR uses: lists as `1, 2`, booleans as `true` and `false`.
public enum AttributeValue: Hashable, Sendable, CustomStringConvertible {
    /// A truth value.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A real number.
    case real(Double)
    /// A word: a mode, a name, or the raw text of a file's attribute.
    case string(String)
    /// A list of whole numbers.
    case integers([Int])
    /// A list of real numbers.
    case reals([Double])
    /// A list of words.
    case strings([String])
    /// An element type.
    case elementType(ElementType)
    /// A partial shape.
    case partialShape(PartialShape)

    /// The value as OpenVINO IR writes it.
    public var description: String {
        switch self {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .real(let value): Self.text(value)
        case .string(let value): value
        case .integers(let values): values.map(String.init).joined(separator: ", ")
        case .reals(let values): values.map(Self.text).joined(separator: ", ")
        case .strings(let values): values.joined(separator: ", ")
        case .elementType(let value): value.description
        case .partialShape(let value): value.description
        }
    }

    /// A real number without a fraction is written as a whole one, as OpenVINO does.
    private static func text(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return String(whole) }
        return String(value)
    }
}

extension AttributeValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral
{
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A real number.
    public init(floatLiteral value: Double) { self = .real(value) }
    /// A word.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A list of whole numbers.
    public init(arrayLiteral elements: Int...) { self = .integers(elements) }
}
