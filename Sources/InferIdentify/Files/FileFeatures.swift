/// What the network sees of a file: the bytes near its beginning and its end, as one row of integers.
///
/// The row is `beginningSize` bytes from where the first block stops being white space, then `endSize` bytes up to where the last block
/// ends but for white space. What a short file lacks is filled with the padding token: after the beginning, before the end.
enum FileFeatures: Equatable {
    /// A row for the network.
    case row([Int32])
    /// Too little is there for the network; the file's label follows from the few bytes.
    case few(label: String)

    /// - Parameters:
    ///   - first: The first `blockSize` bytes, or the whole of a smaller file.
    ///   - last: The last `blockSize` bytes, or the whole of a smaller file.
    init(first: [UInt8], last: [UInt8], _ configuration: ModelConfiguration) {
        guard !first.isEmpty else {
            self = .few(label: "empty")
            return
        }
        let beginning = first.drop(while: Self.isWhiteSpace).prefix(configuration.beginningSize)
        guard beginning.count >= configuration.minimumSize else {
            self = .few(label: String(validating: first, as: UTF8.self) == nil ? "unknown" : "txt")
            return
        }
        let endIndex = last.lastIndex { !Self.isWhiteSpace($0) }.map { $0 + 1 } ?? 0
        let end = last[..<endIndex].suffix(configuration.endSize)

        var row: [Int32] = []
        row.reserveCapacity(configuration.beginningSize + configuration.endSize)
        row.append(contentsOf: beginning.lazy.map(Int32.init))
        let padding = configuration.beginningSize - beginning.count + configuration.endSize - end.count
        row.append(contentsOf: repeatElement(configuration.paddingToken, count: padding))
        row.append(contentsOf: end.lazy.map(Int32.init))
        self = .row(row)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0d).contains(byte)
    }
}
