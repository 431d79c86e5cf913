import InferTensors

/// The constants of a model on their way to a file: each lies at a multiple of 64 bytes, so that a mapped file can be read in place.
final class IRConstantList {
    private struct Entry {
        let snapshot: TensorSnapshot
        /// What is written in the place of the memory: text is packed, strides are taken out.
        let bytes: [UInt8]?
        let offset: Int
        let size: Int
    }

    private struct Key: Hashable {
        let address: UnsafeMutableRawPointer
        let elementType: ElementType
        let shape: Shape
    }

    private var entries: [Entry] = []
    private var places: [Key: (offset: Int, size: Int)] = [:]
    private(set) var byteCount = 0

    /// The place of a constant; constants that share memory share it.
    func add(_ tensor: Tensor) throws -> (offset: Int, size: Int) {
        let snapshot = try tensor.snapshot
        let key = Key(address: snapshot.data, elementType: snapshot.element_type, shape: snapshot.shape)
        if snapshot.elementCount > 0, snapshot.isContinuous, let place = places[key] { return place }
        var bytes: [UInt8]?
        if snapshot.element_type == .string {
            bytes = Self.packed(try tensor.strings())
        } else if !snapshot.isContinuous {
            let copy = try Tensor(snapshot.element_type, snapshot.shape)
            try tensor.copy_to(copy)
            bytes = try copy.withUnsafeBytes { Array($0) }
        }
        let offset = (byteCount + 63) / 64 * 64
        let size = bytes?.count ?? snapshot.element_type.storageByteCount(snapshot.elementCount) ?? snapshot.byteSize
        entries.append(Entry(snapshot: snapshot, bytes: bytes, offset: offset, size: size))
        byteCount = offset + size
        if snapshot.isContinuous { places[key] = (offset, size) }
        return (offset, size)
    }

    /// Text as OpenVINO packs it: the number of elements, where each begins and the last ends, and the bytes of all.
    private static func packed(_ strings: [String]) -> [UInt8] {
        var header = [Int32(clamping: strings.count), 0]
        var text: [UInt8] = []
        for string in strings {
            text += string.utf8
            header.append(Int32(clamping: text.count))
        }
        return header.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } } + text
    }

    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var end = 0
        for entry in entries {
            if entry.offset > end {
                try [UInt8](repeating: 0, count: entry.offset - end).withUnsafeBytes { try body($0) }
            }
            if let bytes = entry.bytes {
                try bytes.withUnsafeBytes { try body($0) }
            } else {
                try withExtendedLifetime(entry.snapshot.memory) {
                    try body(UnsafeRawBufferPointer(start: entry.snapshot.data, count: entry.size))
                }
            }
            end = entry.offset + entry.size
        }
    }
}
