import Foundation
import InferTensors
import XCTest

final class TensorTests: XCTestCase {
    func testC25_1_canCreateTensor() throws {
        let tensor = try Tensor(.f32, [4, 3, 2])
        XCTAssertEqual(tensor.size, 24)
        XCTAssertEqual(tensor.element_type, .f32)
        XCTAssertEqual(tensor.shape, [4, 3, 2])
        XCTAssertEqual(try tensor.strides, [24, 8, 4])
        XCTAssertEqual(tensor.byte_size, 96)
        XCTAssertTrue(tensor.is_continuous)
        XCTAssertEqual(try tensor.data(Float.self), tensor.data.assumingMemoryBound(to: Float.self))
        XCTAssertThrowsError(try tensor.data(Int64.self))
        XCTAssertThrowsError(try tensor.data(Int32.self)) { XCTAssertTrue("\($0)".contains("f32") && "\($0)".contains("Int32"), "\($0)") }
    }

    func testC25_2_canCreateStringTensor() throws {
        let tensor = try Tensor(.string, [4, 3, 2])
        XCTAssertEqual(try tensor.strides, byteStrides([6, 2, 1], .string))
        XCTAssertEqual(tensor.byte_size, 24 * ElementType.string.size)
        XCTAssertThrowsError(try tensor.data(Float.self))
        XCTAssertThrowsError(try tensor.data(UInt8.self))
        XCTAssertThrowsError(try tensor.withUnsafeBytes { _ in })
    }

    func testC25_6_canAccessF16Tensor() throws {
        let tensor = try Tensor(.f16, [4, 3, 2])
        XCTAssertNoThrow(try tensor.data(BFloat16.self))
        #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
            XCTAssertNoThrow(try tensor.data(Float16.self))
        #endif
        XCTAssertThrowsError(try tensor.data(UInt16.self))
        XCTAssertThrowsError(try tensor.data(Int16.self))
    }

    func testC25_7_canAccessStringTensor() throws {
        let tensor = try Tensor(.string, [4, 3, 2])
        XCTAssertEqual(try tensor.strings(), [String](repeating: "", count: 24))
        XCTAssertThrowsError(try tensor.scalars(as: Float.self))
        XCTAssertThrowsError(try Tensor(.f32, [1]).strings())
        XCTAssertThrowsError(try Tensor(.f32, [1]).set_strings(["a"]))
    }

    func testC25_8_canAccessU8Tensor() throws {
        let tensor = try Tensor(.u8, [4, 3, 2])
        XCTAssertNoThrow(try tensor.data(UInt8.self))
        XCTAssertNoThrow(try tensor.data(Int8.self))
        XCTAssertNoThrow(try tensor.data(Bool.self))
        XCTAssertThrowsError(try tensor.data(Float.self))
        XCTAssertThrowsError(try tensor.data(Double.self))
        XCTAssertThrowsError(try tensor.data(UInt32.self))
    }

    func testC25_9_emptySize() throws {
        let tensor = try Tensor(.f32, [0])
        XCTAssertNotEqual(UInt(bitPattern: tensor.data), 0)
        XCTAssertEqual(try tensor.scalars(as: Float.self), [])
        XCTAssertTrue(tensor.is_continuous)
    }

    func testC25_10_emptySizeStringTensor() throws {
        let tensor = try Tensor(.string, [0])
        XCTAssertNotEqual(UInt(bitPattern: tensor.data), 0)
        XCTAssertEqual(try tensor.strings(), [])
    }

    func testC25_13_to_15_storageOfPackedTypes() {
        XCTAssertEqual(ElementType.u2.storageByteCount(6), 2)
        XCTAssertEqual(ElementType.u3.storageByteCount(6), 3)
        XCTAssertEqual(ElementType.u6.storageByteCount(6), 6)
    }

