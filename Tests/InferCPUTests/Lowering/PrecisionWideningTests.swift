import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class PrecisionWideningTests: LoweringTestCase {
    func testHalvesGoThroughSinglePrecision() throws {
        let wide = try floats([1, 2, 3, 4], [2, 2])
        let expected: [Float] = [7, 10, 15, 22]
        for type in [ElementType.bf16, .f64] {
            let narrow = try run("Convert", ["destination_type": .elementType(type)], [wide])[0]
            let product = try run("MatMul", [:], [narrow, narrow])[0]
            XCTAssertEqual(product.element_type, type)
            let result = try run("Convert", ["destination_type": "f32"], [product])[0]
            XCTAssertEqual(try result.scalars(as: Float.self), expected, "\(type)")
        }
    }

    func testIntegerProductsAreExact() throws {
        let large = Int32(1 << 24) + 1
        let left = try Tensor([large, 1], shape: [1, 2])
        let right = try Tensor([Int32(1), 1], shape: [2, 1])
        XCTAssertEqual(try run("MatMul", [:], [left, right])[0].scalars(as: Int32.self), [large + 1])
    }
}
