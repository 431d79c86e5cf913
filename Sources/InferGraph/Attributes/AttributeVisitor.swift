import InferTensors

/// Carries an operation's attributes in (from a file or a builder) or out (to a printed model), through one declaration per operation.
///
/// An operation names each attribute once, in `visit(_:)`; a missing attribute leaves the property at its default unless it is required.
package struct AttributeVisitor {
    private enum Direction {
        case reading([String: AttributeValue])
        case writing
    }

    private let direction: Direction
    /// Names the node in errors: `layer 12 'conv1' (Convolution opset1)`.
    package let subject: String
    /// What the operation wrote, when writing.
    package private(set) var written: [String: AttributeValue] = [:]
    /// The names that the operation asked for, when reading.
    package private(set) var visited: Set<String> = []

    /// Gives an operation the attributes of a file or a builder; text is parsed to the type that the operation asks for.
    package init(reading attributes: [String: AttributeValue], subject: String) {
        direction = .reading(attributes)
        self.subject = subject
    }

    /// Collects an operation's attributes.
    package init(writingFor subject: String) {
        direction = .writing
        self.subject = subject
    }

    /// The attributes that were given and that the operation does not have.
    package var unknownNames: [String] {
        guard case .reading(let attributes) = direction else { return [] }
        return attributes.keys.filter { !visited.contains($0) }.sorted()
    }

    /// Whether the attribute is given; always true when writing.
    package func has(_ name: String) -> Bool {
        guard case .reading(let attributes) = direction else { return true }
        return attributes[name] != nil
    }

    package mutating func on(_ name: String, _ value: inout Bool, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a boolean", { .boolean($0) }) {
            switch $0 {
            case .boolean(let value): value
            case .integer(let value): value == 0 ? false : value == 1 ? true : nil
            case .string(let text):
                switch text.lowercased() {
                case "true", "1", "yes": true
                case "false", "0", "no": false
                default: nil
                }
            default: nil
            }
        }
    }

    package mutating func on(_ name: String, _ value: inout Int, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "an integer", { .integer($0) }, Self.integer)
    }

    package mutating func on(_ name: String, _ value: inout Float, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a number", { .real(Double($0)) }) { Self.real($0).map { Float($0) } }
    }

    package mutating func on(_ name: String, _ value: inout Double, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a number", { .real($0) }, Self.real)
    }

    package mutating func on(_ name: String, _ value: inout String, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a string", { .string($0) }) {
            if case .string(let text) = $0 { return text }
            return nil
        }
    }

    package mutating func on(_ name: String, _ value: inout [Int], required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a list of integers", { .integers($0) }) {
            switch $0 {
            case .integers(let values): values
            case .integer(let value): [value]
            case .string(let text): Self.list(text) { Int($0) }
            default: nil
            }
        }
    }

    package mutating func on(_ name: String, _ value: inout [Float], required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a list of numbers", { .reals($0.map(Double.init)) }) {
            switch $0 {
            case .reals(let values): values.map { Float($0) }
            case .integers(let values): values.map { Float($0) }
            case .real(let value): [Float(value)]
            case .integer(let value): [Float(value)]
            case .string(let text): Self.list(text) { Double($0).map { Float($0) } }
            default: nil
            }
        }
    }

    package mutating func on(_ name: String, _ value: inout [String], required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a list of strings", { .strings($0) }) {
            switch $0 {
            case .strings(let values): values
            case .string(let text): Self.list(text) { $0 }
            default: nil
            }
        }
    }

    package mutating func on(_ name: String, _ value: inout ElementType, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "an element type", { .elementType($0) }) {
            switch $0 {
            case .elementType(let type): type
            case .string(let text): text == "undefined" ? .dynamic : ElementType(name: text)
            default: nil
            }
        }
    }

    package mutating func on(_ name: String, _ value: inout PartialShape, required: Bool = false) throws {
        try exchange(name, &value, required, expected: "a partial shape such as 1,3,?,2..5", { .partialShape($0) }) {
            switch $0 {
            case .partialShape(let shape): shape
            case .integers(let values): PartialShape(values.map { $0 < 0 ? .dynamic : Dimension($0) })
            case .string(let text): try? PartialShape(text)
            default: nil
            }
        }
    }

    /// A word of a fixed set; compared without regard to case, as OpenVINO does.
    package mutating func on<Word: RawRepresentable & CaseIterable & Sendable>(_ name: String, _ value: inout Word, required: Bool = false)
        throws
    where Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        try exchange(name, &value, required, expected: "one of \(words)", { .string($0.rawValue) }) {
            guard case .string(let text) = $0 else { return nil }
            let wanted = text.lowercased()
            return Word.allCases.first { $0.rawValue.lowercased() == wanted }
        }
    }

    private mutating func exchange<Value>(
        _ name: String, _ value: inout Value, _ required: Bool, expected: String, _ write: (Value) -> AttributeValue,
        _ read: (AttributeValue) -> Value?
    ) throws {
        switch direction {
        case .writing:
            written[name] = write(value)
        case .reading(let attributes):
            visited.insert(name)
            guard let given = attributes[name] else {
                if required { throw RuntimeError(.malformed, "\(subject): attribute '\(name)' is missing; expected \(expected)") }
                return
            }
            guard let parsed = read(given) else {
                throw RuntimeError(.malformed, "\(subject): attribute '\(name)' is '\(given.description.prefix(80))'; expected \(expected)")
            }
            value = parsed
        }
    }

    private static func integer(_ value: AttributeValue) -> Int? {
        switch value {
        case .integer(let value): value
        case .boolean(let value): value ? 1 : 0
        case .string(let text): Int(trimmed(text)) ?? Double(trimmed(text)).flatMap { Int(exactly: $0) }
        default: nil
        }
    }

    private static func real(_ value: AttributeValue) -> Double? {
        switch value {
        case .real(let value): value
        case .integer(let value): Double(value)
        case .string(let text): Double(trimmed(text))
        default: nil
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let kept = text.drop { $0 == " " || $0 == "\t" || $0 == "\n" }
        return String(kept.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\n" }.reversed())
    }

    /// The parts of a comma-separated list; nil when one does not parse. The empty text is the empty list.
    private static func list<Element>(_ text: String, _ parse: (String) -> Element?) -> [Element]? {
        let whole = trimmed(text)
        if whole.isEmpty { return [] }
        var elements: [Element] = []
        for part in whole.split(separator: ",", omittingEmptySubsequences: false) {
            guard let element = parse(trimmed(part)) else { return nil }
            elements.append(element)
        }
        return elements
    }
}
