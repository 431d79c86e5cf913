extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    /// The type and shape: `Tensor f32[1,3]`.
    public var description: String { "Tensor \(element_type)\(shape)" }

    /// The type, shape and strides in bytes, and the first elements: `Tensor f32[2,2] Strides{8, 4}: 1.0, 2.0, 3.0, 4.0`.
    public var debugDescription: String {
        guard let snapshot = try? snapshot else { return "\(description), which no longer fits its owner" }
        let head = "Tensor \(element_type)\(snapshot.shape)" + (element_type.isSubByte ? "" : " \(snapshot.strides)")
        guard let text = Self.texts[element_type] else { return head }
        var elements: [String] = []
        withExtendedLifetime(snapshot.memory) {
            snapshot.forEachRow { row, length, stride in
                for index in 0..<min(length, max(Self.shownElements - elements.count, 0)) { elements.append(text(row + index * stride)) }
            }
        }
        if snapshot.elementCount > elements.count { elements.append("…") }
        return elements.isEmpty ? head : "\(head): \(elements.joined(separator: ", "))"
    }

    private static let shownElements = 16

    /// How an element is read for people; types without an entry are not shown.
    private static let texts: [ElementType: @Sendable (UnsafeRawPointer) -> String] = [
        .f64: { "\(Double.loadElement($0))" }, .f32: { "\(Float.loadElement($0))" },
        .f16: { "\(ElementConversion.float(f16: .loadElement($0)))" }, .bf16: { "\(BFloat16.loadElement($0))" },
        .i64: { "\(Int64.loadElement($0))" }, .i32: { "\(Int32.loadElement($0))" }, .i16: { "\(Int16.loadElement($0))" },
        .i8: { "\(Int8.loadElement($0))" }, .u64: { "\(UInt64.loadElement($0))" }, .u32: { "\(UInt32.loadElement($0))" },
        .u16: { "\(UInt16.loadElement($0))" }, .u8: { "\(UInt8.loadElement($0))" }, .boolean: { "\(Bool.loadElement($0))" },
        .string: { $0.assumingMemoryBound(to: String.self).pointee.debugDescription },
    ]
}
