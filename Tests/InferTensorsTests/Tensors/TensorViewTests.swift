import InferTensors
import XCTest

final class TensorViewTests: XCTestCase {
    private let types: [ElementType] = [.f32, .string]

    func testC25_16_17_canAccessExternalData() throws {
        for type in types {
            let memory = TestMemory(type, elements: 6)
            let tensor = try Tensor(type, [2, 3], memory.pointer)
            XCTAssertEqual(tensor.data, memory.pointer)
            XCTAssertEqual(try tensor.strides, byteStrides([3, 1], type))
            XCTAssertEqual(tensor.size, 6)
            XCTAssertEqual(tensor.byte_size, 6 * type.size)
            XCTAssertThrowsError(try tensor.data(Int16.self))
        }
        let memory = TestMemory(.f32, elements: 6)
        let tensor = try Tensor(.f32, [2, 3], memory.pointer)
        memory.pointer.storeBytes(of: 7, toByteOffset: 8, as: Float.self)
        XCTAssertEqual(try tensor.data(Float.self)[2], 7)
    }

    func testC25_18_19_canAccessExternalDataWithStrides() throws {
        let memory = TestMemory(.f32, elements: 8)
        let tensor = try Tensor(.f32, [2, 3], memory.pointer, [16, 4])
        for index in 0..<8 { memory.pointer.storeBytes(of: Float(index), toByteOffset: index * 4, as: Float.self) }
        XCTAssertEqual(try tensor.strides, [16, 4])
        XCTAssertEqual(tensor.data, memory.pointer)
        XCTAssertEqual(try tensor.data(Float.self)[3], 3, "the padding is reached through the pointer")
        XCTAssertEqual(try tensor.scalars(as: Float.self), [0, 1, 2, 4, 5, 6])
        XCTAssertFalse(tensor.is_continuous)
        let strings = TestMemory(.string, elements: 8)
        let texts = try Tensor(.string, [2, 3], strings.pointer, byteStrides([4, 1], .string))
        try texts.set_strings(["a", "b", "c", "d", "e", "f"])
        XCTAssertEqual(try texts.strings(), ["a", "b", "c", "d", "e", "f"])
        XCTAssertEqual(try Tensor(.string, [8], strings.pointer).strings(), ["a", "b", "c", "", "d", "e", "f", ""])
    }

    func testC25_20_21_cannotCreateTensorWithExternalNullptr() throws {
        for type in types {
            XCTAssertThrowsError(try Tensor(type, [2, 3], nil)) { XCTAssertTrue("\($0)".contains("null")) }
            XCTAssertThrowsError(try Tensor(type, [2, 3], nil, byteStrides([3, 1], type)))
            XCTAssertNotEqual(UInt(bitPattern: try Tensor(type, [0, 3], nil).data), 0)
        }
    }

    func testA5_4_C25_22_23_cannotCreateTensorWithWrongStrides() throws {
        for type in types {
            let memory = TestMemory(type, elements: 24)
            func make(_ strides: Strides) throws -> Tensor { try Tensor(type, [2, 3], memory.pointer, strides) }
            for elements in [[6, 3, 1], [3], [2, 1], [3, 0], [0, 1], [4, 2], [1, 3], []] {
                XCTAssertThrowsError(try make(byteStrides(elements, type)), "\(elements)")
            }
            XCTAssertThrowsError(try make([3 * type.size + 1, type.size]))
            XCTAssertThrowsError(try make([6 * type.size, type.size + 1]))
            XCTAssertThrowsError(try make([Int.max - Int.max % type.size, type.size])) {
                XCTAssertTrue("\($0)".contains("axis 0"), "\($0)")
            }
            XCTAssertThrowsError(try make([-type.size, type.size]))
            XCTAssertEqual(try make(byteStrides([6, 2], type)).strides, byteStrides([6, 2], type))
        }
        XCTAssertEqual(try Tensor(.f32, [2, 3], TestMemory(.f32, elements: 12).pointer, [24, 8]).strides, [24, 8])
        XCTAssertThrowsError(try Tensor(.u4, [2, 3], TestMemory(.u8, elements: 12).pointer, [3, 1]))
    }

