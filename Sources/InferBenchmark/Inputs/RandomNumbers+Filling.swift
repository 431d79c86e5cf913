extension RandomNumbers {
    /// Fills memory with elements of a type: numbers from 0 to 255 as far as the type holds them, as OpenVINO's benchmark_app does;
    /// anything for types of less than a byte.
    ///
    /// - Parameter elementType: OpenVINO's name of the type.
    /// - Returns: Whether elements of the type can be made.
    mutating func fill(_ bytes: UnsafeMutableRawBufferPointer, elementType: String) -> Bool {
        switch elementType {
        case "boolean": fill(bytes) { UInt8($0 & 1) }
        case "i8": fill(bytes) { UInt8($0 & 0x7F) }
        case "u8": fill(bytes) { UInt8($0 & 0xFF) }
        case "i16", "u16": fill(bytes) { UInt16($0 & 0xFF) }
        case "i32", "u32": fill(bytes) { UInt32($0 & 0xFF) }
        case "i64", "u64": fill(bytes) { $0 & 0xFF }
        case "f64": fill(bytes) { Double($0 >> 11) / 0x1p53 * 255 }
        case "f32": fill(bytes, Self.float)
        case "f16": fill(bytes) { Self.halfBits(Self.float($0)) }
        case "bf16": fill(bytes) { UInt16(truncatingIfNeeded: Self.float($0).bitPattern >> 16) }
        // Small exponents only: no infinity and no not-a-number.
        case "f8e4m3", "f8e5m2", "f8e8m0": fill(bytes) { UInt8($0 & 0x3F) }
        case "u1", "u2", "u3", "u4", "u6", "i4", "nf4", "f4e2m1": fill(bytes) { UInt8($0 & 0xFF) }
        default: return false
        }
        return true
    }

    private mutating func fill<Element: BitwiseCopyable>(_ bytes: UnsafeMutableRawBufferPointer, _ element: (UInt64) -> Element) {
        for offset in stride(from: 0, through: bytes.count - MemoryLayout<Element>.size, by: MemoryLayout<Element>.stride) {
            bytes.storeBytes(of: element(next()), toByteOffset: offset, as: Element.self)
        }
    }

    private static func float(_ random: UInt64) -> Float {
        Float(random >> 40) / 0x1p24 * 255
    }

    /// The bits of the number as a half, cut off: what is below the normal halves is zero. Intel Macs have no `Float16`.
    private static func halfBits(_ number: Float) -> UInt16 {
        guard number >= 0x1p-14 else { return 0 }
        return UInt16(truncatingIfNeeded: (number.bitPattern >> 13) - (112 << 10))
    }
}
