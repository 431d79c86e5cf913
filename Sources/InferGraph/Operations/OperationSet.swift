import InferTensors

/// The operations that files and builders may name. Each family adds its entries here, in one line.
package enum OperationSet {
    /// One version of an operation: its name and how to make it with its attributes at their defaults.
    package struct Entry: Sendable {
        package let key: OperationKey
        package let make: @Sendable () -> any Operation

        package init(_ make: @escaping @Sendable () -> any Operation) {
            key = make().key
            self.make = make
        }
    }

    /// The families, each a list of entries.
    package static let families: [[Entry]] = [
        structural,
        elementwise,
        convolution,
        pooling,
        activation,
        products,
        reduction,
        normalization,
        shaping,
        selection,
        generation,
        resampling,
        recurrent,
        rearranging,
        ordering,
        suppression,
        detection,
        quantization,
        signal,
        sequences,
        embedding,
        color,
        strings,
        controlFlow,
        state,
    ]

    /// All entries by name.
    package static let entries: [OperationKey: Entry] = {
        var table: [OperationKey: Entry] = [:]
        for entry in families.joined() { table[entry.key] = entry }
        return table
    }()

    /// The newest operation set; a builder that names none gets the newest version of each operation.
    package static let newest = 17

    /// The names that files use for operations called otherwise in the specification.
    private static let aliases = ["Const": "Constant", "ReLU": "Relu", "PReLU": "PRelu", "SoftMax": "Softmax"]

    /// The operation of a type and version as a file spells them; nil when there is none.
    package static func make(_ type: String, _ version: String) -> (any Operation)? {
        entries[OperationKey(aliases[type] ?? type, version)]?.make()
    }

    /// The newest version of an operation up to an operation set.
    package static func make(_ type: String, upTo opset: Int = newest) -> (any Operation)? {
        for number in stride(from: min(opset, newest), through: 1, by: -1) {
            if let operation = make(type, "opset\(number)") { return operation }
        }
        return nil
    }

    /// The versions in which an operation type exists, oldest first.
    package static func versions(of type: String) -> [String] {
        (1...newest).map { "opset\($0)" }.filter { entries[OperationKey(aliases[type] ?? type, $0)] != nil }
    }
}
