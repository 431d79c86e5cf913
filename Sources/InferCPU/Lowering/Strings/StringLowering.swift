import InferGraph
import InferTensors

extension LoweringTable {
    /// Strings and their bytes. Strings are only at the inputs and outputs of a program: its own memory holds bytes.
    static let strings: [Entry] = [
        Entry { (_: StringTensorPack, context) in
            context.emit(DynamicKernel("string_tensor_pack") { context in try packStrings(context) }, try context.inputs())
        },
        Entry { (_: StringTensorUnpack, context) in
            context.emit(DynamicKernel("string_tensor_unpack") { context in try unpackStrings(context) }, [try context.input(0)])
        },
    ]

    private static func packStrings(_ context: DynamicContext) throws {
        let begins = try context.integers(0)
        let ends = try context.integers(1)
        let bytes = UnsafeBufferPointer(start: context.input(2, as: UInt8.self), count: try context.count(2))
        let texts = try zip(begins, ends).map { begin, end -> String in
            guard begin >= 0, begin <= end, end <= bytes.count else {
                throw context.invalid("a string is at \(begin) to \(end) of \(bytes.count) bytes")
            }
            return String(decoding: bytes[begin..<end], as: UTF8.self)
        }
        let target = StringElements(try context.output(0, .string, try context.shape(0)))
        for (place, text) in texts.enumerated() { target[place] = text }
    }

    private static func unpackStrings(_ context: DynamicContext) throws {
        let shape = try context.shape(0)
        let source = StringElements(reading: context.input(0, as: String.self))
        let begins = try context.output(0, .i32, shape).assumingMemoryBound(to: Int32.self)
        let ends = try context.output(1, .i32, shape).assumingMemoryBound(to: Int32.self)
        var bytes: [UInt8] = []
        for place in 0..<shape_size(shape) {
            begins[place] = Int32(clamping: bytes.count)
            bytes += source[place].utf8
            ends[place] = Int32(clamping: bytes.count)
        }
        let target = try context.output(2, .u8, [bytes.count]).assumingMemoryBound(to: UInt8.self)
        bytes.withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { target.update(from: base, count: bytes.count) }
        }
    }
}
