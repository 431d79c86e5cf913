/// Whether a property can be read, written, or both.
public enum PropertyMutability: String, PropertyEnumeration {
    /// Can be read only.
    case RO
    /// Can be read and written.
    case RW
    /// Can be written only.
    case WO
}

/// The name of a property that a device or compiled model has, and whether it can be set.
public struct PropertyName: Hashable, Sendable {
    /// The name, such as `NUM_STREAMS`.
    public let name: String
    /// Whether the property can be read, written, or both.
    public let mutability: PropertyMutability

    /// Creates a name.
    public init(_ name: String, _ mutability: PropertyMutability) {
        self.name = name
        self.mutability = mutability
    }

    /// Whether the property can be set.
    public var is_mutable: Bool { mutability != .RO }
}

extension PropertyName: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}

extension PropertyName: PropertyConvertible {
    /// A name, with its mutability where the value carries it.
    public init?(propertyValue: PropertyValue) {
        switch propertyValue {
        case .string(let name): self.init(name, .RO)
        case .list(let parts):
            guard parts.count == 2, let mutability = PropertyMutability(propertyValue: parts[1]) else { return nil }
            self.init(parts[0].description, mutability)
        default: return nil
        }
    }
    /// The name and its mutability.
    public var propertyValue: PropertyValue { .list([.string(name), mutability.propertyValue]) }
}
