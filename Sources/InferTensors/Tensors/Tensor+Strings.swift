extension Tensor {
    /// Creates a tensor of strings.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when there are not as many strings as the shape has elements.
    public convenience init(_ strings: [String], shape: Shape) throws {
        try self.init(.string, shape)
        try set_strings(strings)
    }

    /// A copy of the strings in row-major order, whatever the strides.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the element type is not `string`.
    public func strings() throws -> [String] {
        let snapshot = try snapshotOfStrings()
        var strings: [String] = []
        strings.reserveCapacity(snapshot.elementCount)
        withExtendedLifetime(snapshot.memory) {
            snapshot.forEachRow { row, length, stride in
                for index in 0..<length { strings.append((row + index * stride).assumingMemoryBound(to: String.self).pointee) }
            }
        }
        return strings
    }

    /// Replaces the strings, given in row-major order, whatever the strides.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the element type is not `string`, or there are not as many strings as elements.
    public func set_strings(_ strings: [String]) throws {
        let snapshot = try snapshotOfStrings()
        try Self.check(strings.count, snapshot.shape)
        var next = strings.makeIterator()
        withExtendedLifetime(snapshot.memory) {
            snapshot.forEachRow { row, length, stride in
                for index in 0..<length {
                    guard let text = next.next() else { return }
                    (row + index * stride).assumingMemoryBound(to: String.self).pointee = text
                }
            }
        }
    }

    private func snapshotOfStrings() throws -> TensorSnapshot {
        guard element_type == .string else { throw RuntimeError(.mismatch, "The tensor's elements are \(element_type), not strings.") }
        return try snapshot
    }
}
