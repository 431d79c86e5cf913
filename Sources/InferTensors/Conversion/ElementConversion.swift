/// Conversion of narrow element types to and from `Float`, and packing of those narrower than a byte.
///
/// Rounding is OpenVINO's: to nearest, ties to even, for every type; `f8e4m3` and `f8e5m2` round to `f16` first. What the formats have no number
/// for: `f16` and `f8e5m2` overflow to infinity, `f8e4m3` to NaN, `f4e2m1` and `nf4` saturate; `f8e8m0` takes everything that is not positive for
/// its smallest number.
package enum ElementConversion {
    /// Decodes elements of a floating-point type narrower than 32 bits, or `nf4`.
    ///
    /// - Parameters:
    ///   - source: The first element, which may be unaligned; of a type narrower than a byte, the byte that it is in.
    ///   - first: The number of elements to skip.
    /// - Throws: ``RuntimeError`` of kind `unsupported` for other types.
    package static func decode(
        _ type: ElementType, _ source: UnsafeRawPointer, from first: Int = 0, count: Int, to destination: UnsafeMutablePointer<Float>
    ) throws {
        switch type.kind {
        case .f16: decodeF16(source + 2 * first, count: count, to: destination)
        case .bf16: decodeBF16(source + 2 * first, count: count, to: destination)
        case .f8e4m3, .f8e5m2, .f8e8m0: lookUp(values(of: type), source + first, count, destination)
        case .f4e2m1, .nf4:
            let values = values(of: type)
            values.withUnsafeBufferPointer { values in
                for index in 0..<count {
                    let position = first + index
                    let byte = source.load(fromByteOffset: position >> 1, as: UInt8.self)
                    destination[index] = values[Int(byte >> UInt8(truncatingIfNeeded: (position & 1) << 2)) & 15]
                }
            }
        default: throw RuntimeError(.unsupported, "Elements of type \(type) are not decoded to f32.")
        }
    }

    /// Encodes elements of a floating-point type narrower than 32 bits, or `nf4`.
    ///
    /// - Parameter destination: The first element, which may be unaligned; a last byte that is not full is filled up with zeros.
    /// - Throws: ``RuntimeError`` of kind `unsupported` for other types.
    package static func encode(
        _ type: ElementType, _ source: UnsafePointer<Float>, count: Int, to destination: UnsafeMutableRawPointer
    ) throws {
        switch type.kind {
        case .f16: encodeF16(source, count: count, to: destination)
        case .bf16: encodeBF16(source, count: count, to: destination)
        case .f8e4m3: encodeBytes(source, count, destination, f8e4m3)
        case .f8e5m2: encodeBytes(source, count, destination, f8e5m2)
        case .f8e8m0: encodeBytes(source, count, destination, f8e8m0)
        case .f4e2m1: encodeHalfBytes(source, count, destination, f4e2m1)
        case .nf4: encodeHalfBytes(source, count, destination, nf4)
        default: throw RuntimeError(.unsupported, "Elements of type \(type) are not encoded from f32.")
        }
    }

    private static func lookUp(_ values: [Float], _ source: UnsafeRawPointer, _ count: Int, _ destination: UnsafeMutablePointer<Float>) {
        values.withUnsafeBufferPointer { values in
            for index in 0..<count { destination[index] = values[Int(source.load(fromByteOffset: index, as: UInt8.self))] }
        }
    }

    @inline(__always)
    private static func encodeBytes(
        _ source: UnsafePointer<Float>, _ count: Int, _ destination: UnsafeMutableRawPointer, _ encode: (Float) -> UInt8
    ) {
        for index in 0..<count { destination.storeBytes(of: encode(source[index]), toByteOffset: index, as: UInt8.self) }
    }

    @inline(__always)
    private static func encodeHalfBytes(
        _ source: UnsafePointer<Float>, _ count: Int, _ destination: UnsafeMutableRawPointer, _ encode: (Float) -> UInt8
    ) {
        for byte in 0..<(count + 1) / 2 {
            let low = encode(source[2 * byte])
            let high = 2 * byte + 1 < count ? encode(source[2 * byte + 1]) : 0
            destination.storeBytes(of: low | high << 4, toByteOffset: byte, as: UInt8.self)
        }
    }
}
