import InferTensors
import XCTest

@testable import InferKernels

final class ConversionPlanTests: XCTestCase {
    private func convert<Source, Destination>(
        _ input: [Source], _ source: ElementType.Kind, _ destination: ElementType.Kind, zero: Destination, count: Int? = nil,
        outputCount: Int? = nil
    ) throws -> [Destination] {
        let count = count ?? input.count
        let plan = try XCTUnwrap(ConversionPlan(converting: source, to: destination, count: count), "\(source) to \(destination)")
        var output = [Destination](repeating: zero, count: outputCount ?? count)
        output.withUnsafeMutableBytes { output in input.withUnsafeBytes { plan.run(output: output.baseAddress!, input: $0.baseAddress!) } }
        return output
    }

    private let floats: [Float] = [-.infinity, .infinity, .nan, -3e9, 3e9, 5e9, 1e19, -1.5, -0.5, 0.5, 300.7, -300.7]

    /// As OpenVINO's reference kernels: cut, low bits kept, the lowest number of the width for what does not fit.
    func testFloatToInteger() throws {
        XCTAssertEqual(try convert(floats, .f32, .i8, zero: Int8(0)), [0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 44, -44])
        XCTAssertEqual(try convert(floats, .f32, .u8, zero: UInt8(0)), [0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 44, 212])
        XCTAssertEqual(try convert(floats, .f32, .i16, zero: Int16(0)), [0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 300, -300])
        XCTAssertEqual(
            try convert(floats, .f32, .i32, zero: Int32(0)), [.min, .min, .min, .min, .min, .min, .min, -1, 0, 0, 300, -300])
        XCTAssertEqual(
            try convert(floats, .f32, .i64, zero: Int64(0)),
            [.min, .min, .min, -3_000_000_000, 3_000_000_000, 5_000_000_000, .min, -1, 0, 0, 300, -300])
        XCTAssertEqual(
            try convert(floats.map { Double($0) }, .f64, .u32, zero: UInt32(0)),
            [0, 0, 0, 1_294_967_296, 3_000_000_000, 705_032_704, 0, .max, 0, 0, 300, 4_294_966_996])
        XCTAssertEqual(
            try convert(floats, .f32, .u64, zero: UInt64(0)),
            [
                1 << 63, 0, 1 << 63, 18_446_744_070_709_551_616, 3_000_000_000, 5_000_000_000, 9_999_999_980_506_447_872, .max, 0, 0, 300,
                18_446_744_073_709_551_316,
            ])
        XCTAssertEqual(try convert(floats, .f32, .boolean, zero: UInt8(9)), [UInt8](repeating: 1, count: 12))
        XCTAssertEqual(try convert([0, -0.0, 1e-40] as [Double], .f64, .boolean, zero: UInt8(9)), [0, 0, 1])
    }

    func testIntegers() throws {
        let input: [Int64] = [-(1 << 40), -70000, -129, -1, 0, 1, 300, 1 << 31, 1 << 32, .max]
        XCTAssertEqual(try convert(input, .i64, .i8, zero: Int8(0)), [0, -112, 127, -1, 0, 1, 44, 0, 0, -1])
        XCTAssertEqual(try convert(input, .i64, .u16, zero: UInt16(0)), [0, 61072, 65407, 65535, 0, 1, 300, 0, 0, 65535])
        XCTAssertEqual(try convert(input, .i64, .i32, zero: Int32(0)), [0, -70000, -129, -1, 0, 1, 300, .min, 0, -1])
        XCTAssertEqual(try convert(input, .i64, .boolean, zero: UInt8(0)), [1, 1, 1, 1, 0, 1, 1, 1, 1, 1])
        XCTAssertEqual(try convert([UInt64.max, 1 << 63], .u64, .f64, zero: Double(0)), [0x1p64, 0x1p63])
        XCTAssertEqual(try convert([UInt64.max, 300], .u64, .i64, zero: Int64(0)), [-1, 300])
    }

