#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Tensor {
    /// The first element; of a region, its own first.
    ///
    /// Good while the tensor lives and keeps its memory. See ``withUnsafeMutableBytes(_:)`` for scoped access.
    public var data: UnsafeMutableRawPointer { lastingSnapshot.data }

    /// The first element as a Swift scalar; of a region, its own first. Neighbours are ``strides`` apart.
    ///
    /// The scalar may differ from the element type in all but width and being floating point: `Int8` for `u8`. Good while the tensor lives and
    /// keeps its memory.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the scalar cannot stand for the element type, or a caller's memory is not aligned for it.
    public func data<Scalar: TensorScalar>(_ type: Scalar.Type) throws -> UnsafeMutablePointer<Scalar> {
        let snapshot = try snapshot(as: type)
        guard Int(bitPattern: snapshot.data) % MemoryLayout<Scalar>.alignment == 0 else {
            throw RuntimeError(.mismatch, "The tensor's memory is not aligned for \(type); read it with scalars(as:).")
        }
        return snapshot.data.assumingMemoryBound(to: type)
    }

    private func snapshot<Scalar: TensorScalar>(as type: Scalar.Type) throws -> TensorSnapshot {
        guard type.represents(element_type) else {
            throw RuntimeError(.mismatch, "Tensor data with element type \(element_type) is not representable as \(type).")
        }
        return try snapshot
    }

    func continuousSnapshot() throws -> TensorSnapshot {
        let snapshot = try snapshot
        guard snapshot.isContinuous else {
            throw RuntimeError(
                .mismatch, "The elements of the tensor of shape \(snapshot.shape) and \(snapshot.strides) (bytes) are not in one span.")
        }
        return snapshot
    }

    /// Calls `body` with the bytes of the elements. Those of `u3` and `u6` come in whole groups of three bytes.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not in one span, of kind `unsupported` for strings.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        try withUnsafeMutableBytes { try body(UnsafeRawBufferPointer($0)) }
    }

    /// Calls `body` with the bytes of the elements, for writing. Those of `u3` and `u6` come in whole groups of three bytes.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not in one span, of kind `unsupported` for strings.
    public func withUnsafeMutableBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) throws -> Result {
        guard element_type != .string else {
            throw RuntimeError(.unsupported, "Strings have no bytes to read or write; use strings() and set_strings().")
        }
        let snapshot = try continuousSnapshot()
        return try withExtendedLifetime(snapshot.memory) {
            try body(UnsafeMutableRawBufferPointer(start: snapshot.data, count: snapshot.spannedByteCount))
        }
    }

    /// A copy of the elements in row-major order, whatever the strides.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not such scalars (see ``data(_:)``).
    public func scalars<Scalar: TensorScalar>(as type: Scalar.Type) throws -> [Scalar] {
        let snapshot = try snapshot(as: type)
        return withExtendedLifetime(snapshot.memory) {
            [Scalar](unsafeUninitializedCapacity: snapshot.elementCount) { buffer, count in
                guard var next = buffer.baseAddress else { return }
                snapshot.forEachRow { row, length, stride in
                    for index in 0..<length {
                        (next + index).initialize(to: Scalar.loadElement(row + index * stride))
                    }
                    next += length
                }
                count = snapshot.elementCount
            }
        }
    }

    /// Creates a tensor with a copy of an array.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the array has not as many scalars as the shape has elements.
    public convenience init<Scalar: TensorScalar>(_ scalars: [Scalar], shape: Shape) throws {
        try self.init(Scalar.element_type, shape)
        try Self.check(scalars.count, shape)
        try withUnsafeMutableBytes { bytes in
            scalars.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
    }

    static func check(_ count: Int, _ shape: Shape) throws {
        guard try shape.elementCount() == count else {
            throw RuntimeError(.mismatch, "\(count) values do not fill the shape \(shape) of \(shape_size(shape)) elements.")
        }
    }
}
