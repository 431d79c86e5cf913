import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class PaddingFusionTests: PassTestCase {
    private func pad(_ x: Output, _ begin: [Int64], _ end: [Int64], mode: String = "constant", value: Float = 0) throws -> Output {
        try opset.create("Pad", [x, try integers(begin), try integers(end), try scalar(value)], ["pad_mode": .string(mode)])
    }

    private func check(
        _ types: [String], seed: UInt64, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output, inout SeededGenerator) throws -> Output
    ) throws {
        try check(
            PaddingFusion.run, seed: seed, [[1, 4, 5, 6]], declared: [[1, 4, .dynamic, 6]], types: types, file: file, line: line
        ) { x, random in [try build(x[0], &random)] }
    }

    func testConvolutionsPadThemselves() throws {
        for autoPad in ["explicit", "valid"] {
            try check(["Convolution"], seed: 1) { x, random in
                try opset.create(
                    "Convolution", [try self.pad(x, [0, 0, 0, 1], [0, 0, 1, 2]), try self.constant([3, 4, 3, 3], &random)],
                    [
                        "strides": .integers([2, 1]), "pads_begin": .integers([1, 0]), "pads_end": .integers([0, 1]),
                        "auto_pad": .string(autoPad),
                    ])
            }
        }
        try check(["GroupConvolution"], seed: 2) { x, random in
            try opset.create(
                "GroupConvolution", [try self.pad(x, [0, 0, 1, 1], [0, 0, 1, 1]), try self.constant([4, 1, 1, 3, 3], &random)])
        }
    }

    func testAveragesCountTheZeros() throws {
        try check(["AvgPool"], seed: 3) { x, _ in
            try opset.create(
                "AvgPool", [try self.pad(x, [0, 0, 1, 1], [0, 0, 1, 1])],
                [
                    "kernel": .integers([3, 3]), "strides": .integers([2, 2]), "pads_begin": .integers([0, 0]),
                    "pads_end": .integers([0, 0]),
                    "exclude-pad": .boolean(true), "rounding_type": .string("floor"),
                ])
        }
    }

    func testOtherPaddingStays() throws {
        for (seed, mode, value) in [(UInt64(4), "constant", Float(1)), (5, "edge", 0)] {
            try check(["Pad", "Convolution"], seed: seed) { x, random in
                try opset.create(
                    "Convolution",
                    [try self.pad(x, [0, 0, 1, 1], [0, 0, 1, 1], mode: mode, value: value), try self.constant([3, 4, 3, 3], &random)])
            }
        }
        try check(["Pad", "Convolution"], seed: 6) { x, random in
            try opset.create("Convolution", [try self.pad(x, [0, 1, 0, 0], [0, 0, 0, 0]), try self.constant([3, 5, 1, 1], &random)])
        }
        try check(["Pad", "Convolution"], seed: 7) { x, random in
            try opset.create(
                "Convolution", [try self.pad(x, [0, 0, 1, 1], [0, 0, 1, 1]), try self.constant([3, 4, 3, 3], &random)],
                ["auto_pad": .string("same_upper")])
        }
        try check(["Pad", "MaxPool"], seed: 8) { x, _ in
            try opset.create(
                "MaxPool", [try self.pad(x, [0, 0, 1, 1], [0, 0, 1, 1])],
                [
                    "kernel": .integers([3, 3]), "strides": .integers([2, 2]), "pads_begin": .integers([0, 0]),
                    "pads_end": .integers([0, 0]),
                ])
        }
    }
}
