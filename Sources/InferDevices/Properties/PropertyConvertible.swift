import InferGraph
import InferTensors

/// A type that the value of a property can have.
///
/// Values arrive typed or as text, so a conforming type reads both.
public protocol PropertyConvertible: Sendable {
    /// Reads a value, parsing text; nil where the value does not fit the type.
    init?(propertyValue: PropertyValue)
    /// The value free of its type.
    var propertyValue: PropertyValue { get }
    /// What the type accepts, for messages: "a whole number", "true/false", …
    static var propertyExpectation: String { get }
}

extension PropertyConvertible {
    /// The name of the type.
    public static var propertyExpectation: String { "a value of type \(Self.self)" }
}

extension PropertyValue: PropertyConvertible {
    /// The value itself.
    public init?(propertyValue: PropertyValue) { self = propertyValue }
    /// The value itself.
    public var propertyValue: PropertyValue { self }
}

extension String: PropertyConvertible {
    /// The value as text; lists are joined by commas.
    public init?(propertyValue: PropertyValue) {
        switch propertyValue {
        case .object: return nil
        case .list(let values): self = values.map(\.description).joined(separator: ",")
        default: self = propertyValue.description
        }
    }
    /// The text.
    public var propertyValue: PropertyValue { .string(self) }
    /// Text.
    public static var propertyExpectation: String { "text" }
}

extension Bool: PropertyConvertible {
    /// `YES`/`NO`, `true`/`false` in any case, or a truth value.
    public init?(propertyValue: PropertyValue) {
        switch propertyValue {
        case .boolean(let flag): self = flag
        case .string(let text):
            switch text.lowercased() {
            case "yes", "true", "1": self = true
            case "no", "false", "0": self = false
            default: return nil
            }
        default: return nil
        }
    }
    /// The truth value.
    public var propertyValue: PropertyValue { .boolean(self) }
    /// Only `true` or `false`.
    public static var propertyExpectation: String { "only true/false" }
}

extension Int: PropertyConvertible {
    /// A whole number, or text that is one.
    public init?(propertyValue: PropertyValue) {
        switch propertyValue {
        case .integer(let number): self = number
        case .string(let text):
            guard let number = Int(text) else { return nil }
            self = number
        default: return nil
        }
    }
    /// The number.
    public var propertyValue: PropertyValue { .integer(self) }
    /// A whole number.
    public static var propertyExpectation: String { "a whole number" }
}

extension Double: PropertyConvertible {
    /// A number, or text that is one with a decimal point whatever the locale.
    public init?(propertyValue: PropertyValue) {
        switch propertyValue {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        case .string(let text):
            guard let number = Double(text) else { return nil }
            self = number
        default: return nil
        }
    }
    /// The number.
    public var propertyValue: PropertyValue { .real(self) }
    /// A number.
    public static var propertyExpectation: String { "a number" }
}

extension Array: PropertyConvertible where Element: PropertyConvertible {
    /// A list, or text whose items are separated by commas (or blanks where there is no comma).
    public init?(propertyValue: PropertyValue) {
        let values: [PropertyValue]
        switch propertyValue {
        case .list(let list): values = list
        case .string(let text):
            let separator: Character = text.contains(",") ? "," : " "
            values = text.split(separator: separator).map { .string($0.trimmingBlanks()) }
        default: values = [propertyValue]
        }
        let elements = values.compactMap { Element(propertyValue: $0) }
        guard elements.count == values.count else { return nil }
        self = elements
    }
    /// The list.
    public var propertyValue: PropertyValue { .list(map(\.propertyValue)) }
    /// A list.
    public static var propertyExpectation: String { "a list: of each \(Element.propertyExpectation)" }
}

extension Set: PropertyConvertible where Element: PropertyConvertible {
    /// A list whose order means nothing.
    public init?(propertyValue: PropertyValue) {
        guard let elements = [Element](propertyValue: propertyValue) else { return nil }
        self = Set(elements)
    }
    /// The list, ordered by its text.
    public var propertyValue: PropertyValue { .list(map(\.propertyValue).sorted { $0.description < $1.description }) }
    /// A list.
    public static var propertyExpectation: String { [Element].propertyExpectation }
}

extension Dictionary: PropertyConvertible where Key == String, Value: PropertyConvertible {
    /// A dictionary.
    public init?(propertyValue: PropertyValue) {
        guard case .dictionary(let values) = propertyValue else { return nil }
        let elements = values.compactMapValues { Value(propertyValue: $0) }
        guard elements.count == values.count else { return nil }
        self = elements
    }
    /// The dictionary.
    public var propertyValue: PropertyValue { .dictionary(mapValues(\.propertyValue)) }
    /// A dictionary.
    public static var propertyExpectation: String { "a dictionary: of each \(Value.propertyExpectation)" }
}

extension ElementType: PropertyConvertible {
    /// An element type by its OpenVINO name, such as `f32`.
    public init?(propertyValue: PropertyValue) {
        guard case .string(let name) = propertyValue else { return nil }
        self.init(name: name)
    }
    /// The OpenVINO name.
    public var propertyValue: PropertyValue { .string(description) }
    /// An element type.
    public static var propertyExpectation: String { "an element type such as f32" }
}

extension Tensor: PropertyConvertible {}
extension Model: PropertyConvertible {}
extension CacheEncryptionCallbacks: PropertyConvertible {}

extension PropertyConvertible where Self: AnyObject {
    /// The object that was put in.
    public init?(propertyValue: PropertyValue) {
        guard case .object(let object) = propertyValue, let typed = object as? Self else { return nil }
        self = typed
    }
    /// The object.
    public var propertyValue: PropertyValue { .object(self) }
}

extension Substring {
    /// The text without blanks at either end.
    func trimmingBlanks() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
