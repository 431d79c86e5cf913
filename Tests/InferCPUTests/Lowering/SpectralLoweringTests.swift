import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class SpectralLoweringTests: LoweringTestCase {
    func testTransformsOfAllLengthsComeBack() throws {
        for length in [1, 2, 3, 7, 8, 12, 31] {
            let values = (0..<2 * length).map { Float(sin(Double($0 * $0 + length))) }
            let data = try floats(values, [length, 2])
            let there = try run("DFT", [:], [data, integers([0])], constants: [1])[0]
            let back = try run("IDFT", [:], [there, integers([0])], constants: [1])[0].scalars(as: Float.self)
            for (value, expected) in zip(back, values) { XCTAssertEqual(value, expected, accuracy: 1e-5, "length \(length)") }
        }
    }

    func testTransformOfACosine() throws {
        let length = 6
        let values = (0..<length).map { Float(cos(2 * Double.pi * Double($0) / Double(length))) }
        let result = try run("RDFT", [:], [floats(values, [length]), integers([0])], constants: [1])[0]
        XCTAssertEqual(result.shape, [4, 2])
        for (value, expected) in zip(try result.scalars(as: Float.self), [0, 0, 3, 0, 0, 0, 0, 0] as [Float]) {
            XCTAssertEqual(value, expected, accuracy: 1e-5)
        }
        let back = try run("IRDFT", [:], [result, integers([0])], constants: [1])[0].scalars(as: Float.self)
        for (value, expected) in zip(back, values) { XCTAssertEqual(value, expected, accuracy: 1e-5) }
    }
}
