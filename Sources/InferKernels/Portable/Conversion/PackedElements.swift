import InferTensors

/// Elements of less than a byte, as OpenVINO packs them: `u4`, `i4`, `nf4` and `f4e2m1` low half first, `u2` lowest pair first, `u1` highest
/// bit first; `u3` and `u6` in groups of three bytes, low bits in the first two (highest pair or half first) and high bits in the third.
enum PackedElements {
    /// What a packed type is unpacked to: `i8`, `u8` or `f32`; `nil` for types of whole bytes.
    static func unpackedType(_ type: ElementType.Kind) -> ElementType.Kind? {
        switch type {
        case .i4: .i8
        case .u1, .u2, .u3, .u4, .u6: .u8
        case .nf4, .f4e2m1: .f32
        default: nil
        }
    }

    /// Elements that fill whole bytes, and those bytes.
    static func group(_ type: ElementType.Kind) -> (elements: Int, bytes: Int) {
        switch type {
        case .u1: (8, 1)
        case .u2: (4, 1)
        case .u3: (8, 3)
        case .u6: (4, 3)
        default: (2, 1)
        }
    }

    /// Unpacks elements into their unpacked type. The first one begins a group.
    static func unpack(_ type: ElementType.Kind, _ source: UnsafeRawPointer, count: Int, into destination: UnsafeMutableRawPointer) {
        let bytes = source.assumingMemoryBound(to: UInt8.self)
        let values = destination.assumingMemoryBound(to: UInt8.self)
        switch type {
        case .u4: for index in 0..<count { values[index] = bytes[index >> 1] >> UInt8(truncatingIfNeeded: (index & 1) &* 4) & 15 }
        case .i4:
            for index in 0..<count {
                let nibble = bytes[index >> 1] >> UInt8(truncatingIfNeeded: (index & 1) &* 4) & 15
                values[index] = (nibble ^ 8) &- 8
            }
        case .nf4, .f4e2m1:
            let table = type == .nf4 ? normalFloats : tinyFloats
            let floats = destination.assumingMemoryBound(to: Float.self)
            table.withUnsafeBufferPointer { table in
                for index in 0..<count { floats[index] = table[Int(bytes[index >> 1] >> UInt8(truncatingIfNeeded: (index & 1) &* 4) & 15)] }
            }
        default: for index in 0..<count { values[index] = bits(type, bytes, index) }
        }
    }

    /// Packs elements from their unpacked type, of which integers lend their low bits. The first one begins a group; bits beyond the last
    /// element become zero.
    static func pack(_ type: ElementType.Kind, _ source: UnsafeRawPointer, count: Int, into destination: UnsafeMutableRawPointer) {
        let bytes = destination.assumingMemoryBound(to: UInt8.self)
        let group = group(type)
        bytes.update(repeating: 0, count: (count + group.elements - 1) / group.elements * group.bytes)
        for index in 0..<count {
            switch type {
            case .nf4: put(type, bytes, index, nearestNormalFloat(source.loadUnaligned(fromByteOffset: index * 4, as: Float.self)))
            case .f4e2m1: put(type, bytes, index, nearestTinyFloat(source.loadUnaligned(fromByteOffset: index * 4, as: Float.self)))
            default: put(type, bytes, index, source.loadUnaligned(fromByteOffset: index, as: UInt8.self))
            }
        }
    }

    // MARK: Bits

    private static func bits(_ type: ElementType.Kind, _ bytes: UnsafePointer<UInt8>, _ index: Int) -> UInt8 {
        switch type {
        case .u1: return bytes[index >> 3] >> UInt8(7 - index & 7) & 1
        case .u2: return bytes[index >> 2] >> UInt8((index & 3) * 2) & 3
        case .u3:
            let group = bytes + (index >> 3) * 3
            let position = index & 7
            let low = group[position >> 2] >> UInt8(6 - (position & 3) * 2) & 3
            return low | (group[2] >> UInt8(7 - position) & 1) << 2
        case .u6:
            let group = bytes + (index >> 2) * 3
            let position = index & 3
            let low = group[position >> 1] >> UInt8(position & 1 == 0 ? 4 : 0) & 15
            return low | (group[2] >> UInt8(6 - position * 2) & 3) << 4
        default: return bytes[index >> 1] >> UInt8((index & 1) * 4) & 15
        }
    }

    private static func put(_ type: ElementType.Kind, _ bytes: UnsafeMutablePointer<UInt8>, _ index: Int, _ value: UInt8) {
        switch type {
        case .u1: bytes[index >> 3] |= (value & 1) << UInt8(7 - index & 7)
        case .u2: bytes[index >> 2] |= (value & 3) << UInt8((index & 3) * 2)
        case .u3:
            let group = bytes + (index >> 3) * 3
            let position = index & 7
            group[position >> 2] |= (value & 3) << UInt8(6 - (position & 3) * 2)
            group[2] |= (value >> 2 & 1) << UInt8(7 - position)
        case .u6:
            let group = bytes + (index >> 2) * 3
            let position = index & 3
            group[position >> 1] |= (value & 15) << UInt8(position & 1 == 0 ? 4 : 0)
            group[2] |= (value >> 4 & 3) << UInt8(6 - position * 2)
        default: bytes[index >> 1] |= (value & 15) << UInt8((index & 1) * 4)
        }
    }

    // MARK: Four-bit floats

    /// The quantiles of `nf4`.
    private static let normalFloats: [Float] = [
        -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
        -0.09105003625154495,
        0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
        0.7229568362236023, 1,
    ]
    /// The values of `f4e2m1`.
    private static let tinyFloats: [Float] = [0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6]

    /// NaN becomes the lowest.
    private static func nearestNormalFloat(_ value: Float) -> UInt8 {
        let upper = (0..<15).first { value <= (normalFloats[$0] + normalFloats[$0 + 1]) / 2 }
        return value.isNaN ? 0 : UInt8(upper ?? 15)
    }
    /// Ties to even; what is too large, and NaN, become the largest.
    private static func nearestTinyFloat(_ value: Float) -> UInt8 {
        let size = value.magnitude
        let sign: UInt8 = value < 0 || value == 0 && value.sign == .minus ? 8 : 0
        if size <= 0.25 { return sign }
        if size < 0.75 { return sign | 1 }
        if size <= 1.25 { return sign | 2 }
        if size < 1.75 { return sign | 3 }
        if size <= 2.5 { return sign | 4 }
        if size < 3.5 { return sign | 5 }
        return sign | (size <= 5 ? 6 : 7)
    }
}
