import InferTensors

/// The strings in a tensor's memory, which keeps them further apart than Swift's arrays would.
struct StringElements {
    private let base: UnsafeMutableRawPointer

    init(_ base: UnsafeMutableRawPointer) { self.base = base }

    init(reading base: UnsafeRawPointer) { self.base = UnsafeMutableRawPointer(mutating: base) }

    subscript(place: Int) -> String {
        get { element(place).pointee }
        nonmutating set { element(place).pointee = newValue }
    }

    private func element(_ place: Int) -> UnsafeMutablePointer<String> {
        (base + place * TensorMemory.stringStride).assumingMemoryBound(to: String.self)
    }
}
