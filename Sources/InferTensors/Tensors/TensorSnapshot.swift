/// One consistent look at a tensor: what it is and where its elements are at a moment.
///
/// The memory lives as long as the snapshot, even if the tensor moves elsewhere meanwhile. It is an object so that a run, which looks at each of its
/// tensors several times, counts one reference at each look, not one for each member.
///
/// `@unchecked Sendable`: the members are constants; the bytes behind ``data`` belong to whoever orders the accesses.
package final class TensorSnapshot: @unchecked Sendable {
    package let element_type: ElementType
    package let shape: Shape
    /// The steps along each axis, in bytes; empty for sub-byte types.
    package let strides: Strides
    /// The first element.
    package let data: UnsafeMutableRawPointer
    /// The number of elements.
    package let elementCount: Int
    /// The bytes of the elements alone, without what strides leave between them.
    package let byteSize: Int
    /// Whether the elements lie in one span in row-major order.
    package let isContinuous: Bool
    /// What keeps the memory alive.
    package let memory: TensorMemory

    /// The shape, type and memory must fit: the caller has checked that the elements lie within the memory.
    package init(
        _ element_type: ElementType, _ shape: Shape, _ strides: Strides, _ data: UnsafeMutableRawPointer, _ memory: TensorMemory
    ) throws {
        let count = try shape.elementCount()
        guard let byteSize = element_type.byteCount(count), element_type.storageByteCount(count) != nil else {
            throw RuntimeError(.invalidArgument, "Cannot allocate memory for type \(element_type) and shape \(shape): the sizes overflow.")
        }
        self.element_type = element_type
        self.shape = shape
        self.strides = strides
        self.data = data
        self.memory = memory
        self.byteSize = byteSize
        elementCount = count
        isContinuous = element_type.isSubByte || count == 0 || Self.isPacked(shape, strides, element_type.size)
    }

    /// Whether the strides of all axes longer than 1 are those of a packed tensor.
    private static func isPacked(_ shape: Shape, _ strides: Strides, _ size: Int) -> Bool {
        var step = size
        for axis in shape.indices.reversed() where shape[axis] != 1 {
            if strides[axis] != step { return false }
            step *= shape[axis]
        }
        return true
    }

    /// The bytes from the first element's first to the last element's last, with all that strides leave between; 0 without elements.
    package var spannedByteCount: Int {
        guard elementCount > 0 else { return 0 }
        if isContinuous { return element_type.storageByteCount(elementCount) ?? byteSize }
        return zip(shape, strides).reduce(element_type.size) { $0 + ($1.0 - 1) * $1.1 }
    }

    /// Whether a write to the one may change the other.
    package func overlaps(_ other: TensorSnapshot) -> Bool {
        data < other.data + other.spannedByteCount && other.data < data + spannedByteCount
    }
}

extension TensorSnapshot {
    /// The string at a distance in bytes from the first element, of a tensor of strings.
    package func string(atByteOffset offset: Int) -> String {
        (data + offset).assumingMemoryBound(to: String.self).pointee
    }

    /// Replaces the string at a distance in bytes from the first element, of a tensor of strings.
    package func setString(_ text: String, atByteOffset offset: Int) {
        (data + offset).assumingMemoryBound(to: String.self).pointee = text
    }
}
