import InferTensors

/// Memory of a test's own to lay tensors over: zeros, or empty strings 32 bytes apart.
final class TestMemory {
    let pointer: UnsafeMutableRawPointer
    private let strings: Int

    init(_ element_type: ElementType, elements: Int) {
        let byteCount = max(elements * element_type.size, 1)
        pointer = .allocate(byteCount: byteCount, alignment: 64)
        pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        strings = element_type == .string ? elements : 0
        for index in 0..<strings { (pointer + index * 32).initializeMemory(as: String.self, to: "") }
    }

    deinit {
        for index in 0..<strings { (pointer + index * 32).assumingMemoryBound(to: String.self).deinitialize(count: 1) }
        pointer.deallocate()
    }
}

/// Byte strides given in elements.
func byteStrides(_ elements: [Int], _ element_type: ElementType) -> Strides { Strides(elements.map { $0 * element_type.size }) }
