import InferTensors

/// The value of a property, free of its type, as OpenVINO's `Any` is for properties.
///
/// Values that come from configuration files and command lines are ``string(_:)``; ``value(as:)`` converts them to the type that a
/// property has.
public enum PropertyValue: Sendable {
    /// Text; enumerations and element types travel as their OpenVINO names.
    case string(String)
    /// A truth value, printed as `YES` or `NO`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A floating-point number.
    case real(Double)
    /// Several values, in order.
    case list([PropertyValue])
    /// Values by name.
    case dictionary([String: PropertyValue])
    /// An object that is passed on as it is, such as a model or a tensor.
    case object(any AnyObject & Sendable)
}

extension PropertyValue {
    /// Whether the value holds nothing: empty text, an empty list, or an empty dictionary.
    public var empty: Bool {
        switch self {
        case .string(let text): text.isEmpty
        case .list(let values): values.isEmpty
        case .dictionary(let values): values.isEmpty
        case .boolean, .integer, .real, .object: false
        }
    }

    /// The value as the given type; text is parsed.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` that names the value and the type.
    public func value<Value: PropertyConvertible>(as type: Value.Type = Value.self) throws -> Value {
        guard let value = Value(propertyValue: self) else {
            throw RuntimeError(.invalidArgument, "Wrong value \"\(self)\". Expected \(Value.propertyExpectation)")
        }
        return value
    }
}

extension PropertyValue: Hashable {
    /// Whether two values are the same; objects are compared by identity.
    public static func == (left: PropertyValue, right: PropertyValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.real(let left), .real(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.dictionary(let left), .dictionary(let right)): left == right
        case (.object(let left), .object(let right)): left === right
        default: false
        }
    }

    /// Feeds the value into a hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .string(let value): hasher.combine(value)
        case .boolean(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .real(let value): hasher.combine(value)
        case .list(let value): hasher.combine(value)
        case .dictionary(let value): hasher.combine(value)
        case .object(let value): hasher.combine(ObjectIdentifier(value))
        }
    }
}

extension PropertyValue: CustomStringConvertible {
    /// The value as OpenVINO prints it: `YES`/`NO`, lists joined by blanks, dictionaries as `{name:value,…}`.
    public var description: String {
        switch self {
        case .string(let text): text
        case .boolean(let flag): flag ? "YES" : "NO"
        case .integer(let number): String(number)
        case .real(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
        case .list(let values): values.map(\.description).joined(separator: " ")
        case .dictionary(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",") + "}"
        case .object(let object): "\(type(of: object))"
        }
    }
}
