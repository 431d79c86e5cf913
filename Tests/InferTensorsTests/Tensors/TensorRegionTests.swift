import InferTensors
import XCTest

final class TensorRegionTests: XCTestCase {
    private let types: [ElementType] = [.i32, .string]

    func testC25_41_makeRangeRoiTensor() throws {
        let tensor = try Tensor(.i32, [1, 3, 6, 5])
        let region = try Tensor(tensor, [0, 0, 1, 2], [1, 3, 5, 4])
        XCTAssertEqual(region.shape, [1, 3, 4, 2])
        XCTAssertEqual(region.data, tensor.data + 28)
        XCTAssertEqual(try region.data(Int32.self), try tensor.data(Int32.self) + 7)
        XCTAssertEqual(try region.strides, try tensor.strides)
        XCTAssertEqual(region.element_type, tensor.element_type)
    }

    func testC25_42_makeRangeRoiStringTensor() throws {
        let tensor = try Tensor(.string, [1, 3, 6, 5])
        let region = try Tensor(tensor, [0, 0, 1, 2], [1, 3, 5, 4])
        XCTAssertEqual(region.shape, [1, 3, 4, 2])
        XCTAssertEqual(region.data, tensor.data + 7 * 32)
        XCTAssertEqual(try region.strides, try tensor.strides)
    }

    func testB27_B28_continuity() throws {
        let tensor = try Tensor(.i32, [1, 3, 6, 5])
        let box = try Tensor(tensor, [0, 0, 1, 2], [1, 3, 5, 4])
        XCTAssertEqual(box.shape, [1, 3, 4, 2])
        XCTAssertEqual(try box.strides, [360, 120, 20, 4])
        XCTAssertEqual(box.byte_size, 96)
        XCTAssertFalse(box.is_continuous)
        XCTAssertTrue(try Tensor(tensor, [0, 1, 0, 0], [1, 3, 6, 5]).is_continuous)
        XCTAssertTrue(try Tensor(tensor, [0, 1, 2, 1], [1, 2, 3, 4]).is_continuous)
    }

    func testC25_43_44_setSmallerShapeOnRoiTensor() throws {
        let tensor = try Tensor(.i32, [1, 3, 6, 5])
        let region = try Tensor(tensor, [0, 0, 1, 2], [1, 3, 5, 4])
        try region.set_shape([1, 3, 2, 2])
        XCTAssertEqual(region.shape, [1, 3, 2, 2])
        XCTAssertEqual(region.size, 12)
        try region.set_shape([1, 3, 4, 2])
        XCTAssertEqual(region.shape, [1, 3, 4, 2])
        XCTAssertEqual(tensor.shape, [1, 3, 6, 5])
    }

    func testC25_45_zeroShapeOnRoiTensor() throws {
        let region = try Tensor(try Tensor(.i32, [1, 3, 6, 5]), [0, 0, 1, 2], [1, 3, 5, 4])
        try region.set_shape([0, 0, 0, 0])
        XCTAssertEqual(region.shape, [0, 0, 0, 0])
        XCTAssertTrue(region.is_continuous)
        try region.set_shape([1, 3, 4, 2])
    }

    func testC25_46_growingOverTheRoiThrows() throws {
        let region = try Tensor(try Tensor(.i32, [1, 3, 6, 5]), [0, 0, 1, 2], [1, 3, 5, 4])
        for shape in [[1, 3, 6, 3], [1, 3, 4, 3], [2, 3, 4, 2], [1, 3, 4, Int.max], [1, 3, 4, -1]] as [Shape] {
            XCTAssertThrowsError(try region.set_shape(shape), "\(shape)")
        }
        XCTAssertEqual(region.shape, [1, 3, 4, 2])
    }

    func testC25_47_50_cannotSetLowerRankOnRoiTensor() throws {
        for type in types {
            let region = try Tensor(try Tensor(type, [1, 3, 6, 5]), [0, 0, 1, 2], [1, 3, 5, 4])
            XCTAssertThrowsError(try region.set_shape([3, 2])) { XCTAssertTrue("\($0)".contains("rank")) }
            XCTAssertThrowsError(try region.set_shape([]))
        }
    }

    func testA5_6_C25_48_setShapeExpandRoiRank() throws {
        let tensor = try Tensor((0..<25).map { Int32($0) }, shape: [5, 5])
        let region = try Tensor(tensor, [1, 1], [4, 4])
        XCTAssertEqual(region.shape, [3, 3])
        try region.set_shape([1, 1, 2])
        XCTAssertEqual(region.shape, [1, 1, 2])
        XCTAssertEqual(try region.scalars(as: Int32.self), [6, 7])
        try region.set_shape([1, 1, 2, 2])
        XCTAssertEqual(try region.strides, [100, 100, 20, 4], "as many strides as axes")
        XCTAssertEqual(try region.scalars(as: Int32.self), [6, 7, 11, 12])
        try region.set_shape([1, 1, 0, 3])
        XCTAssertEqual(region.size, 0)
        try region.set_shape([1, 1, 3, 3])
        XCTAssertEqual(try region.scalars(as: Int32.self), [6, 7, 8, 11, 12, 13, 16, 17, 18], "as far as the region went at first")
        XCTAssertThrowsError(try region.set_shape([1, 1, 3, 4]))
    }