    func testC25_55_createTensorWithZeroDimsCheckStride() throws {
        let tensor = try Tensor(.f32, [0, 0, 0, 0])
        XCTAssertEqual(try tensor.strides, [0, 0, 0, 0])
        XCTAssertTrue(tensor.is_continuous)
    }

    func testA5_12_C25_56_to_64_byteSizeOfPackedTypes() throws {
        let rows: [(ElementType, Int, Int)] = [
            (.u2, 3, 1), (.u2, 16, 4), (.u2, 17, 5), (.u3, 3, 2), (.u3, 16, 6), (.u3, 17, 7), (.u6, 3, 3), (.u6, 16, 12), (.u6, 17, 13),
            (.u1, 17, 3), (.u4, 3, 2), (.i4, 3, 2), (.nf4, 4, 2), (.f4e2m1, 5, 3),
        ]
        for (type, elements, bytes) in rows { XCTAssertEqual(try Tensor(type, [elements]).byte_size, bytes, "\(elements) of \(type)") }
    }

    func testC25_51_tensorInt4DataAccess() throws {
        let tensor = try Tensor(.i4, [2, 3])
        XCTAssertThrowsError(try Tensor(tensor, [0, 0], [1, 1]))
        XCTAssertThrowsError(try tensor.strides)
        XCTAssertThrowsError(try tensor.data(Int8.self))
        XCTAssertNotEqual(UInt(bitPattern: tensor.data), 0)
        XCTAssertTrue(tensor.is_continuous)
    }

    func testC25_72_createAllocationOverflow() {
        let shapes: [Shape] = [[Int.max, 2], [Int.max / 2, 4], [Int.max, Int.max, Int.max], [Int.max], [Int.max / 8, 2, 4]]
        for shape in shapes {
            for type in [ElementType.f32, .f64, .string] { XCTAssertThrowsError(try Tensor(type, shape), "\(shape)") }
            var text = ""
            XCTAssertThrowsError(try Tensor(.f64, shape)) { text = "\($0)" }
            XCTAssertTrue(text.contains("\(shape)"), text)
        }
        XCTAssertThrowsError(try Tensor(.f32, [2, -1])) { XCTAssertTrue("\($0)".contains("negative length -1")) }
    }

    func testA5_2_zeroElementsHaveData() throws {
        for type in ElementType.allTypes where type != .dynamic {
            let tensor = try Tensor(type, [0, 3])
            XCTAssertNotEqual(UInt(bitPattern: tensor.data), 0, "\(type)")
            XCTAssertEqual(tensor.byte_size, 0, "\(type)")
        }
    }

    func testA5_10_representableTypes() throws {
        let f64 = try Tensor([1.5, -2], shape: [2])
        XCTAssertThrowsError(try f64.data(Int64.self))
        let u32 = try Tensor([UInt32.max], shape: [])
        XCTAssertEqual(try u32.scalars(as: Int32.self), [-1])
        XCTAssertThrowsError(try u32.scalars(as: Float.self))
        let i64 = try Tensor([Int64.min, 7], shape: [2])
        XCTAssertEqual(try i64.scalars(as: Int.self), [Int.min, 7])
        XCTAssertEqual(try i64.scalars(as: UInt64.self), [1 << 63, 7])
        let bytes = try Tensor([UInt8(0), 1, 2], shape: [3])
        XCTAssertEqual(try bytes.scalars(as: Bool.self), [false, true, true])
        XCTAssertEqual(try bytes.scalars(as: Int8.self), [0, 1, 2])
        XCTAssertThrowsError(try bytes.data(UInt16.self))
        XCTAssertEqual(UnsafeRawPointer(try bytes.data(UInt8.self)), UnsafeRawPointer(bytes.data), "without a type it is always allowed")
        XCTAssertNoThrow(try Tensor(.f16, [1]).data(BFloat16.self))
        XCTAssertThrowsError(try Tensor(.f16, [1]).data(UInt16.self))
        let words = try Tensor(["a"], shape: [1])
        XCTAssertEqual(try words.strings(), ["a"])
        XCTAssertThrowsError(try words.data(UInt8.self))
        XCTAssertThrowsError(try bytes.strings())
        XCTAssertThrowsError(try Tensor(.f8e4m3, [1]).data(UInt8.self))
        let bf16 = try Tensor([BFloat16(1.5)], shape: [1])
        XCTAssertEqual(bf16.element_type, .bf16)
        XCTAssertEqual(try bf16.scalars(as: BFloat16.self).map { Float($0) }, [1.5])
    }

