import InferTensors

/// The properties that one kind of device has: the names, which of them can be set, and what values they accept.
package struct PropertyTable: Sendable {
    /// One property: its initial value, and the check that turns what a caller wrote into the value that is kept.
    package struct Row: Sendable {
        package let name: String
        package let mutability: PropertyMutability
        /// The value before anybody sets one; nil where the device computes it when asked.
        package let initial: PropertyValue?
        /// Parses and checks a value; nil refuses it.
        package let normalise: @Sendable (PropertyValue) -> PropertyValue?
        /// What is accepted, for messages.
        package let expectation: String

        /// A property that can be set.
        ///
        /// - Parameters:
        ///   - key: Name and type.
        ///   - initial: The value before anybody sets one.
        ///   - expectation: What is accepted, where the type alone does not say it.
        ///   - accepts: Refuses values of the right type that make no sense.
        package init<Value: PropertyConvertible>(
            _ key: PropertyKey<Value>, _ initial: Value, _ mutability: PropertyMutability = .RW, expects expectation: String? = nil,
            _ accepts: @escaping @Sendable (Value) -> Bool = { _ in true }
        ) {
            self.name = key.name
            self.mutability = mutability
            self.initial = initial.propertyValue
            self.expectation = expectation ?? Value.propertyExpectation
            self.normalise = { Value(propertyValue: $0).flatMap { accepts($0) ? $0.propertyValue : nil } }
        }

        /// A property that the device computes when asked.
        package init<Value: PropertyConvertible>(computed key: PropertyKey<Value>) {
            self.name = key.name
            self.mutability = .RO
            self.initial = nil
            self.expectation = "nothing: the property is read-only"
            self.normalise = { _ in nil }
        }
    }

    /// The device's name, for messages.
    package let device: String
    /// All rows, in the order in which `supported_properties` lists them.
    package let rows: [Row]
    private let index: [String: Int]

    /// Creates a table; of rows with one name the last counts.
    package init(device: String, _ rows: [Row]) {
        self.device = device
        self.rows = rows
        self.index = Dictionary(rows.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// The row of that name.
    ///
    /// - Throws: ``RuntimeError`` of kind `unsupported` that suggests the nearest name.
    package func row(_ name: String) throws -> Row {
        guard let position = index[name] else { throw unsupported(name) }
        return rows[position]
    }

    /// The names with their mutability, for `supported_properties`.
    package var names: [PropertyName] {
        rows.map { PropertyName($0.name, $0.mutability) }
    }

    /// The names as they are on a compiled model, where nothing can be set any more.
    package var readOnlyNames: [PropertyName] {
        rows.filter { $0.mutability != .WO }.map { PropertyName($0.name, .RO) }
    }

    /// The value to keep for a property that a caller sets.
    package func checked(_ property: Property) throws -> PropertyValue {
        let row = try row(property.name)
        guard row.mutability != .RO else {
            throw RuntimeError(.unsupported, "Property \(property.name) of device \(device) is read-only and cannot be set")
        }
        guard let value = row.normalise(property.value) else {
            throw RuntimeError(
                .invalidArgument,
                "Wrong value \"\(property.value)\" for property \(property.name) of device \(device). Expected \(row.expectation)")
        }
        return value
    }

    /// The error for a name that the device does not have.
    package func unsupported(_ name: String) -> RuntimeError {
        .unsupportedProperty(name, device: device, known: rows.map(\.name))
    }
}

/// The current values of a table's properties.
package struct PropertySettings: Sendable {
    /// The properties that there are.
    package let table: PropertyTable
    private var values: [String: PropertyValue]

    /// The initial values.
    package init(_ table: PropertyTable) {
        self.table = table
        self.values = [:]
    }

    /// Sets all of the properties, or none when one of them is wrong. Later ones win.
    package mutating func set(_ properties: [Property]) throws {
        var changed = values
        for property in properties {
            changed[property.name] = try table.checked(property)
        }
        values = changed
    }

    /// The settings with properties changed, for a compiled model.
    package func setting(_ properties: [Property]) throws -> PropertySettings {
        var copy = self
        try copy.set(properties)
        return copy
    }

    /// Whether anybody set the property.
    package func isSet(_ name: String) -> Bool {
        values[name] != nil
    }

    /// The value of a property; nil where the device computes it.
    ///
    /// - Throws: ``RuntimeError`` of kind `unsupported` for an unknown name.
    package func value(_ name: String) throws -> PropertyValue? {
        let row = try table.row(name)
        return values[name] ?? row.initial
    }

    /// The typed value of a property that has an initial one.
    package subscript<Value: PropertyConvertible>(_ key: PropertyKey<Value>) -> Value {
        get throws {
            guard let value = try value(key.name) else {
                throw RuntimeError(.internalInconsistency, "Property \(key.name) of device \(table.device) has no stored value")
            }
            return try value.value()
        }
    }
}
