import XCTest

@testable import InferKernels

final class InterpolationTests: XCTestCase {
    /// OpenVINO's answers for a tensor [1, 2, 3, 4] of (i · 37 mod 23 − 11) / 4, resized along its last two axes.
    private static let golden: [(attributes: Interpolation.Attributes, size: [Int], values: [Float])] = [
        (
            .init(mode: .nearest, coordinateMode: .halfPixel, nearestMode: .roundPreferFloor), [5, 7],
            [
                -2.75, -2.75, 0.75, 0.75, -1.5, 2, 2, -2.75, -2.75, 0.75, 0.75, -1.5, 2, 2, -0.25, -0.25, -2.5, -2.5, 1, -1.25, -1.25, 2.25,
                2.25, 0, 0, -2.25, 1.25, 1.25, 2.25, 2.25, 0, 0, -2.25, 1.25, 1.25, -1, -1, 2.5, 2.5, 0.25, -2, -2, -1, -1, 2.5, 2.5, 0.25,
                -2, -2, 1.5, 1.5, -0.75, -0.75, 2.75, 0.5, 0.5, -1.75, -1.75, 1.75, 1.75, -0.5, -2.75, -2.75, -1.75, -1.75, 1.75, 1.75,
                -0.5, -2.75, -2.75,
            ]
        ),
        (
            .init(mode: .nearest, coordinateMode: .alignCorners, nearestMode: .ceil), [5, 2],
            [-2.75, 2, -0.25, -1.25, -0.25, -1.25, 2.25, 1.25, 2.25, 1.25, -1, -2, 1.5, 0.5, 1.5, 0.5, -1.75, -2.75, -1.75, -2.75]
        ),
        (
            .init(mode: .nearest, coordinateMode: .asymmetric, nearestMode: .simple), [2, 9],
            [
                -2.75, -2.75, -2.75, 0.75, 0.75, -1.5, -1.5, 2, 2, 2.25, 2.25, 2.25, 0, 0, -2.25, -2.25, 1.25, 1.25, -1, -1, -1, 2.5, 2.5,
                0.25, 0.25, -2, -2, -1.75, -1.75, -1.75, 1.75, 1.75, -0.5, -0.5, -2.75, -2.75,
            ]
        ),
        (
            .init(mode: .linear, coordinateMode: .halfPixel, nearestMode: .floor), [5, 3],
            [
                -2.16667, -0.375, 1.41667, -1.55, -0.525, 0.5, -0.625, -0.75, -0.875, 0.875, -0.975, 0.0500001, 1.875, -1.125, 0.666666,
                -0.416667, 1.375, -1.625, 0.2, 1.225, -0.625, 1.125, 1, 0.875, -0.25, 0.775, -1.075, -1.16667, 0.625, -2.375,
            ]
        ),
        (
            .init(mode: .linearONNX, coordinateMode: .tfHalfPixelForNN, nearestMode: .floor), [2, 6],
            [
                -1.14583, -1.6875, -0.3125, 0.104167, -0.4375, -0.4375, 1.5, 0, -1.5, -1.08333, 1.25, 1.25, 0.604167, 0.0625, 1.4375, 1.375,
                -0.125, -0.125, -0.583333, 1.75, 0.25, -1.25, -2.75, -2.75,
            ]
        ),
        (
            .init(mode: .linearONNX, coordinateMode: .alignCorners, nearestMode: .floor), [5, 6],
            [
                -2.75, -0.65, 0.3, -1.05, -0.0999997, 2, -1.5, -1.125, -0.75, -0.375, 5.96046e-08, 0.375, -0.25, -1.6, -1.8, 0.3, 0.0999998,
                -1.25, 1, -0.35, -1.125, -0.75, -0.375, 0, 2.25, 0.9, -0.45, -1.8, -0.85, 1.25, -1, 1.1, 2.05, 0.7, -0.65, -2, 0.25, 0.625,
                1, 1.375, 0.6, -0.75, 1.5, 0.15, -0.0499998, 2.05, 1.85, 0.5, -0.125, 0.25, 0.625, 1, 0.225, -1.125, -1.75, 0.35, 1.3,
                -0.0500002, -1.4, -2.75,
            ]
        ),
        (
            .init(mode: .linearONNX, coordinateMode: .pytorchHalfPixel, nearestMode: .floor), [1, 6],
            [-2.75, -1, 0.375, -1.125, 0.25, 2, -1, 0.75, 2.125, 0.625, -0.875, -2]
        ),
        (
            .init(mode: .cubic, coordinateMode: .halfPixel, nearestMode: .floor), [6, 3],
            [
                -2.37473, -0.335449, 1.70383, -1.9432, -0.427826, 0.876509, -1.2647, -0.568634, -0.505682, 0.12145, -0.996643, -0.754705,
                1.43249, -1.47015, 0.270064, 2.24035, -1.76047, 0.87473, -0.62473, 2.01047, -1.99035, -0.0200635, 1.7012, -1.00936, 1.00471,
                1.18979, 0.647959, 0.755682, 0.940765, 0.398936, -0.626509, 1.09476, -1.6158, -1.45383, 1.18137, -2.81945,
            ]
        ),
        (
            .init(mode: .cubic, coordinateMode: .asymmetric, nearestMode: .floor), [4, 5],
            [
                -2.75, 0.35, -0.753, -0.385, 2.336, -1.08008, -2.12978, -0.211875, 0.476328, -0.9265, 1.23438, -1.17556, -1.05238,
                -0.231563, -0.296438, 2.51367, 0.933891, -2.08997, -1.30797, 1.90789, -1, 2.1, 1.618, -0.866, -2.216, 1.27637, -0.273047,
                1.56966, 1.95617, 0.0603672, 0.109375, 0.0684375, 1.15691, 0.612094, -1.10663, -2.09277, 1.56516, 0.804191, -2.02427,
                -3.30877,
            ]
        ),
        (
            .init(mode: .bilinearPillow, coordinateMode: .halfPixel, nearestMode: .floor, cubeCoefficient: -0.5), [2, 3],
            [-1.40938, -0.515625, 0.378125, 0.6375, -0.984375, -0.0906251, 0.340625, 1.23438, -0.3875, -0.128125, 0.765625, -0.85625]
        ),
        (
            .init(mode: .bicubicPillow, coordinateMode: .halfPixel, nearestMode: .floor, cubeCoefficient: -0.5), [5, 2],
            [
                -1.17726, 0.483861, -1.22576, 0.137767, -1.09504, -0.404959, 0.0841483, -0.531169, 0.852585, -0.552725, 0.802725, -0.602585,
                0.771594, 0.283944, 0.654959, 1.34504, 0.251071, -0.236578, -0.00387892, -1.40919,
            ]
        ),
        (
            .init(mode: .linearONNX, coordinateMode: .halfPixel, nearestMode: .floor, padsBegin: [0, 0, 1, 0], padsEnd: [0, 0, 0, 2]),
            [6, 5],
            [
                0, 0, 0, 0, 0, -1.2, 0.0374999, 0.125, 0.3, 0, -2.07917, -0.179167, 0.1875, 0.4375, 0, -0.795833, -1.19583, -0.0625,
                -0.2125, 0, 0.775, -1.0625, -0.3125, 0, 0, 2.025, -0.675, -0.5, 0.375, 0, 0, 0, 0, 0, 0, -0.325, 0.9125, -0.4375, -0.3, 0,
                -0.329167, 1.57083, -0.458333, -0.475, 0, 0.954167, 0.554167, 1.20833, 0.0249999, 0, -0.0624999, 0.6875, 0, -0.3375, 0,
                -1.4, 1.075, -1.625, -0.824999, 0,
            ]
        ),
    ]