    func testC25_49_setShapeInvalidExpandRoiRank() throws {
        let region = try Tensor(try Tensor(.i32, [5, 5]), [1, 1], [4, 4])
        XCTAssertThrowsError(try region.set_shape([2, 3, 3]))
        XCTAssertThrowsError(try region.set_shape([0, 3, 3]))
        XCTAssertThrowsError(try region.set_shape([1, 3, 4]))
        XCTAssertThrowsError(try region.set_shape([3]))
        try region.set_shape([1, 3, 3])
        XCTAssertThrowsError(try region.set_shape([3, 3]), "the rank only grows")
    }

    func testB29_C25_52_makeRangeRoiBlobWrongSize() throws {
        for type in types {
            let tensor = try Tensor(type, [1, 3, 4, 4])
            let wrong: [(Coordinate, Coordinate)] = [
                ([0, 0, 1, 2], [1, 3, 5, 4]), ([0, 0, 1], [1, 3, 4]), ([0, 0, 0, 0], [1, 3, 4]), ([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]),
                ([0, 0, 3, 0], [1, 3, 2, 4]), ([0, 0, -1, 0], [1, 3, 4, 4]), ([0, 0, 5, 0], [1, 3, 5, 4]), ([], []),
            ]
            for (begin, end) in wrong { XCTAssertThrowsError(try Tensor(tensor, begin, end), "\(begin) \(end)") }
        }
    }

    func testC25_53_54_readRangeRoiBlob() throws {
        for type in types {
            let tensor = try Tensor(type, [1, 3, 6, 5])
            let region = try Tensor(tensor, [0, 0, 1, 2], [1, 3, 5, 4])
            let outer = try tensor.strides
            let inner = try region.strides
            for channel in 0..<3 {
                for row in 0..<4 {
                    for column in 0..<2 {
                        let own = region.data + channel * inner[1] + row * inner[2] + column * inner[3]
                        XCTAssertEqual(own, tensor.data + channel * outer[1] + (row + 1) * outer[2] + (column + 2) * outer[3])
                    }
                }
            }
        }
    }

    func testA5_5_emptyScalarAndNestedRegions() throws {
        let tensor = try Tensor((0..<24).map { Float($0) }, shape: [2, 3, 4])
        XCTAssertEqual(try Tensor(tensor, [1, 1, 1], [1, 2, 3]).shape, [0, 1, 2])
        XCTAssertEqual(try Tensor(tensor, [2, 3, 4], [2, 3, 4]).size, 0)
        let scalar = try Tensor([Float(5)], shape: [])
        XCTAssertEqual(try Tensor(scalar, [], []).scalars(as: Float.self), [5])
        let region = try Tensor(tensor, [0, 1, 0], [2, 3, 3])
        let nested = try Tensor(region, [1, 0, 1], [2, 2, 3])
        XCTAssertEqual(try nested.scalars(as: Float.self), [17, 18, 21, 22])
        XCTAssertEqual(try nested.strides, try tensor.strides)
    }

    func testA5_5_C26_27_sharesMemoryAndKeepsTheOwnerAlive() throws {
        var tensor: Tensor? = try Tensor((0..<6).map { Float($0) }, shape: [2, 3])
        let region = try tensor.map { try Tensor($0, [0, 1], [2, 3]) }
        try region?.data(Float.self)[0] = 10
        XCTAssertEqual(try tensor?.scalars(as: Float.self), [0, 10, 2, 3, 4, 5])
        tensor = nil
        XCTAssertEqual(try region?.scalars(as: Float.self), [10, 2, 4, 5])
    }

    func testA5_7_followsItsOwner() throws {
        let tensor = try Tensor((0..<6).map { Float($0) }, shape: [2, 3])
        let region = try Tensor(tensor, [0, 1], [1, 3])
        let nested = try Tensor(region, [0, 1], [1, 2])
        try tensor.set_shape([50, 40])
        XCTAssertEqual(region.data, tensor.data + 4)
        XCTAssertEqual(try region.strides, [160, 4])
        XCTAssertEqual(nested.data, tensor.data + 8)
        XCTAssertEqual(region.shape, [1, 2])
    }

    func testA5_7_throwsWhenItNoLongerFits() throws {
        let tensor = try Tensor((0..<6).map { Float($0) }, shape: [2, 3])
        let region = try Tensor(tensor, [0, 1], [2, 3])
        let old = region.data
        try tensor.set_shape([100])
        XCTAssertThrowsError(try region.data(Float.self)) { XCTAssertTrue("\($0)".contains("[100]"), "\($0)") }
        XCTAssertThrowsError(try region.strides)
        XCTAssertThrowsError(try region.scalars(as: Float.self))
        XCTAssertThrowsError(try region.snapshot)
        XCTAssertThrowsError(try region.set_shape([1, 1]))
        XCTAssertThrowsError(try region.copy_to(try Tensor(.f32, [0])))
        XCTAssertThrowsError(try Tensor(.f32, [2, 2]).copy_to(region))
        XCTAssertEqual(region.shape, [2, 2])
        XCTAssertEqual(region.data, old)
        XCTAssertEqual(region.data.load(as: Float.self), 1, "the old memory stays valid")
        try tensor.set_shape([4, 3])
        XCTAssertEqual(try region.data(Float.self), try tensor.data(Float.self) + 1)
    }

    func testC26_30_noRegionsOfPackedTypes() throws {
        for type in [ElementType.u1, .u4, .i4, .nf4] {
            XCTAssertThrowsError(try Tensor(try Tensor(type, [4, 4]), [0, 0], [1, 1])) { XCTAssertTrue("\($0)".contains("\(type)")) }
        }
    }
}
