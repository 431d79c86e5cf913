import InferDevices
import InferTensors

/// The devices below a device, as `MULTI_DEVICE_PRIORITIES` and names such as `AUTO:GPU,-CPU` and `BATCH:CPU(4)` list them.
struct DeviceList: Sendable {
    struct Item: Sendable {
        /// The device's name.
        let name: String
        /// The number in parentheses: of requests, or the batch size.
        let count: Int?
    }

    /// The devices to use, the most wanted first.
    let wanted: [Item]
    /// The names of the devices to leave out.
    let excluded: Set<String>

    /// Reads the last list among the properties; without one it is empty.
    init(_ properties: [Property]) throws {
        let names: [String] = try properties.last { $0.name == Property.device.priorities.name }?.value.value() ?? []
        excluded = Set(names.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
        wanted = try names.filter { !$0.hasPrefix("-") }.map { try Self.item($0) }
    }

    private static func item(_ text: String) throws -> Item {
        guard let open = text.firstIndex(of: "(") else { return Item(name: text, count: nil) }
        let digits = text[text.index(after: open)...].dropLast()
        guard text.last == ")", let count = Int(digits), count > 0 else {
            throw RuntimeError(.invalidArgument, "\"\(text)\" is not a device with a number, such as CPU(4)")
        }
        return Item(name: String(text[..<open]), count: count)
    }
}