    func testEveryPairOfTypesExists() throws {
        for source in ElementType.Kind.allCases {
            for destination in ElementType.Kind.allCases {
                let exists = ConversionPlan(converting: source, to: destination, count: 3) != nil
                let isNumeric = ![source, destination].contains { $0 == .string || $0 == .dynamic }
                XCTAssertEqual(exists, isNumeric, "\(source) to \(destination)")
            }
        }
    }

    /// Small integers survive every type that holds them, through packing and all.
    func testRoundTrips() throws {
        for type in ElementType.Kind.allCases where ![.string, .dynamic, .f8e8m0].contains(type) {
            let values: [Int32]
            switch type {
            case .boolean, .u1, .nf4: values = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1]
            case .u2: values = [0, 1, 2, 3, 3, 1, 0, 2, 1]
            case .f4e2m1: values = [0, 1, 2, 3, 4, 6, -1, -6, -3]
            case .i4: values = [0, 1, 7, -8, -1, 3, -5]
            case .u3: values = [0, 1, 7, 5, 2, 3, 6, 4, 1, 7, 3]
            case .f8e5m2: values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 12]
            default: values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 11]
            }
            let long = (0..<700).map { values[$0 % values.count] }
            let packed: [UInt8] = try convert(long, .i32, type, zero: UInt8(0), outputCount: 700 * 8)
            XCTAssertEqual(try convert(packed, type, .i32, zero: Int32(0), count: 700), long, "\(type)")
        }
    }

    /// Bytes as OpenVINO packs them.
    func testPackedLayouts() throws {
        XCTAssertEqual(try convert([1, 2, 3, 15] as [UInt8], .u8, .u4, zero: UInt8(0), outputCount: 2), [0x21, 0xf3])
        XCTAssertEqual(try convert([-1, 2, 8] as [Int8], .i8, .i4, zero: UInt8(0), outputCount: 2), [0x2f, 0x08])
        XCTAssertEqual(try convert([1, 0, 0, 0, 0, 0, 1, 0, 1] as [UInt8], .u8, .u1, zero: UInt8(0), outputCount: 2), [0x82, 0x80])
        XCTAssertEqual(try convert([1, 2, 3, 0] as [UInt8], .u8, .u2, zero: UInt8(0), outputCount: 1), [0x39])
        XCTAssertEqual(
            try convert([5, 2, 3, 4, 7, 0, 1, 6] as [UInt8], .u8, .u3, zero: UInt8(0), outputCount: 3),
            [0b01_10_11_00, 0b11_00_01_10, 0b1001_1001])
        XCTAssertEqual(
            try convert([0x15, 0x2a, 0x3c, 0x03] as [UInt8], .u8, .u6, zero: UInt8(0), outputCount: 3), [0x5a, 0xc3, 0b01_10_11_00])
        XCTAssertEqual(try convert([-1, 1, 0, -0.8] as [Float], .f32, .nf4, zero: UInt8(0), outputCount: 2), [0xf0, 0x17])
    }

    // MARK: Small floats

    func testHalfPrecisionIsExactBothWays() {
        for bits in UInt16.min...UInt16.max {
            let value = Float(bitPattern: HalfPrecision.widen(bits))
            let exponent = Int(bits >> 10 & 31)
            let mantissa = Float(bits & 0x3ff)
            let expected: Float =
                exponent == 31
                ? (mantissa == 0 ? .infinity : .nan)
                : exponent == 0 ? mantissa * 0x1p-24 : (1024 + mantissa) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
            if expected.isNaN {
                XCTAssert(value.isNaN)
                XCTAssert(Float16Bits(single: value).single.isNaN)
            } else if value.magnitude != expected || HalfPrecision.narrow(value.bitPattern) != bits {
                XCTFail("\(bits) \(value)")
            }
        }
    }

    func testHalfPrecisionRounding() {
        let cases: [(Float, UInt16)] = [
            (1 + 0x1p-11, 0x3c00), (1 + 0x1.8p-10, 0x3c02), (1 + 0x1.1p-11, 0x3c01), (65519.99, 0x7bff), (65520, 0x7c00), (1e9, 0x7c00),
            (0x1p-25, 0), (0x1.1p-25, 1), (0x1.8p-24, 2), (-0x1p-14, 0x8400), (0x1.ff8p-15, 0x3ff), (0x1.ffcp-15, 0x400), (-1e9, 0xfc00),
        ]
        for (value, bits) in cases { XCTAssertEqual(Float16Bits(single: value).bits, bits, "\(value)") }
        XCTAssertEqual(BFloat16Bits(single: 1 + 0x1p-8).bits, 0x3f80)
        XCTAssertEqual(BFloat16Bits(single: 1 + 0x1.8p-7).bits, 0x3f82)
        XCTAssertEqual(BFloat16Bits(single: .greatestFiniteMagnitude).bits, 0x7f80)
        XCTAssert(BFloat16Bits(single: Float(bitPattern: 0x7f80_0001)).single.isNaN)
    }

    private func through(_ type: ElementType.Kind, _ values: [Float]) throws -> [Float] {
        let narrow: [UInt8] = try convert(values, .f32, type, zero: UInt8(0))
        return try convert(narrow, type, .f32, zero: Float(0), count: values.count)
    }

    /// As OpenVINO's.
    func testEightBitFloats() throws {
        let values: [Float] = [-464, -17.2, -8.5, -7.7, 0.0009765625, 0.001, 0.8, 4.2, 15.5, 17, 449, 464]
        XCTAssertEqual(
            try through(.f8e4m3, values), [-448, -18, -8, -7.5, 0, 0.001953125, 0.8125, 4, 16, 16, 448, 448])
        XCTAssert(try through(.f8e4m3, [465, -.infinity, .nan]).allSatisfy(\.isNaN))
        XCTAssertEqual(
            try through(.f8e5m2, [-500, -17.2, 0.8, 7.7, 0.001, 0.00146, 57344, 60000, 61440, -.infinity]),
            [-512, -16, 0.75, 8, 0.0009765625, 0.00146484375, 57344, 57344, .infinity, -.infinity])
        XCTAssertEqual(
            try through(.f8e8m0, [-500, 0, 0.001, 0.75, 0.8, 1.5, 3, 3.5, .infinity, 0x1.8p127]),
            [0x1p-127, 0x1p-127, 0x1p-10, 0.5, 1, 2, 2, 4, 0x1p127, 0x1p127])
        XCTAssert(try through(.f8e8m0, [.nan])[0].isNaN)
        for type in [ElementType.Kind.f8e4m3, .f8e5m2, .f8e8m0] {
            let all: [Float] = try convert((0...255).map { UInt8($0) }, type, .f32, zero: Float(0))
            let back: [UInt8] = try convert(all, .f32, type, zero: UInt8(0))
            for code in 0...255 where !all[code].isNaN { XCTAssertEqual(Int(back[code]), code, "\(type)") }
        }
    }

    func testFourBitFloats() throws {
        XCTAssertEqual(
            try through(.f4e2m1, [-.infinity, -5, -3.5, -2.5, -0.8, -0.3, 0.25, 0.26, 0.75, 1.25, 1.75, 5.1, .nan]),
            [-6, -4, -4, -2, -1, -0.5, 0, 0.5, 1, 1, 2, 6, 6])
        XCTAssertEqual(
            try through(.nf4, [-.infinity, .nan, -0.8, -0.5, -0.2, 0, 0.25, 0.5, 0.8, 17]),
            [-1, -1, -0.6961928, -0.52507305, -0.18477343, 0, 0.2461123, 0.44070983, 0.72295684, 1])
    }
}