    private func resize(
        _ attributes: Interpolation.Attributes, _ values: [Float], _ input: TestLayout, _ output: TestLayout, axes: [Int],
        scales: [Float]? = nil, threads: Int = 2
    ) throws -> [Float] {
        let kernel = try Interpolation(
            attributes, inputShape: input.shape, inputStrides: input.strides, outputShape: output.shape, outputStrides: output.strides,
            axes: axes, scales: scales)
        let team = WorkerTeam(threads: threads)
        let source = input.memory(values, filler: .nan)
        var result = [Float](repeating: .nan, count: output.span)
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(1, kernel.scratchBytes(threads: threads)), alignment: 64)
        defer { scratch.deallocate() }
        kernel.run(source, &result, scratch: scratch, team: team)
        return output.values(result)
    }

    func testGoldenValuesInBothMemoryOrders() throws {
        let values = (0..<24).map { Float($0 * 37 % 23 - 11) / 4 }
        for (attributes, size, expected) in Self.golden {
            for order in [[0, 1, 2, 3], [0, 2, 3, 1]] {
                let result = try resize(
                    attributes, values, TestLayout([1, 2, 3, 4], order: order), TestLayout([1, 2] + size, order: order), axes: [2, 3])
                XCTAssertEqual(result.count, expected.count)
                for (value, reference) in zip(result, expected) {
                    XCTAssertEqual(value, reference, accuracy: 2e-5, "\(attributes) to \(size), order \(order)")
                }
            }
        }
    }

    /// Any order of axes in memory, any set of axes, any number of threads: the plain layout's answer.
    func testMemoryOrderDoesNotMatter() throws {
        for seed in UInt64(1)...120 {
            var numbers = SeededNumbers(seed)
            let rank = Int.random(in: 1...5, using: &numbers)
            let shape = numbers.lengths(rank)
            guard let mode = Interpolation.Mode.allCases.randomElement(using: &numbers),
                let coordinateMode = Interpolation.CoordinateMode.allCases.randomElement(using: &numbers)
            else { return }
            let isPillow = mode == .bilinearPillow || mode == .bicubicPillow
            let axes = shape.indices.shuffled(using: &numbers).prefix(.random(in: 1...(isPillow ? min(2, rank) : rank), using: &numbers))
                .sorted()
            let pads = shape.map { _ in isPillow ? 0 : Int.random(in: 0...1, using: &numbers) }
            let attributes = Interpolation.Attributes(
                mode: mode, coordinateMode: coordinateMode, antialias: .random(using: &numbers), padsBegin: pads)
            var outputShape = shape.indices.map { shape[$0] + pads[$0] }
            for axis in axes { outputShape[axis] = .random(in: 1...9, using: &numbers) }
            let values = numbers.floats(shape.reduce(1, *))
            let expected = try resize(attributes, values, TestLayout(shape), TestLayout(outputShape), axes: axes, threads: 1)
            XCTAssertFalse(expected.contains { $0.isNaN }, "seed \(seed)")
            let result = try resize(
                attributes, values, TestLayout(shape, using: &numbers), TestLayout(outputShape, using: &numbers), axes: axes)
            for (value, reference) in zip(result, expected) { XCTAssertEqual(value, reference, accuracy: 1e-5, "seed \(seed)") }
        }
    }

    func testIntegersFollowTheReference() throws {
        func run(_ mode: Interpolation.Mode, _ source: [UInt8], to length: Int) throws -> [UInt8] {
            let kernel = try Interpolation(
                .init(mode: mode), inputShape: [source.count], inputStrides: [1], outputShape: [length], outputStrides: [1], axes: [0])
            var result = [UInt8](repeating: 99, count: length)
            kernel.run(source, &result, team: WorkerTeam(threads: 1))
            return result
        }
        // At 0.25 and 0.75 between 10 and 13: truncated as in ONNX's mode, rounded in mode linear and in Pillow's.
        XCTAssertEqual(try run(.linearONNX, [10, 13], to: 4), [10, 10, 12, 13])
        XCTAssertEqual(try run(.linear, [10, 13], to: 4), [10, 11, 12, 13])
        XCTAssertEqual(try run(.bilinearPillow, [10, 13], to: 4), [10, 11, 12, 13])
        XCTAssertEqual(try run(.cubic, [0, 0, 255, 255], to: 8), [0, 0, 0, 57, 197, 255, 255, 255])
    }

    func testNonsenseIsAnError() {
        func make(_ shape: [Int], _ output: [Int], axes: [Int], scales: [Float]? = nil, mode: Interpolation.Mode = .linear) throws {
            let strides = TestLayout(shape).strides
            _ = try Interpolation(
                .init(mode: mode), inputShape: shape, inputStrides: strides, outputShape: output, outputStrides: strides, axes: axes,
                scales: scales)
        }
        XCTAssertThrowsError(try make([2, 3], [2, 4], axes: [0]))
        XCTAssertThrowsError(try make([2, 3], [2, 4], axes: [1, 1]))
        XCTAssertThrowsError(try make([2, 3], [2, 4], axes: [2]))
        XCTAssertThrowsError(try make([2, 3], [2, 4], axes: [1], scales: [.nan]))
        XCTAssertThrowsError(try make([2, 3], [2, 4], axes: [1], scales: [0]))
        XCTAssertThrowsError(try make([2, 3, 4], [3, 4, 5], axes: [0, 1, 2], mode: .bilinearPillow))
        XCTAssertNoThrow(try make([2, 3], [2, 4], axes: [1], scales: [1e-38]))
        XCTAssertNoThrow(try make([2, 3], [2, 4], axes: [1], scales: [1e38], mode: .cubic))
        XCTAssertNoThrow(try make([0, 3], [0, 4], axes: [1]))
        XCTAssertNoThrow(try make([2, 0], [2, 4], axes: [1]))
    }
}
