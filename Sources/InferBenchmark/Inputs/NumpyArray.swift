#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An array from a file in NumPy's format (.npy, versions 1 to 3): little-endian elements in row-major order.
struct NumpyArray: Equatable {
    /// The element type by OpenVINO's name: "f32", "i64", "boolean" …
    let elementType: String
    let shape: [Int]
    /// The elements.
    let bytes: Data

    /// - Throws: ``InputError`` that names the file.
    init(contentsOf path: String) throws {
        let file: Data
        do {
            file = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw InputError("\(path): \(error.reason)")
        }
        try self.init(file, name: path)
    }

    /// - Parameter name: Names the file in errors.
    /// - Throws: ``InputError``.
    init(_ file: Data, name: String) throws {
        func malformed(_ reason: String) -> InputError { InputError("\(name) is not a NumPy file that can be read: \(reason)") }

        let bytes = [UInt8](file.prefix(12))
        guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 8 else {
            throw malformed("it does not begin with \\x93NUMPY")
        }
        let lengthSize: Int
        switch bytes[6] {
        case 1: lengthSize = 2
        case 2, 3: lengthSize = 4
        default: throw malformed("its version \(bytes[6]).\(bytes[7]) is unknown")
        }
        guard bytes.count >= 8 + lengthSize else { throw malformed("it ends within its header") }
        let length = bytes[8..<8 + lengthSize].reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = 8 + lengthSize
        guard file.count - start >= length else { throw malformed("it ends within its header") }
        let header: NumpyHeader
        do {
            header = try NumpyHeader(String(decoding: file.dropFirst(start).prefix(length), as: UTF8.self))
        } catch let error as NumpyHeader.ParseError {
            throw malformed(error.reason)
        }
        guard let type = Self.elementTypes[header.description] else {
            throw malformed("its element type '\(header.description)' is not a little-endian number or boolean")
        }
        guard !header.isColumnMajor || header.shape.filter({ $0 != 1 }).count <= 1 else {
            throw malformed("its elements are in column-major order")
        }
        var size = type.size
        for extent in header.shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw malformed("its shape \(header.shape) is too large") }
            size = product
        }
        let elements = file.dropFirst(start + length)
        guard elements.count >= size else {
            throw malformed("it holds \(elements.count) bytes of elements, its shape \(header.shape) needs \(size)")
        }
        self.elementType = type.name
        self.shape = header.shape
        self.bytes = elements.prefix(size)
    }

    private static let elementTypes: [String: (name: String, size: Int)] = {
        var types: [String: (name: String, size: Int)] = ["|b1": ("boolean", 1)]
        for (kind, name, sizes) in [("f", "f", [2, 4, 8]), ("i", "i", [1, 2, 4, 8]), ("u", "u", [1, 2, 4, 8])] {
            for size in sizes {
                let orders = size == 1 ? ["|", "<"] : ["<"]
                for order in orders { types["\(order)\(kind)\(size)"] = ("\(name)\(size * 8)", size) }
            }
        }
        return types
    }()
}
