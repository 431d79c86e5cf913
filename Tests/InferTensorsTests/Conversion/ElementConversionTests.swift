import InferTensors
import XCTest

final class ElementConversionTests: XCTestCase {
    /// Bits of numbers where formats round, overflow and become subnormal.
    private let inputs: [UInt32] = [
        0x0, 0x80000000, 0x3f800000, 0xbf800000, 0x3f000000, 0x3fc00000, 0x40200000, 0x43e00000, 0x43e08000, 0x43e80000, 0x43e88000,
        0x43f00000, 0x43fa0000, 0x4e6e6b28, 0xce6e6b28, 0x7f800000, 0xff800000, 0x7fc00000, 0x3b000000, 0x3a800000, 0x3ac00000,
        0x3a800347, 0x47600000, 0x47600100, 0x47700000, 0x47700100, 0x477fe000, 0x477fef00, 0x477ff000, 0x4788b800, 0x37800000,
        0x37000000, 0x40c00000, 0x40e00000, 0x41000000, 0x3e800000, 0x3e851eb8, 0x3e75c28f, 0xbe4ccccd, 0x40600000, 0x40a00000,
        0x40b00000, 0xc0e00000, 0x33800000, 0x33000000, 0x330147ae, 0x387fe000, 0x7f61b1e6, 0x7f000000, 0x400000, 0x800000, 0x3fb33333,
        0x44c00000, 0x44beb852, 0xc0000000, 0x40400000, 0x3f400000, 0x3fa00000, 0x3fe00000,
    ]

