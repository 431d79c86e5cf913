import InferTensors
import XCTest

final class TensorShapeTests: XCTestCase {
    private let types: [ElementType] = [.f32, .string, .i64, .u8]

    func testC25_26_27_canSetShape() throws {
        for type in types {
            let tensor = try Tensor(type, [1, 2, 3])
            let handle = tensor
            try tensor.set_shape([4, 5, 6])
            XCTAssertEqual(tensor.shape, [4, 5, 6])
            XCTAssertEqual(try tensor.strides, byteStrides([30, 6, 1], type))
            XCTAssertEqual(tensor.byte_size, 120 * type.size)
            XCTAssertEqual(handle.shape, [4, 5, 6])
            XCTAssertEqual(handle.data, tensor.data)
            let grown = tensor.data
            for shape in [[3, 2], [0, 7], [], [120]] as [Shape] {
                try tensor.set_shape(shape)
                XCTAssertEqual(tensor.data, grown)
                XCTAssertEqual(tensor.shape, shape)
            }
            for shape in [[Int.max, 2], [Int.max], [-1]] as [Shape] { XCTAssertThrowsError(try tensor.set_shape(shape)) }
            XCTAssertEqual(tensor.shape, [120])
            XCTAssertEqual(tensor.data, grown)
        }
    }

    func testC25_36_37_canSetShapeOfOriginalSizeAfterDecreasing() throws {
        for type in types {
            let tensor = try Tensor(type, [4, 5, 6])
            let data = tensor.data
            try tensor.set_shape([1, 2, 3])
            XCTAssertEqual(tensor.data, data)
            try tensor.set_shape([4, 5, 6])
            XCTAssertEqual(tensor.data, data)
        }
    }

    func testA5_2_packedTypesKeepTheirCapacity() throws {
        let tensor = try Tensor(.u3, [9])
        let data = tensor.data
        try tensor.set_shape([16])
        XCTAssertEqual(tensor.data, data, "16 elements of 3 bits take the 6 bytes that 9 take")
        XCTAssertEqual(tensor.byte_size, 6)
        try tensor.set_shape([17])
        XCTAssertEqual(tensor.byte_size, 7)
    }

    func testC26_29_setShapeChangesRank() throws {
        let tensor = try Tensor(.f32, [1, 2, 3])
        for shape in [[6], [3, 2, 1, 1], [], [2, 5]] as [Shape] {
            try tensor.set_shape(shape)
            XCTAssertEqual(tensor.shape, shape)
        }
    }

    func testStringsOfAGrownTensorAreEmpty() throws {
        let tensor = try Tensor(["a"], shape: [1])
        try tensor.set_shape([3])
        XCTAssertEqual(try tensor.strings(), ["", "", ""])
    }

    func testSnapshotKeepsMemoryThatTheTensorLeft() throws {
        let tensor = try Tensor([Float(1), 2], shape: [2])
        let before = try tensor.snapshot
        try tensor.set_shape([1000])
        XCTAssertNotEqual(before.data, tensor.data)
        XCTAssertEqual(before.data.loadUnaligned(fromByteOffset: 4, as: Float.self), 2)
        XCTAssertEqual(before.shape, [2])
        XCTAssertEqual(before.spannedByteCount, 8)
        XCTAssertFalse(before.overlaps(try tensor.snapshot))
        XCTAssertTrue(before.overlaps(before))
    }

    /// Whatever the order, a look at the tensor is never half of one shape and half of another.
    func testShapeAndStorageChangeAsOne() async throws {
        let tensor = try Tensor(.f32, [1])
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<200 {
                        if worker % 2 == 0 {
                            try? tensor.set_shape([round % 7 + 1, worker + 1])
                        } else if let snapshot = try? tensor.snapshot {
                            XCTAssertEqual(snapshot.byteSize, shape_size(snapshot.shape) * 4)
                            XCTAssertEqual(snapshot.strides, try? ElementType.f32.packedStrides(snapshot.shape))
                            snapshot.data.storeBytes(of: 1, toByteOffset: snapshot.byteSize - 4, as: Float.self)
                        }
                    }
                }
            }
        }
    }
}
