import InferTensors

/// The bytes that a model's constants lie in: a mapped `.bin` file, or memory that a user holds in a tensor.
///
/// Constants share these bytes and keep them alive. Only small constants that lie at addresses which their element type cannot be read at
/// are copied. It belongs to one reading of one model.
final class IRWeights {
    /// What errors call the bytes.
    private let name: String
    /// Why there are no bytes, if there are none.
    private let absence: String?
    private let owner: (any AnyObject & Sendable)?
    private let base: UnsafeMutableRawPointer?
    private let count: Int

    /// Weights of this size are not copied, wherever they lie: kernels read them at any address, and users by `scalars(as:)`.
    private static let largeByteCount = 1 << 18

    /// What makes two constants one: a position and how it is read.
    private struct Key: Hashable {
        var offset: Int
        var elementType: ElementType
        var shape: Shape
    }

    private var tensors: [Key: Tensor] = [:]
    /// How many bytes may yet be copied. A file whose constants do not overlap needs no more than its own size; what overlaps a
    /// hundredfold must not fill the memory.
    private var copyBudget: Int

    private init(name: String, absence: String?, owner: (any AnyObject & Sendable)?, base: UnsafeMutableRawPointer?, count: Int) {
        self.name = name
        self.absence = absence
        self.owner = owner
        self.base = base
        self.count = count
        copyBudget = count.multipliedReportingOverflow(by: 4).overflow ? count : count * 4
    }

    /// The bytes of a file.
    convenience init(_ file: MappedFile) {
        self.init(name: file.path, absence: nil, owner: file, base: file.baseAddress, count: file.count)
    }

    /// The bytes of a tensor.
    convenience init(_ tensor: Tensor) throws {
        let snapshot = try tensor.snapshot
        guard snapshot.isContinuous, !snapshot.element_type.isSubByte, snapshot.element_type != .string else {
            throw RuntimeError(
                .invalidArgument, "the tensor of weights must be contiguous and of whole bytes; it is of type \(snapshot.element_type)")
        }
        self.init(name: "the tensor of weights", absence: nil, owner: snapshot.memory, base: snapshot.data, count: snapshot.byteSize)
    }

    /// No bytes: good for models whose constants have no elements.
    convenience init(missing reason: String) {
        self.init(name: reason, absence: reason, owner: nil, base: nil, count: 0)
    }

    /// The tensor of a constant's layer.
    ///
    /// - Throws: `RuntimeError` when an attribute is missing or wrong, or the bytes do not suffice.
    func tensor(for layer: IRLayer) throws -> Tensor {
        let elementType = try elementType(of: layer)
        let shape = try shape(of: layer)
        let offset = try integer("offset", of: layer)
        let size = try integer("size", of: layer)
        let elements = try elementCount(shape, of: layer)
        if elements == 0 { return try Tensor(elementType, shape) }

        let key = Key(offset: offset, elementType: elementType, shape: shape)
        if let tensor = tensors[key] { return tensor }
        if let absence { throw failure(layer, "needs \(size) bytes of weights; \(absence)", .notFound) }
        let (end, isOverflow) = offset.addingReportingOverflow(size)
        guard !isOverflow, end <= count else {
            throw failure(layer, "its bytes \(offset)..<\(isOverflow ? "…" : "\(end)") lie outside \(name), which has \(count)")
        }
        let tensor =
            elementType == .string
            ? try strings(shape, elements, offset: offset, size: size, layer)
            : try numbers(elementType, shape, elements, offset: offset, size: size, layer)
        tensors[key] = tensor
        return tensor
    }