    /// What OpenVINO's Convert makes of them; it flushes the one subnormal `bf16` (the number 0x40) to zero, which we keep.
    private let encodings: [(ElementType, [UInt16])] = [
        (
            .f16,
            [
                0x0, 0x8000, 0x3c00, 0xbc00, 0x3800, 0x3e00, 0x4100, 0x5f00, 0x5f04, 0x5f40, 0x5f44, 0x5f80, 0x5fd0, 0x7c00, 0xfc00,
                0x7c00, 0xfc00, 0x7e00, 0x1800, 0x1400, 0x1600, 0x1400, 0x7b00, 0x7b00, 0x7b80, 0x7b80, 0x7bff, 0x7bff, 0x7c00, 0x7c00,
                0x100, 0x80, 0x4600, 0x4700, 0x4800, 0x3400, 0x3429, 0x33ae, 0xb266, 0x4300, 0x4500, 0x4580, 0xc700, 0x1, 0x0, 0x1,
                0x400, 0x7c00, 0x7c00, 0x0, 0x0, 0x3d9a, 0x6600, 0x65f6, 0xc000, 0x4200, 0x3a00, 0x3d00, 0x3f00,
            ]
        ),
        (
            .bf16,
            [
                0x0, 0x8000, 0x3f80, 0xbf80, 0x3f00, 0x3fc0, 0x4020, 0x43e0, 0x43e0, 0x43e8, 0x43e8, 0x43f0, 0x43fa, 0x4e6e, 0xce6e,
                0x7f80, 0xff80, 0x7fc0, 0x3b00, 0x3a80, 0x3ac0, 0x3a80, 0x4760, 0x4760, 0x4770, 0x4770, 0x4780, 0x4780, 0x4780, 0x4789,
                0x3780, 0x3700, 0x40c0, 0x40e0, 0x4100, 0x3e80, 0x3e85, 0x3e76, 0xbe4d, 0x4060, 0x40a0, 0x40b0, 0xc0e0, 0x3380, 0x3300,
                0x3301, 0x3880, 0x7f62, 0x7f00, 0x40, 0x80, 0x3fb3, 0x44c0, 0x44bf, 0xc000, 0x4040, 0x3f40, 0x3fa0, 0x3fe0,
            ]
        ),
        (
            .f8e4m3,
            [
                0x0, 0x80, 0x38, 0xb8, 0x30, 0x3c, 0x42, 0x7e, 0x7e, 0x7e, 0x7f, 0x7f, 0x7f, 0x7f, 0xff, 0x7f, 0xff, 0x7f, 0x1, 0x0,
                0x1, 0x0, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x0, 0x0, 0x4c, 0x4e, 0x50, 0x28, 0x28, 0x27, 0xa5, 0x46,
                0x4a, 0x4b, 0xce, 0x0, 0x0, 0x0, 0x0, 0x7f, 0x7f, 0x0, 0x0, 0x3b, 0x7f, 0x7f, 0xc0, 0x44, 0x34, 0x3a, 0x3e,
            ]
        ),
        (
            .f8e5m2,
            [
                0x0, 0x80, 0x3c, 0xbc, 0x38, 0x3e, 0x41, 0x5f, 0x5f, 0x5f, 0x5f, 0x60, 0x60, 0x7c, 0xfc, 0x7c, 0xfc, 0x7e, 0x18, 0x14,
                0x16, 0x14, 0x7b, 0x7b, 0x7c, 0x7c, 0x7c, 0x7c, 0x7c, 0x7c, 0x1, 0x0, 0x46, 0x47, 0x48, 0x34, 0x34, 0x34, 0xb2, 0x43,
                0x45, 0x46, 0xc7, 0x0, 0x0, 0x0, 0x4, 0x7c, 0x7c, 0x0, 0x0, 0x3e, 0x66, 0x66, 0xc0, 0x42, 0x3a, 0x3d, 0x3f,
            ]
        ),
        (
            .f8e8m0,
            [
                0x0, 0x0, 0x7f, 0x0, 0x7e, 0x80, 0x80, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x9d, 0x0, 0xfe, 0x0, 0xff, 0x76, 0x75, 0x76,
                0x75, 0x8f, 0x8f, 0x8f, 0x8f, 0x8f, 0x8f, 0x8f, 0x8f, 0x6f, 0x6e, 0x82, 0x82, 0x82, 0x7d, 0x7d, 0x7d, 0x0, 0x81, 0x81,
                0x81, 0x0, 0x67, 0x66, 0x66, 0x71, 0xfe, 0xfe, 0x0, 0x1, 0x7f, 0x8a, 0x89, 0x0, 0x80, 0x7e, 0x7f, 0x80,
            ]
        ),
        (
            .f4e2m1,
            [
                0x0, 0x8, 0x2, 0xa, 0x1, 0x3, 0x4, 0x7, 0x7, 0x7, 0x7, 0x7, 0x7, 0x7, 0xf, 0x7, 0xf, 0x7, 0x0, 0x0, 0x0, 0x0, 0x7, 0x7,
                0x7, 0x7, 0x7, 0x7, 0x7, 0x7, 0x0, 0x0, 0x7, 0x7, 0x7, 0x0, 0x1, 0x0, 0x8, 0x6, 0x6, 0x7, 0xf, 0x0, 0x0, 0x0, 0x0, 0x7,
                0x7, 0x0, 0x0, 0x3, 0x7, 0x7, 0xc, 0x5, 0x2, 0x2, 0x4,
            ]
        ),
        (
            .nf4,
            [
                0x7, 0x7, 0xf, 0x0, 0xc, 0xf, 0xf, 0xf, 0xf, 0xf, 0xf, 0xf, 0xf, 0xf, 0x0, 0xf, 0x0, 0x0, 0x7, 0x7, 0x7, 0x7, 0xf, 0xf,
                0xf, 0xf, 0xf, 0xf, 0xf, 0xf, 0x7, 0x7, 0xf, 0xf, 0xf, 0xa, 0xa, 0xa, 0x5, 0xf, 0xf, 0xf, 0x0, 0x7, 0x7, 0x7, 0x7, 0xf,
                0xf, 0x7, 0x7, 0xf, 0xf, 0xf, 0x0, 0xf, 0xe, 0xf, 0xf,
            ]
        ),
    ]

