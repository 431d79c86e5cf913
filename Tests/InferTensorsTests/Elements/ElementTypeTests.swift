import InferTensors
import XCTest

final class ElementTypeTests: XCTestCase {
    /// What OpenVINO answers: bits, bytes, then whether real, integral number, signed, quantized.
    private let measured: [(ElementType, String, Int, Int, Bool, Bool, Bool, Bool)] = [
        (.dynamic, "dynamic", 0, 0, false, true, false, false),
        (.boolean, "boolean", 8, 1, false, false, true, false),
        (.bf16, "bf16", 16, 2, true, false, true, false),
        (.f16, "f16", 16, 2, true, false, true, false),
        (.f32, "f32", 32, 4, true, false, true, false),
        (.f64, "f64", 64, 8, true, false, true, false),
        (.i4, "i4", 4, 1, false, true, true, true),
        (.i8, "i8", 8, 1, false, true, true, true),
        (.i16, "i16", 16, 2, false, true, true, false),
        (.i32, "i32", 32, 4, false, true, true, true),
        (.i64, "i64", 64, 8, false, true, true, false),
        (.u1, "u1", 1, 1, false, true, false, false),
        (.u2, "u2", 2, 1, false, true, false, false),
        (.u3, "u3", 3, 1, false, true, false, false),
        (.u4, "u4", 4, 1, false, true, false, false),
        (.u6, "u6", 6, 1, false, true, false, false),
        (.u8, "u8", 8, 1, false, true, false, true),
        (.u16, "u16", 16, 2, false, true, false, false),
        (.u32, "u32", 32, 4, false, true, false, false),
        (.u64, "u64", 64, 8, false, true, false, false),
        (.nf4, "nf4", 4, 1, false, true, false, true),
        (.f8e4m3, "f8e4m3", 8, 1, true, false, true, true),
        (.f8e5m2, "f8e5m2", 8, 1, true, false, true, true),
        (.string, "string", 256, 32, false, true, false, false),
        (.f4e2m1, "f4e2m1", 4, 1, true, false, true, true),
        (.f8e8m0, "f8e8m0", 8, 1, true, false, true, true),
    ]

    func testTraitsAreOpenVINOs() {
        XCTAssertEqual(measured.map(\.0), ElementType.allTypes)
        for (type, name, bits, bytes, real, number, signed, quantized) in measured {
            XCTAssertEqual(type.description, name)
            XCTAssertEqual(type.bitwidth, bits, name)
            XCTAssertEqual(type.size, bytes, name)
            XCTAssertEqual(type.is_real, real, name)
            XCTAssertEqual(type.is_integral, !real, name)
            XCTAssertEqual(type.is_integral_number, number, name)
            XCTAssertEqual(type.is_signed, signed, name)
            XCTAssertEqual(type.is_quantized, quantized, name)
            XCTAssertEqual(type.is_static, type != .dynamic, name)
        }
    }

    func testNames() throws {
        for type in ElementType.allTypes {
            XCTAssertEqual(ElementType(name: type.description), type)
            XCTAssertEqual(ElementType(name: type.description.uppercased()), type)
            XCTAssertEqual(ElementType(precision: type.precision), type)
            XCTAssertEqual(ElementType(precision: type.description), type)
        }
        let precisions: [(String, ElementType)] = [("FP32", .f32), ("FP16", .f16), ("BIN", .u1), ("BOOL", .boolean), ("I64", .i64)]
        for (precision, type) in precisions { XCTAssertEqual(ElementType(precision: precision), type) }
        XCTAssertEqual(ElementType(name: "undefined"), .dynamic)
        for name in ["FP32", "BIN", "BOOL", "float", ""] { XCTAssertNil(ElementType(name: name), name) }
        XCTAssertThrowsError(try ElementType("f33")) { XCTAssertTrue("\($0)".contains("f33")) }
    }

    func testMerge() {
        XCTAssertEqual(ElementType.merge(.dynamic, .f32), .f32)
        XCTAssertEqual(ElementType.merge(.f32, .dynamic), .f32)
        XCTAssertEqual(ElementType.merge(.f32, .f32), .f32)
        XCTAssertNil(ElementType.merge(.f32, .f16))
        XCTAssertTrue(ElementType.f32.compatible(.dynamic))
        XCTAssertFalse(ElementType.f32.compatible(.i32))
    }
}
