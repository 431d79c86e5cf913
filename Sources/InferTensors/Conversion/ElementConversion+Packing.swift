// Elements narrower than a byte. How each type lies in its bytes:
//   u4, i4, nf4, f4e2m1  two to a byte, low half first
//   u2                   four to a byte, least significant pair first
//   u1                   eight to a byte, most significant bit first
//   u3                   eight to three bytes: two bytes with the low pairs of four each, first in the most significant bits, one with the high bits
//   u6                   four to three bytes: two bytes with the low halves of two each, first in the high half, one with the high pairs, first in the
//                        most significant bits
extension ElementConversion {
    /// Unpacks elements narrower than a byte into a byte each; those of `i4` keep their sign, those of `nf4` and `f4e2m1` are codes.
    ///
    /// - Parameters:
    ///   - source: The byte that element 0 is in.
    ///   - first: The number of elements to skip.
    /// - Throws: ``RuntimeError`` of kind `unsupported` for other types.
    package static func unpack(
        _ type: ElementType, _ source: UnsafeRawPointer, from first: Int = 0, count: Int, to destination: UnsafeMutablePointer<UInt8>
    ) throws {
        func byte(_ index: Int) -> UInt8 { source.load(fromByteOffset: index, as: UInt8.self) }
        func forEach(_ element: (Int) -> UInt8) { for index in 0..<count { destination[index] = element(first + index) } }
        switch type.kind {
        case .u4, .nf4, .f4e2m1: unpackHalfBytes(source, first, count, destination, signBit: 0)
        case .i4: unpackHalfBytes(source, first, count, destination, signBit: 8)
        case .u2: forEach { byte($0 >> 2) &>> UInt8(($0 & 3) << 1) & 3 }
        case .u1: forEach { byte($0 >> 3) &>> UInt8(7 - $0 & 7) & 1 }
        case .u3:
            forEach { position in
                let group = (position >> 3) * 3
                let place = position & 7
                let low = byte(group + place >> 2) &>> UInt8((3 - place & 3) << 1) & 3
                return low | (byte(group + 2) &>> UInt8(7 - place) & 1) << 2
            }
        case .u6:
            forEach { position in
                let group = (position >> 2) * 3
                let place = position & 3
                let low = byte(group + place >> 1) &>> UInt8((1 - place & 1) << 2) & 15
                return low | (byte(group + 2) &>> UInt8((3 - place) << 1) & 3) << 4
            }
        default: throw RuntimeError(.unsupported, "Elements of type \(type) are not packed.")
        }
    }

    /// Unpacks halves of bytes, sixteen at a time from a whole byte on; a sign bit of 8 is extended over the upper half, one of 0 leaves it zero.
    private static func unpackHalfBytes(
        _ source: UnsafeRawPointer, _ first: Int, _ count: Int, _ destination: UnsafeMutablePointer<UInt8>, signBit: UInt8
    ) {
        var index = 0
        func unpackOne() {
            let position = first + index
            let half = source.load(fromByteOffset: position >> 1, as: UInt8.self) &>> UInt8((position & 1) << 2) & 15
            destination[index] = (half ^ signBit) &- signBit
            index += 1
        }
        if first & 1 == 1, count > 0 { unpackOne() }
        while index + 16 <= count {
            let bytes = source.loadUnaligned(fromByteOffset: (first + index) >> 1, as: SIMD8<UInt8>.self)
            let wide = SIMD8<UInt16>(truncatingIfNeeded: bytes)
            let halves = unsafeBitCast((wide & 15) | ((wide & 0xf0) &<< 4), to: SIMD16<UInt8>.self)
            UnsafeMutableRawPointer(destination + index).storeBytes(of: (halves ^ signBit) &- signBit, as: SIMD16<UInt8>.self)
            index += 16
        }
        while index < count { unpackOne() }
    }

    /// Packs elements given in a byte each, of which the low bits count; inverse of ``unpack(_:_:from:count:to:)``.
    ///
    /// - Parameter destination: As many bytes as the type needs (``ElementType/storageByteCount(_:)``); bits behind the last element become 0.
    /// - Throws: ``RuntimeError`` of kind `unsupported` for types that are not narrower than a byte.
    package static func pack(
        _ type: ElementType, _ source: UnsafePointer<UInt8>, count: Int, to destination: UnsafeMutableRawPointer
    ) throws {
        guard type.isSubByte, let byteCount = type.storageByteCount(count) else {
            throw RuntimeError(.unsupported, "Elements of type \(type) are not packed.")
        }
        let bytes = destination.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        for position in 0..<count {
            let value = source[position]
            switch type.kind {
            case .u1: bytes[position >> 3] |= (value & 1) &<< UInt8(7 - position & 7)
            case .u2: bytes[position >> 2] |= (value & 3) &<< UInt8((position & 3) << 1)
            case .u3:
                let group = (position >> 3) * 3
                let place = position & 7
                bytes[group + place >> 2] |= (value & 3) &<< UInt8((3 - place & 3) << 1)
                bytes[group + 2] |= (value &>> 2 & 1) &<< UInt8(7 - place)
            case .u6:
                let group = (position >> 2) * 3
                let place = position & 3
                bytes[group + place >> 1] |= (value & 15) &<< UInt8((1 - place & 1) << 2)
                bytes[group + 2] |= (value &>> 4 & 3) &<< UInt8((3 - place) << 1)
            default: bytes[position >> 1] |= (value & 15) &<< UInt8((position & 1) << 2)
            }
        }
    }
}
