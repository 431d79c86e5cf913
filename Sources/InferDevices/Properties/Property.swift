/// A property of a device or compiled model: its name and a value.
///
/// Typed keys make properties when called, and read them back:
/// ```swift
/// let compiled = try core.compile_model(model, "CPU", [.hint.performance_mode(.LATENCY), .num_streams(1)])
/// let count: Int = try compiled.get_property(Property.optimal_number_of_infer_requests)
/// ```
/// OpenVINO's string names serve configuration files and command lines: `Property("NUM_STREAMS", "2")`.
public struct Property: Hashable, Sendable {
    /// The name, such as `NUM_STREAMS`.
    public let name: String
    /// The value, not yet checked by any device.
    public let value: PropertyValue

    /// Creates a property from its OpenVINO name.
    public init(_ name: String, _ value: some PropertyConvertible) {
        self.name = name
        self.value = value.propertyValue
    }
}

extension Property: CustomStringConvertible {
    /// `NAME: value`.
    public var description: String { "\(name): \(value)" }
}

/// The typed key of a property: names it for reading, and makes a ``Property`` when called with a value.
public struct PropertyKey<Value: PropertyConvertible>: Hashable, Sendable {
    /// The name, such as `NUM_STREAMS`.
    public let name: String

    /// Creates the key of a property by its name, for devices that have properties of their own.
    public init(_ name: String) {
        self.name = name
    }

    /// The property with a value.
    public func callAsFunction(_ value: Value) -> Property {
        Property(name, value)
    }
}

extension Property: PropertyConvertible {
    /// A property from a list of its name and value.
    public init?(propertyValue: PropertyValue) {
        guard case .list(let parts) = propertyValue, parts.count == 2, case .string(let name) = parts[0] else { return nil }
        self.init(name, parts[1])
    }
    /// The list of name and value.
    public var propertyValue: PropertyValue { .list([.string(name), value]) }
}
