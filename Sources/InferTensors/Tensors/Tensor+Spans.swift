#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Tensor {
    /// Calls `body` with the elements.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not in one span or not such scalars (see ``data(_:)``).
    public func withSpan<Scalar: TensorScalar, Result>(of type: Scalar.Type, _ body: (Span<Scalar>) throws -> Result) throws -> Result {
        let elements = try elements(of: type)
        return try withExtendedLifetime(elements.memory) { try body(elements.buffer.span) }
    }

    /// Calls `body` with the elements, for writing.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not in one span or not such scalars (see ``data(_:)``).
    public func withMutableSpan<Scalar: TensorScalar, Result>(
        of type: Scalar.Type, _ body: (inout MutableSpan<Scalar>) throws -> Result
    ) throws -> Result {
        let elements = try elements(of: type)
        return try withExtendedLifetime(elements.memory) {
            var span = elements.buffer.mutableSpan
            return try body(&span)
        }
    }

    private func elements<Scalar: TensorScalar>(
        of type: Scalar.Type
    ) throws -> (buffer: UnsafeMutableBufferPointer<Scalar>, memory: TensorMemory) {
        let pointer = try data(type)
        let snapshot = try continuousSnapshot()
        guard UnsafeMutableRawPointer(pointer) == snapshot.data else {
            throw RuntimeError(.mismatch, "The tensor moved while it was read.")
        }
        return (UnsafeMutableBufferPointer(start: pointer, count: snapshot.elementCount), snapshot.memory)
    }

    /// Calls `body` with the bytes of the elements. Those of `u3` and `u6` come in whole groups of three bytes.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not in one span, of kind `unsupported` for strings.
    public func withRawSpan<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try withUnsafeBytes { try body($0.bytes) }
    }

    /// Calls `body` with the bytes of the elements, for writing. Those of `u3` and `u6` come in whole groups of three bytes.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the elements are not in one span, of kind `unsupported` for strings.
    public func withMutableRawSpan<Result>(_ body: (inout MutableRawSpan) throws -> Result) throws -> Result {
        try withUnsafeMutableBytes { buffer in
            var span = buffer.mutableBytes
            return try body(&span)
        }
    }

    /// Creates a tensor with a copy of bytes: packed elements in row-major order.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when there are not as many bytes as the elements take, of kind `unsupported` for strings.
    public convenience init(_ element_type: ElementType, _ shape: Shape, bytes: Data) throws {
        try self.init(element_type, shape)
        try withUnsafeMutableBytes { buffer in
            guard buffer.count == bytes.count else {
                throw RuntimeError(
                    .mismatch, "\(bytes.count) bytes do not fill shape \(shape) of type \(element_type), which takes \(buffer.count)")
            }
            bytes.withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
    }

    /// A copy of the elements' bytes: packed elements in row-major order, whatever the strides.
    ///
    /// - Throws: ``RuntimeError`` of kind `unsupported` for strings.
    public var bytes: Data {
        get throws {
            if is_continuous { return try withUnsafeBytes { Data($0) } }
            let packed = try Tensor(element_type, snapshot.shape)
            try copy_to(packed)
            return try packed.withUnsafeBytes { Data($0) }
        }
    }
}
