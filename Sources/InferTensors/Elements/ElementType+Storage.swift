extension ElementType {
    /// The bytes of `count` elements in one span: whole elements, or their bits rounded up to a byte; `nil` if the number does not fit.
    package func byteCount(_ count: Int) -> Int? {
        if !isSubByte { return product(count, size) }
        // Elements in eights so that counting bits cannot overflow.
        guard let whole = product(count / 8, bitwidth) else { return nil }
        let sum = whole.addingReportingOverflow((count % 8 * bitwidth + 7) / 8)
        return sum.overflow ? nil : sum.partialValue
    }

    /// The bytes that the memory behind `count` elements must have. More than ``byteCount(_:)`` for `u3` and `u6`, whose elements come in
    /// groups of three bytes; `nil` if the number does not fit.
    package func storageByteCount(_ count: Int) -> Int? {
        switch kind {
        case .u3: return product(count / 8 + (count % 8 == 0 ? 0 : 1), 3)
        case .u6: return product(count / 4 + (count % 4 == 0 ? 0 : 1), 3)
        default: return byteCount(count)
        }
    }

    private func product(_ first: Int, _ second: Int) -> Int? {
        let product = first.multipliedReportingOverflow(by: second)
        return product.overflow ? nil : product.partialValue
    }

    /// The byte strides of a packed tensor; empty for sub-byte types, whose elements have no addresses.
    ///
    /// As OpenVINO has it, an empty innermost axis has the stride 0, and so have all others then.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when a stride does not fit in an `Int`.
    package func packedStrides(_ shape: Shape) throws -> Strides {
        guard !isSubByte else { return Strides() }
        var strides = Strides(repeating: 0, count: shape.count)
        guard let innermost = shape.last else { return strides }
        var step = innermost == 0 ? 0 : size
        for axis in shape.indices.reversed() {
            strides[axis] = step
            guard axis > 0 else { break }
            guard let next = product(step, shape[axis]) else {
                throw RuntimeError(.invalidArgument, "Cannot allocate memory for type \(self) and shape \(shape): the sizes overflow.")
            }
            step = next
        }
        return strides
    }
}
