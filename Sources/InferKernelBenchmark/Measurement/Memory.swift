/// Floats for a case, filled with numbers of usual size.
final class Memory {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int

    init(_ count: Int) {
        self.count = count
        pointer = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 4096).bindMemory(to: Float.self, capacity: count)
        var state: UInt32 = 12345
        for index in 0..<count {
            state = state &* 1_664_525 &+ 1_013_904_223
            pointer[index] = Float(Int32(bitPattern: state)) * 0x1p-31
        }
    }

    deinit { pointer.deallocate() }
}
