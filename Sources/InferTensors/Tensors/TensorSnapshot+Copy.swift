extension TensorSnapshot {
    /// Calls `body` with the first element, length and stride in bytes of each row, in row-major order; not for sub-byte types.
    func forEachRow(_ body: (_ first: UnsafeMutableRawPointer, _ length: Int, _ stride: Int) -> Void) {
        StridedRows.forEach(shape, strides, strides) { offset, _, length, stride, _ in body(data + offset, length, stride) }
    }

    /// Copies the elements to a tensor of the same type and shape; the strides of both may be any. Allocates nothing but what strings take.
    ///
    /// Where the two overlap without being the same, what is read after it was written is not defined.
    package func copyElements(to destination: TensorSnapshot) {
        guard elementCount > 0 else { return }
        if element_type != .string, isContinuous, destination.isContinuous {
            destination.data.copyMemory(from: data, byteCount: spannedByteCount)
            return
        }
        let size = element_type.size
        let (source, target) = (data, destination.data)
        StridedRows.forEach(shape, strides, destination.strides) { sourceOffset, targetOffset, length, sourceStride, targetStride in
            let from = source + sourceOffset
            let to = target + targetOffset
            switch size {
            case _ where element_type == .string: Self.copyRow(from, to, length, sourceStride, targetStride, as: String.self)
            case _ where sourceStride == size && targetStride == size: to.copyMemory(from: from, byteCount: length * size)
            case 1: Self.copyRow(from, to, length, sourceStride, targetStride, as: UInt8.self)
            case 2: Self.copyRow(from, to, length, sourceStride, targetStride, as: UInt16.self)
            case 4: Self.copyRow(from, to, length, sourceStride, targetStride, as: UInt32.self)
            default: Self.copyRow(from, to, length, sourceStride, targetStride, as: UInt64.self)
            }
        }
    }

    private static func copyRow<Bits: BitwiseCopyable>(
        _ source: UnsafeMutableRawPointer, _ target: UnsafeMutableRawPointer, _ length: Int, _ sourceStride: Int, _ targetStride: Int,
        as type: Bits.Type
    ) {
        for index in 0..<length {
            (target + index * targetStride).storeBytes(of: (source + index * sourceStride).loadUnaligned(as: type), as: type)
        }
    }

    private static func copyRow(
        _ source: UnsafeMutableRawPointer, _ target: UnsafeMutableRawPointer, _ length: Int, _ sourceStride: Int, _ targetStride: Int,
        as type: String.Type
    ) {
        for index in 0..<length {
            (target + index * targetStride).assumingMemoryBound(to: type).pointee =
                (source + index * sourceStride).assumingMemoryBound(to: type).pointee
        }
    }
}