    func testA5_3_C25_28_29_cannotSetShapeOfBiggerSizeOnPreallocatedMemory() throws {
        for type in types {
            let memory = TestMemory(type, elements: 24)
            let tensor = try Tensor(type, [4, 3, 2], memory.pointer)
            XCTAssertThrowsError(try tensor.set_shape([4, 5, 6])) { XCTAssertTrue("\($0)".contains("[4,5,6]")) }
            XCTAssertEqual(tensor.shape, [4, 3, 2])
        }
    }

    func testC25_30_to_35_setShapeWithinPreallocatedMemory() throws {
        for type in types {
            let memory = TestMemory(type, elements: 200)
            let tensor = try Tensor(type, [4, 5, 6], memory.pointer)
            for shape in [[1, 2, 3], [4, 5, 6], [3, 2], [120], [4, 5, 6]] as [Shape] {
                try tensor.set_shape(shape)
                XCTAssertEqual(tensor.shape, shape)
                XCTAssertEqual(try tensor.strides, try type.packedStrides(shape))
                XCTAssertEqual(tensor.data, memory.pointer)
            }
            XCTAssertThrowsError(try tensor.set_shape([121]), "the memory has room; the shape that it was made with has not")
        }
    }

    func testC25_38_39_canChangeShapeOnStridedTensor() throws {
        for type in types {
            let memory = TestMemory(type, elements: 64)
            let strides = byteStrides([16, 4, 1], type)
            let tensor = try Tensor(type, [2, 3, 2], memory.pointer, strides)
            XCTAssertThrowsError(try tensor.set_shape([2, 4, 2]))
            XCTAssertThrowsError(try tensor.set_shape([2, 2]))
            XCTAssertThrowsError(try tensor.set_shape([-1, 1, 2]))
            try tensor.set_shape([1, 1, 2])
            XCTAssertEqual(tensor.shape, [1, 1, 2])
            XCTAssertEqual(try tensor.strides, strides)
            try tensor.set_shape([2, 3, 2])
            XCTAssertEqual(tensor.size, 12)
        }
    }

    func testC25_65_checkIsContinuousTensorScalar() throws {
        let memory = TestMemory(.f32, elements: 1)
        let tensor = try Tensor(.f32, [], memory.pointer, [])
        XCTAssertTrue(tensor.is_continuous)
        XCTAssertEqual(tensor.size, 1)
    }

    func testA5_8_C25_66_to_69_checkIsContinuousTensor() throws {
        let rows: [(Shape, continuous: [Shape], not: [Shape])] = [
            ([128], [[128], [64], [1]], []),
            ([32, 128], [[16, 128], [1, 128], [1, 16]], [[2, 16]]),
            ([5, 32, 128], [[2, 32, 128], [1, 1, 128], [1, 1, 64], [1, 16, 128]], [[2, 16, 128]]),
            (
                [3, 5, 32, 128], [[1, 2, 32, 128], [2, 5, 32, 128], [1, 1, 16, 128], [1, 1, 1, 128], [1, 1, 1, 32]],
                [[2, 2, 32, 128], [1, 2, 5, 128], [3, 5, 32, 64], [2, 1, 16, 128]]
            ),
        ]
        let memory = TestMemory(.f32, elements: 3 * 5 * 32 * 128)
        for (full, continuous, not) in rows {
            let strides = try ElementType.f32.packedStrides(full)
            for shape in continuous {
                XCTAssertTrue(try Tensor(.f32, shape, memory.pointer, strides).is_continuous, "\(shape) in \(full)")
            }
            for shape in not { XCTAssertFalse(try Tensor(.f32, shape, memory.pointer, strides).is_continuous, "\(shape) in \(full)") }
        }
        XCTAssertTrue(try Tensor(Tensor(.f32, [4, 4]), [1, 1], [3, 1]).is_continuous, "nothing is in one piece")
        for type in [ElementType.u1, .u3, .i4] { XCTAssertTrue(try Tensor(type, [3, 5]).is_continuous, "\(type)") }
    }
}
