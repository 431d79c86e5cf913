import InferTensors
import XCTest

final class QuantizationLoweringTests: LoweringTestCase {
    /// 11.747072 times 0.11702365 is a little less than 1.375, the middle of two numbers of f8e5m2; in f16 it is 1.375 itself.
    func testNumbersAreRoundedToHalvesBeforeTheyAreRoundedToBytes() throws {
        let scale: Float = 0.117_023_65
        let product: Float = 11.747_072 * scale
        XCTAssertLessThan(product, 1.375)
        let output = try run("FakeConvert", ["destination_type": "f8e5m2"], [try floats([11.747_072], [1]), try floats([scale], [])])[0]
        XCTAssertEqual(try output.scalars(as: Float.self)[0] * scale, 1.5, accuracy: 1e-5)
    }
}