    /// Bytes i * 37 + 11, and what OpenVINO's Convert reads in them.
    private let bytes: [UInt8] = (0..<12).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    private let unpacked: [(ElementType, [Int])] = [
        (
            .u1,
            [
                0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1,
                1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0,
                0, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0,
            ]
        ),
        (
            .u2,
            [
                3, 2, 0, 0, 0, 0, 3, 0, 1, 1, 1, 1, 2, 2, 3, 1, 3, 3, 1, 2, 0, 1, 0, 3, 1, 2, 2, 3, 2, 3, 0, 0, 3, 0, 3, 0, 0, 2, 1, 1,
                1, 3, 3, 1, 2, 0, 2, 2,
            ]
        ),
        (
            .u3,
            [
                0, 4, 2, 7, 0, 7, 0, 4, 5, 7, 2, 2, 2, 5, 3, 3, 3, 2, 6, 5, 0, 0, 7, 6, 5, 1, 6, 0, 1, 3, 7, 1,
            ]
        ),
        (
            .u4,
            [
                11, 0, 0, 3, 5, 5, 10, 7, 15, 9, 4, 12, 9, 14, 14, 0, 3, 3, 8, 5, 13, 7, 2, 10,
            ]
        ),
        (
            .u6,
            [
                16, 27, 19, 16, 55, 10, 25, 15, 14, 57, 0, 62, 37, 40, 7, 45,
            ]
        ),
        (
            .i4,
            [
                -5, 0, 0, 3, 5, 5, -6, 7, -1, -7, 4, -4, -7, -2, -2, 0, 3, 3, -8, 5, -3, 7, 2, -6,
            ]
        ),
    ]

