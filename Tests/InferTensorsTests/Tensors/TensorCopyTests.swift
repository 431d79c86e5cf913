import InferTensors
import XCTest

final class TensorCopyTests: XCTestCase {
    private let types: [ElementType] = [.boolean, .f16, .bf16, .f32, .f64, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .string]

    /// A tensor that is packed, or strided by numbers of elements in memory of its own.
    private func make(_ type: ElementType, _ shape: Shape, _ strides: [Int]?, _ memory: inout [TestMemory]) throws -> Tensor {
        guard let strides else { return try Tensor(type, shape) }
        memory.append(TestMemory(type, elements: 256))
        guard let last = memory.last else { throw RuntimeError(.internalInconsistency, "no memory") }
        return try Tensor(type, shape, last.pointer, byteStrides(strides, type))
    }

    /// Elements that are different each, whatever the type, written and read through the strides.
    private func fill(_ tensor: Tensor) throws {
        let count = tensor.size
        let source = try Tensor(tensor.element_type, tensor.shape)
        if tensor.element_type == .string {
            try source.set_strings((0..<count).map { "element \($0)" })
        } else {
            try source.withUnsafeMutableBytes { bytes in
                for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index * 7 + 1) }
            }
        }
        try source.copy_to(tensor)
    }

    private func elements(_ tensor: Tensor) throws -> [[UInt8]] {
        if tensor.element_type == .string { return try tensor.strings().map { Array($0.utf8) } }
        let size = tensor.element_type.size
        var result: [[UInt8]] = []
        let shape = tensor.shape
        let strides = try tensor.strides
        for index in 0..<tensor.size {
            var rest = index
            var offset = 0
            for axis in shape.indices.reversed() {
                offset += rest % shape[axis] * strides[axis]
                rest /= shape[axis]
            }
            result.append((0..<size).map { tensor.data.load(fromByteOffset: offset + $0, as: UInt8.self) })
        }
        return result
    }

    private func checkCopy(
        _ sourceShape: Shape, _ sourceStrides: [Int]?, _ targetShape: Shape, _ targetStrides: [Int]?, file: StaticString = #filePath,
        line: UInt = #line
    ) throws {
        for type in types {
            var memory: [TestMemory] = []
            let source = try make(type, sourceShape, sourceStrides, &memory)
            let target = try make(type, targetShape, targetStrides, &memory)
            try fill(source)
            try source.copy_to(target)
            XCTAssertEqual(target.shape, sourceShape, "\(type)", file: file, line: line)
            XCTAssertEqual(try elements(target), try elements(source), "\(type)", file: file, line: line)
            XCTAssertEqual(Set(try elements(source)).count, source.size, "\(type)", file: file, line: line)
            if let targetStrides {
                XCTAssertEqual(try target.strides, byteStrides(targetStrides, type), "\(type)", file: file, line: line)
            } else {
                XCTAssertTrue(target.is_continuous, "\(type)", file: file, line: line)
            }
        }
    }

    func testC25_75_C25_85_destinationIsResized() throws { try checkCopy([1, 3, 2, 4], nil, [0], nil) }
    func testC25_76_C25_85_packedToStrided() throws { try checkCopy([3, 2, 2], nil, [3, 2, 2], [16, 3, 1]) }
    func testC25_77_C25_85_stridedToPacked() throws { try checkCopy([3, 2, 2], [8, 4, 2], [3, 2, 2], nil) }
    func testC25_78_C25_85_stridedToStrided() throws { try checkCopy([3, 2, 2], [8, 4, 2], [3, 2, 2], [16, 3, 1]) }
    func testC25_79_C25_85_scalarToScalar() throws { try checkCopy([], nil, [], nil) }
    func testC25_80_C25_85_oneElementToScalar() throws { try checkCopy([1], nil, [], nil) }
    func testC25_81_C25_85_scalarToOneElement() throws { try checkCopy([], nil, [1], nil) }
    func testC25_82_rankChanges() throws { try checkCopy([3, 2, 2], nil, [5], nil) }
    func testC25_83_rankChangesFromStrided() throws { try checkCopy([3, 2, 2], [8, 4, 2], [5, 2], nil) }
    func testC25_84_largerStridedDestination() throws { try checkCopy([3, 2, 2], [8, 4, 2], [3, 4, 3], [16, 4, 1]) }

    func testA5_9_elementTypesMustAgree() throws {
        XCTAssertThrowsError(try Tensor(.f32, [1]).copy_to(try Tensor(.i32, [1]))) {
            XCTAssertEqual("\($0)", "Tensor element types are not equal. (src: f32 != dst: i32)")
        }
    }

    func testA5_9_B30_B31_regionsAsDestination() throws {
        let tensor = try Tensor(.i32, [1, 3, 6, 5])
        let region = try Tensor(tensor, [0, 0, 1, 2], [1, 3, 5, 4])
        try Tensor([Int32(1), 2, 3, 4, 5, 6, 7, 8], shape: [1, 2, 2, 2]).copy_to(region)
        XCTAssertEqual(region.shape, [1, 2, 2, 2])
        XCTAssertEqual(try region.scalars(as: Int32.self), [1, 2, 3, 4, 5, 6, 7, 8])
        XCTAssertEqual(try tensor.scalars(as: Int32.self).filter { $0 != 0 }, [1, 2, 3, 4, 5, 6, 7, 8])
        XCTAssertThrowsError(try tensor.copy_to(region)) { XCTAssertTrue("\($0)".contains("[1,3,6,5]"), "\($0)") }
    }

    func testA5_9_viewsThatAreTooSmall() throws {
        let memory = TestMemory(.f32, elements: 3)
        XCTAssertThrowsError(try Tensor(.f32, [4]).copy_to(try Tensor(.f32, [3], memory.pointer)))
    }

    func testCopyOfPackedTypesAndToItself() throws {
        for type in [ElementType.u1, .u2, .u3, .u4, .u6, .i4, .nf4, .f4e2m1] {
            let source = try Tensor(type, [9])
            try source.withUnsafeMutableBytes { bytes in for index in bytes.indices { bytes[index] = UInt8(index + 1) } }
            let target = try Tensor(type, [0])
            try source.copy_to(target)
            try source.copy_to(source)
            XCTAssertEqual(try target.withUnsafeBytes { Array($0) }, try source.withUnsafeBytes { Array($0) }, "\(type)")
        }
    }

    func testStridedRowsJoinAxes() {
        var rows: [[Int]] = []
        StridedRows.forEach([2, 3, 1, 4], [96, 16, 16, 4], [48, 16, 7, 4]) { rows.append([$0, $1, $2, $3, $4]) }
        XCTAssertEqual(rows, [[0, 0, 12, 4, 4], [96, 48, 12, 4, 4]])
        rows = []
        StridedRows.forEach([2, 2, 2], [100, 10, 1], [4, 2, 1]) { first, second, length, _, _ in rows.append([first, second, length]) }
        XCTAssertEqual(rows, [[0, 0, 2], [10, 2, 2], [100, 4, 2], [110, 6, 2]])
        StridedRows.forEach([2, 0], [4, 4], [4, 4]) { _, _, _, _, _ in XCTFail("there are no rows without elements") }
    }
}