    func testA5_11_strides() throws {
        XCTAssertEqual(try Tensor(.f32, [0, 3]).strides, [12, 4])
        XCTAssertEqual(try Tensor(.f32, [3, 0]).strides, [0, 0])
        XCTAssertEqual(try Tensor(.f32, []).strides, [])
        XCTAssertThrowsError(try Tensor(.u1, [8]).strides) { XCTAssertTrue("\($0)".contains("u1")) }
    }

    func testA5_13_dynamicTypeCannotBeAllocated() {
        var byte = 0
        XCTAssertThrowsError(try Tensor(.dynamic, [1])) { XCTAssertTrue("\($0)".contains("dynamic")) }
        XCTAssertThrowsError(try Tensor(.dynamic, [1], &byte))
        XCTAssertThrowsError(try Tensor(.dynamic, [1], &byte, [1]))
    }

    func testA5_1_C26_32_handleSharesAndCopyDoesNot() throws {
        let tensor = try Tensor([Float(1), 2], shape: [2])
        let handle = tensor
        let copy = try Tensor(.f32, [0])
        try tensor.copy_to(copy)
        try tensor.data(Float.self)[0] = 9
        XCTAssertEqual(try handle.scalars(as: Float.self), [9, 2])
        XCTAssertEqual(try copy.scalars(as: Float.self), [1, 2])
        XCTAssertEqual(tensor, handle)
        XCTAssertNotEqual(tensor, copy)
    }

    func testOwnedMemoryIsAlignedAndZero() throws {
        for count in [1, 3, 1000, 100_000] {
            let tensor = try Tensor(.f32, [count])
            XCTAssertEqual(UInt(bitPattern: tensor.data) % 64, 0)
            XCTAssertTrue(try tensor.scalars(as: Float.self).allSatisfy { $0 == 0 })
        }
    }

    func testArraysMustFillTheShape() throws {
        XCTAssertThrowsError(try Tensor([Float(1), 2, 3], shape: [2])) { XCTAssertTrue("\($0)".contains("3 values")) }
        XCTAssertThrowsError(try Tensor(["a"], shape: [2]))
        XCTAssertThrowsError(try Tensor([Float](), shape: []))
        XCTAssertEqual(try Tensor([Float](), shape: [0, 4]).size, 0)
    }

    func testScopedAccess() throws {
        let tensor = try Tensor([Int32(1), 2, 3, 4], shape: [2, 2])
        XCTAssertEqual(try tensor.withUnsafeBytes { $0.count }, 16)
        XCTAssertEqual(try tensor.withSpan(of: Int32.self) { span in (0..<span.count).reduce(0) { $0 + span[$1] } }, 10)
        try tensor.withMutableSpan(of: Int32.self) { $0[3] = 40 }
        XCTAssertEqual(try tensor.scalars(as: Int32.self), [1, 2, 3, 40])
        let column = try Tensor(tensor, [0, 0], [2, 1])
        XCTAssertThrowsError(try column.withSpan(of: Int32.self) { _ in })
        XCTAssertThrowsError(try column.withUnsafeBytes { _ in })
        XCTAssertThrowsError(try tensor.withSpan(of: Float.self) { _ in })
        struct Stop: Error {}
        XCTAssertThrowsError(try tensor.withUnsafeBytes { _ in throw Stop() }) { XCTAssertTrue($0 is Stop) }
    }

