import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class GenerationLoweringTests: LoweringTestCase {
    /// The numbers of the specification's examples.
    func testRandomNumbersAreThoseOfTheirFrameworks() throws {
        func draw(_ alignment: AttributeValue, _ type: AttributeValue, _ least: Tensor, _ bound: Tensor) throws -> Tensor {
            try run(
                "RandomUniform", ["output_type": type, "global_seed": 150, "op_seed": 10, "alignment": alignment],
                [integers([6]), least, bound], constants: [0, 1, 2])[0]
        }
        let philox = try draw("tensorflow", "f32", floats([0], []), floats([1], [])).scalars(as: Float.self)
        for (value, expected) in zip(philox, [0.7011236, 0.30539632, 0.93931055, 0.9456035, 0.11694777, 0.50770056] as [Float]) {
            XCTAssertEqual(value, expected, accuracy: 1e-6)
        }
        let whole = try draw("tensorflow", "i32", Tensor([Int32(0)], shape: []), Tensor([Int32(100)], shape: []))
        XCTAssertEqual(try whole.scalars(as: Int32.self), [35, 10, 16, 5, 97, 45])
        let twister = try draw("pytorch", "i32", Tensor([Int32(0)], shape: []), Tensor([Int32(100)], shape: []))
        XCTAssertEqual(try twister.scalars(as: Int32.self), [76, 78, 71, 73, 44, 46])
    }

    func testRangesOfHalves() throws {
        for constants in [[], [0, 1, 2]] as [Set<Int>] {
            let limits = try [1, 2.75, 0.5].map { try run("Convert", ["destination_type": "f16"], [floats([$0], [])])[0] }
            let halves = try run("Range", ["output_type": "f16"], limits, constants: constants)[0]
            XCTAssertEqual(try run("Convert", ["destination_type": "f32"], [halves])[0].scalars(as: Float.self), [1, 1.5, 2, 2.5])
        }
    }

    /// No range leads from anywhere to what is no number.
    func testRangesWithoutAnEndAreRefused() throws {
        for end in [Float.nan, .infinity] {
            XCTAssertThrowsError(try run("Range", ["output_type": "f32"], [floats([1], []), floats([end], []), floats([1], [])]))
        }
    }

    func testEyeWithFarDiagonals() throws {
        for (diagonal, expected) in [
            (Int64(0), [1, 0, 0, 0, 1, 0]), (1, [0, 1, 0, 0, 0, 1]), (-1, [0, 0, 0, 1, 0, 0]), (.max, [0, 0, 0, 0, 0, 0]),
            (.min, [0, 0, 0, 0, 0, 0]),
        ] as [(Int64, [Int32])] {
            let result = try run(
                "Eye", ["output_type": "i32"], [integers([2], []), integers([3], []), integers([diagonal], [])], constants: [0, 1, 2])[0]
            XCTAssertEqual(try result.scalars(as: Int32.self), expected, "diagonal \(diagonal)")
        }
    }
}
