import XCTest

@testable import InferBenchmark

final class NumpyArrayTests: XCTestCase {
    func testVersionsOfTheFormat() throws {
        for version in UInt8(1)...3 {
            let array = try NumpyArray(
                file("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }", [1, 0, 2, 0, 3, 0, 4, 0], version), name: "x")
            XCTAssertEqual(array.elementType, "i16")
            XCTAssertEqual(array.shape, [2, 2])
            XCTAssertEqual(Array(array.bytes), [1, 0, 2, 0, 3, 0, 4, 0])
        }
    }

    /// As numpy.save writes an array of two float32 numbers.
    func testFileThatNumpyWrote() throws {
        var bytes: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0]
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
        bytes += Array(header.utf8) + [UInt8](repeating: 0x20, count: 117 - header.utf8.count) + [0x0A]
        bytes += [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
        let array = try NumpyArray(Data(bytes), name: "x")
        XCTAssertEqual(array.elementType, "f32")
        XCTAssertEqual(array.shape, [2])
        XCTAssertEqual(
            array.bytes.withUnsafeBytes { [$0.loadUnaligned(as: Float.self), $0.loadUnaligned(fromByteOffset: 4, as: Float.self)] },
            [1, -2])
    }

    func testElementTypes() throws {
        let types = [
            "|b1": ("boolean", 1), "|u1": ("u8", 1), "|i1": ("i8", 1), "<f2": ("f16", 2), "<f8": ("f64", 8), "<u4": ("u32", 4),
            "<i8": ("i64", 8),
        ]
        for (descriptor, (name, size)) in types {
            let array = try NumpyArray(
                file("{'descr': '\(descriptor)', 'fortran_order': False, 'shape': ()}", [UInt8](repeating: 1, count: size)), name: "x")
            XCTAssertEqual(array.elementType, name)
            XCTAssertEqual(array.shape, [])
            XCTAssertEqual(array.bytes.count, size)
        }
    }

    func testEmptyArrayAndColumnMajorOrderThatIsRowMajorToo() throws {
        XCTAssertEqual(try NumpyArray(file("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3)}", []), name: "x").shape, [0, 3])
        XCTAssertEqual(try NumpyArray(file("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2)}", [1, 2]), name: "x").shape, [1, 2])
    }

    func testErrorsNameTheFileAndTheReason() throws {
        let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}"
        let cases: [(Data, String)] = [
            (Data("PK".utf8), "it does not begin with \\x93NUMPY"),
            (file(good, [0, 0, 0, 0], 4), "its version 4.0 is unknown"),
            (Data(file(good, []).prefix(9)), "it ends within its header"),
            (Data(file(good, []).prefix(20)), "it ends within its header"),
            (file(good, [0, 0, 0]), "it holds 3 bytes of elements, its shape [1] needs 4"),
            (
                file("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}", [0, 0, 0, 0]),
                "its element type '>f4' is not a little-endian number or boolean"
            ),
            (file("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}", []), "its elements are in column-major order"),
            (file("{'descr': '<f4', 'fortran_order': False}", []), "its header lacks 'descr', 'fortran_order' or 'shape'"),
            (file("{'descr': [('a', '<f4')], 'fortran_order': False}", []), #"its header has '[('a', '<f4'' where '"' should be"#),
            (file("{'descr': '<f4', 'fortran_order': 0}", []), "its header has '0}' where 'False' should be"),
            (file("{'descr': '<f4', 'shape': (-1,)}", []), "its shape has '-1,)}' where a size should be"),
            (
                file("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}", []),
                "its shape [4611686018427387904, 4] is too large"
            ),
            (file("{'other': 'x'}", []), "its header has the unknown key 'other'"),
        ]
        for (data, reason) in cases {
            XCTAssertThrowsError(try NumpyArray(data, name: "x.npy"), reason) {
                XCTAssertEqual("\($0)", "x.npy is not a NumPy file that can be read: \(reason)")
            }
        }
        XCTAssertThrowsError(try NumpyArray(contentsOf: "/nowhere/x.npy")) {
            XCTAssertEqual("\($0)", "/nowhere/x.npy: No such file or directory")
        }
    }

    private func file(_ header: String, _ elements: [UInt8], _ version: UInt8 = 1) -> Data {
        let length = UInt32(header.utf8.count)
        let size = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(header.utf8) + elements)
    }
}