    private func decoded(_ type: ElementType, _ bytes: [UInt8], from first: Int = 0, count: Int) throws -> [Float] {
        try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let start = buffer.baseAddress else { return }
            try bytes.withUnsafeBytes {
                try ElementConversion.decode(type, $0.baseAddress ?? UnsafeRawPointer(start), from: first, count: count, to: start)
            }
            initialized = count
        }
    }

    private func encoded(_ type: ElementType, _ values: [Float]) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0xff, count: type.byteCount(values.count) ?? 0)
        try bytes.withUnsafeMutableBytes { target in
            guard let start = target.baseAddress else { return }
            try ElementConversion.encode(type, values, count: values.count, to: start)
        }
        return bytes
    }

    private func elements(_ type: ElementType, _ bytes: [UInt8], count: Int) -> [UInt16] {
        (0..<count).map { index in
            switch type.bitwidth {
            case 16: UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8
            case 8: UInt16(bytes[index])
            default: UInt16(bytes[index / 2] >> UInt8(index % 2 * 4) & 15)
            }
        }
    }

    func testEncodingIsOpenVINOs() throws {
        let values = inputs.map { Float(bitPattern: $0) }
        for (type, expected) in encodings {
            // Shifted by each number of elements, so that every lane of a vector and the remainder see each input.
            for skipped in 0..<9 {
                let part = Array(values.dropFirst(skipped))
                let got = elements(type, try encoded(type, part), count: part.count)
                XCTAssertEqual(got, Array(expected.dropFirst(skipped)), "\(type) from \(skipped)")
            }
        }
    }

    func testDecodingInvertsEncoding() throws {
        for type in [ElementType.f8e4m3, .f8e5m2, .f8e8m0, .f4e2m1, .nf4] {
            let codes = type.bitwidth == 8 ? 256 : 16
            let all: [UInt8] = codes == 256 ? (0...255).map { $0 } : (0..<8).map { UInt8($0 * 2 | ($0 * 2 + 1) << 4) }
            let values = try decoded(type, all, count: codes)
            XCTAssertEqual(values.map(\.bitPattern), ElementConversion.values(of: type).map(\.bitPattern))
            let back = elements(type, try encoded(type, values), count: codes)
            for code in 0..<codes where !values[code].isNaN { XCTAssertEqual(Int(back[code]), code, "\(type) \(values[code])") }
            for code in 0..<codes where values[code].isNaN { XCTAssertTrue(values[Int(back[code])].isNaN, "\(type) \(code)") }
        }
        XCTAssertEqual(ElementConversion.float(f8e4m3: 0x7e), 448)
        XCTAssertEqual(ElementConversion.float(f8e4m3: 1), 0x1p-9)
        XCTAssertEqual(ElementConversion.float(f8e5m2: 0x7b), 57344)
        XCTAssertEqual(ElementConversion.float(f8e8m0: 0), 0x1p-127)
        XCTAssertEqual(ElementConversion.float(f8e8m0: 254), 0x1p127)
    }

    func testHalvesGoThereAndBack() throws {
        let halves = (0...UInt16.max).map { $0 }
        let bytes = halves.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        for type in [ElementType.f16, .bf16] {
            let values = try decoded(type, bytes, count: halves.count)
            for (bits, value) in zip(halves, values) {
                let scalar = type == .f16 ? ElementConversion.float(f16: bits) : ElementConversion.float(bf16: bits)
                if value.bitPattern != scalar.bitPattern { XCTFail("\(type) \(bits): \(value) \(scalar)") }
            }
            let back = elements(type, try encoded(type, values), count: halves.count)
            for (bits, (value, again)) in zip(halves, zip(values, back)) where bits != again && !value.isNaN {
                XCTFail("\(type) \(bits) became \(again)")
            }
            for value in values where value.isNaN {
                let again = type == .f16 ? ElementConversion.float(f16: ElementConversion.f16(value)) : Float(BFloat16(value))
                if !again.isNaN { XCTFail("NaN was lost") }
            }
        }
        #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
            for bits in halves where !Float16(bitPattern: bits).isNaN {
                if Float(Float16(bitPattern: bits)) != ElementConversion.float(f16: bits) { XCTFail("\(bits)") }
            }
        #endif
    }

    func testUnalignedSources() throws {
        let bytes: [UInt8] = [0, 0x00, 0x3c, 0x00, 0x40, 0x00, 0xc2]
        let got = try [Float](unsafeUninitializedCapacity: 3) { buffer, initialized in
            guard let target = buffer.baseAddress else { return }
            try bytes.withUnsafeBytes { source in
                guard let start = source.baseAddress else { return }
                try ElementConversion.decode(.f16, start + 1, count: 3, to: target)
            }
            initialized = 3
        }
        XCTAssertEqual(got, [1, 2, -3])
    }

    func testC26_31_unpack() throws {
        for (type, expected) in unpacked {
            for first in 0..<expected.count {
                let count = expected.count - first
                let got = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                    guard let target = buffer.baseAddress else { return }
                    try ElementConversion.unpack(type, bytes, from: first, count: count, to: target)
                    initialized = count
                }
                XCTAssertEqual(got.map { type == .i4 ? Int(Int8(bitPattern: $0)) : Int($0) }, Array(expected.dropFirst(first)), "\(type)")
            }
        }
        var byte: UInt8 = 0
        XCTAssertThrowsError(try ElementConversion.unpack(.u8, [0], count: 0, to: &byte)) { XCTAssertTrue("\($0)".contains("u8")) }
    }

    func testC26_31_pack() throws {
        for (type, expected) in unpacked {
            for count in 0...expected.count {
                let values = expected.prefix(count).map { UInt8(truncatingIfNeeded: $0) }
                let byteCount = type.storageByteCount(count) ?? 0
                var packed = [UInt8](repeating: 0xff, count: byteCount + 1)
                try packed.withUnsafeMutableBytes { target in
                    guard let start = target.baseAddress else { return }
                    try ElementConversion.pack(type, values, count: count, to: start)
                }
                XCTAssertEqual(packed[byteCount], 0xff, "nothing is written behind the end")
                if count == expected.count { XCTAssertEqual(Array(packed.dropLast()), bytes, "\(type)") }
                guard count > 0 else { continue }
                var again = [UInt8](repeating: 0, count: count)
                try ElementConversion.unpack(type, packed, count: count, to: &again)
                XCTAssertEqual(again, values, "\(type) \(count)")
            }
        }
        var byte: UInt8 = 0
        XCTAssertThrowsError(try ElementConversion.pack(.f32, [0], count: 0, to: &byte))
    }

    func testC26_31_packedTensors() throws {
        let tensor = try Tensor(.u3, [9])
        let values: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 0, 5]
        try tensor.withUnsafeMutableBytes { target in
            XCTAssertEqual(target.count, 6)
            guard let start = target.baseAddress else { return }
            try ElementConversion.pack(.u3, values, count: 9, to: start)
        }
        var got = [UInt8](repeating: 0, count: 9)
        try ElementConversion.unpack(.u3, tensor.data, count: 9, to: &got)
        XCTAssertEqual(got, values)
    }
}