    func testRawSpansAndBytes() throws {
        let tensor = try Tensor([UInt16(1), 2, 3, 4], shape: [2, 2])
        XCTAssertEqual(
            try tensor.withRawSpan { span in
                (0..<span.byteCount).reduce(0) { $0 + Int(span.unsafeLoad(fromByteOffset: $1, as: UInt8.self)) }
            }, 10)
        try tensor.withMutableRawSpan { $0.storeBytes(of: 7, toByteOffset: 2, as: UInt16.self) }
        XCTAssertEqual(try tensor.scalars(as: UInt16.self), [1, 7, 3, 4])
        XCTAssertEqual(Array(try tensor.bytes), [1, 0, 7, 0, 3, 0, 4, 0])
        let column = try Tensor(tensor, [0, 1], [2, 2])
        XCTAssertEqual(Array(try column.bytes), [7, 0, 4, 0], "packed, whatever the strides")
        XCTAssertEqual(try Tensor(.u16, [2], bytes: column.bytes).scalars(as: UInt16.self), [7, 4])
        XCTAssertThrowsError(try Tensor(.u16, [3], bytes: column.bytes)) { XCTAssertTrue("\($0)".contains("6"), "\($0)") }
        XCTAssertThrowsError(try Tensor(["a"], shape: [1]).bytes)
        XCTAssertEqual(Array(try Tensor(.u4, [3], bytes: Data([0x21, 0x03])).bytes), [0x21, 0x03])
        XCTAssertThrowsError(try column.withRawSpan { _ in })
    }

    func testDebugDescriptions() throws {
        XCTAssertEqual(try Tensor([1.5, 2] as [Float], shape: [2]).debugDescription, "Tensor f32[2] Strides{4}: 1.5, 2.0")
        XCTAssertEqual(try Tensor(["a", "b"], shape: [2, 1]).debugDescription, "Tensor string[2,1] Strides{32, 32}: \"a\", \"b\"")
        XCTAssertEqual(try Tensor(.u4, [3]).debugDescription, "Tensor u4[3]")
        XCTAssertEqual(try Tensor(.f32, [0]).debugDescription, "Tensor f32[0] Strides{0}")
        XCTAssertTrue(try Tensor(.i8, [100]).debugDescription.hasSuffix("0, …"))
    }

    func testMisalignedMemoryIsReadAndNotTyped() throws {
        let memory = TestMemory(.u8, elements: 17)
        let tensor = try Tensor(.f64, [2], memory.pointer + 1)
        XCTAssertThrowsError(try tensor.data(Double.self)) { XCTAssertTrue("\($0)".contains("aligned")) }
        XCTAssertEqual(try tensor.scalars(as: Double.self), [0, 0])
    }

    func testStringsRoundTrip() throws {
        let texts = (0..<6).map { "a text that is too long to be stored in place \($0)" }
        let tensor = try Tensor(texts, shape: [2, 3])
        XCTAssertEqual(tensor.element_type, .string)
        XCTAssertEqual(try tensor.strings(), texts)
        let column = try Tensor(tensor, [0, 1], [2, 2])
        try column.set_strings(["x", "y"])
        XCTAssertEqual(try tensor.strings(), [texts[0], "x", texts[2], texts[3], "y", texts[5]])
        XCTAssertThrowsError(try column.set_strings(["x"]))
        XCTAssertEqual(tensor.description, "Tensor string[2,3]")
    }

    func testOwnerKeepsTheMemory() throws {
        final class Owner: Sendable {}
        let memory = TestMemory(.f32, elements: 2)
        weak var released: Owner?
        var tensor: Tensor?
        do {
            let owner = Owner()
            released = owner
            tensor = try Tensor(.f32, [2], owner: owner, memory.pointer)
        }
        XCTAssertNotNil(released)
        XCTAssertEqual(try tensor?.scalars(as: Float.self), [0, 0])
        tensor = nil
        XCTAssertNil(released)
    }
}