    private func numbers(_ elementType: ElementType, _ shape: Shape, _ elements: Int, offset: Int, size: Int, _ layer: IRLayer) throws
        -> Tensor
    {
        guard let byteCount = elementType.byteCount(elements), let storageByteCount = elementType.storageByteCount(elements) else {
            throw failure(layer, "shape \(shape) of \(elementType) takes more bytes than can be addressed")
        }
        guard byteCount <= size else { throw failure(layer, "has \(size) bytes; shape \(shape) of \(elementType) takes \(byteCount)") }
        guard let base, let owner else { throw failure(layer, "needs \(size) bytes of weights; there are none", .notFound) }
        let start = base + offset
        let alignment = elementType.isSubByte ? 1 : elementType.size
        // The memory of u3 and u6 is in whole groups, also where a file ends inside the last one.
        let isReadable = Int(bitPattern: start) % alignment == 0 || byteCount >= Self.largeByteCount
        if isReadable, storageByteCount <= count - offset {
            return try Tensor(elementType, shape, owner: owner, start)
        }
        guard byteCount <= copyBudget else {
            throw failure(layer, "its bytes \(offset)..<\(offset + size) overlap those of too many other constants")
        }
        copyBudget -= byteCount
        let tensor = try Tensor(elementType, shape)
        try tensor.snapshot.data.copyMemory(from: start, byteCount: byteCount)
        return tensor
    }

    /// Reads text as OpenVINO packs it: the number of elements, where each begins and the last ends, and the bytes of all.
    private func strings(_ shape: Shape, _ elements: Int, offset: Int, size: Int, _ layer: IRLayer) throws -> Tensor {
        let bytes = UnsafeRawBufferPointer(start: base.map { $0 + offset }, count: size)
        let (headerCount, isOverflow) = elements.addingReportingOverflow(2)
        guard !isOverflow, headerCount <= size / 4 else { throw failure(layer, "has \(size) bytes, too few for \(elements) strings") }
        func header(_ index: Int) -> Int { Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: Int32.self))) }
        guard header(0) == elements else { throw failure(layer, "holds \(header(0)) strings; its shape \(shape) has \(elements) elements") }
        var strings: [String] = []
        strings.reserveCapacity(elements)
        var begin = header(1)
        guard begin >= 0 else { throw failure(layer, "its first string begins at \(begin)") }
        for index in 0..<elements {
            let end = header(index + 2)
            guard end >= begin, end <= size - headerCount * 4 else {
                throw failure(layer, "string \(index) lies at \(begin)..<\(end), outside its \(size - headerCount * 4) bytes of text")
            }
            strings.append(String(decoding: bytes[(headerCount * 4 + begin)..<(headerCount * 4 + end)], as: UTF8.self))
            begin = end
        }
        return try Tensor(strings, shape: shape)
    }
}

// MARK: - Attributes

extension IRWeights {
    private func failure(_ layer: IRLayer, _ cause: String, _ kind: RuntimeError.Kind = .malformed) -> RuntimeError {
        RuntimeError(kind, "\(layer.label): \(cause)")
    }

    private func text(_ name: String, of layer: IRLayer) throws -> String {
        guard let text = layer.attribute(name) else { throw failure(layer, "attribute '\(name)' is missing") }
        return text
    }

    private func integer(_ name: String, of layer: IRLayer) throws -> Int {
        let text = try text(name, of: layer)
        guard let integer = Int(text), integer >= 0 else {
            throw failure(layer, "attribute '\(name)' is '\(text.prefix(80))'; a number of bytes is expected")
        }
        return integer
    }

    private func elementType(of layer: IRLayer) throws -> ElementType {
        let text = try text("element_type", of: layer)
        guard let type = ElementType(name: text), type != .dynamic else {
            throw failure(layer, "attribute 'element_type' is '\(text.prefix(80))'; the type of its elements is expected")
        }
        return type
    }

    private func shape(of layer: IRLayer) throws -> Shape {
        let text = try text("shape", of: layer)
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        if fields.count == 1, fields[0].allSatisfy({ $0 == " " }) { return Shape([]) }
        return Shape(
            try fields.map { field in
                guard let length = Int(String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())), length >= 0 else {
                    throw failure(layer, "attribute 'shape' is '\(text.prefix(80))'; lengths are expected")
                }
                return length
            })
    }

    /// The product of the lengths. Also where one of them is zero the others must not be absurd: strides are computed from them.
    private func elementCount(_ shape: Shape, of layer: IRLayer) throws -> Int {
        var product = 1
        for length in shape where length > 0 {
            let (next, isOverflow) = product.multipliedReportingOverflow(by: length)
            guard !isOverflow, next <= Int.max / 64 else { throw failure(layer, "shape \(shape) has more elements than can be addressed") }
            product = next
        }
        return shape.contains(0) ? 0 : product
    }
}
