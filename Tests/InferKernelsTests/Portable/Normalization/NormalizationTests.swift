import XCTest

@testable import InferKernels

final class NormalizationTests: XCTestCase {
    /// Offsets of a slice's elements, for each slice: logical indices grouped by their coordinates on the kept axes.
    private func slices(_ shape: [Int], _ axes: [Int]) -> [[Int]] {
        let kept = TestLayout(shape.indices.map { axes.contains($0) ? 1 : shape[$0] })
        let plain = TestLayout(shape)
        var result = [[Int]](repeating: [], count: kept.count)
        for index in 0..<plain.count {
            var slice = 0
            for axis in shape.indices where !axes.contains(axis) { slice += index / plain.strides[axis] % shape[axis] * kept.strides[axis] }
            result[slice].append(index)
        }
        return result
    }

    private func run(
        _ input: TestLayout, _ output: TestLayout, _ values: [Float],
        _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, WorkerTeam) -> Void
    ) -> [Float] {
        var result = [Float](repeating: .nan, count: output.span)
        body(input.memory(values, filler: .nan), &result, WorkerTeam(threads: 2))
        return output.values(result)
    }

    private func check(_ values: [Float], _ expected: [Double], _ label: String, line: UInt = #line) {
        XCTAssertEqual(values.count, expected.count, label, line: line)
        for (value, reference) in zip(values, expected) {
            XCTAssertEqual(Double(value), reference, accuracy: 2e-5 * max(1, abs(reference)), label, line: line)
        }
    }

    func testSoftmaxInAnyMemoryOrder() throws {
        for seed in UInt64(1)...150 {
            var numbers = SeededNumbers(seed)
            var shape = numbers.lengths(.random(in: 1...4, using: &numbers))
            if seed % 3 == 0 { shape[Int.random(in: 0..<shape.count, using: &numbers)] = .random(in: 15...70, using: &numbers) }
            let axis = Int.random(in: 0..<shape.count, using: &numbers)
            let input = TestLayout(shape, using: &numbers)
            let output = seed % 2 == 0 ? input : TestLayout(shape, using: &numbers)
            let values = numbers.floats(input.count, in: -30...30)
            let isLogarithmic = Bool.random(using: &numbers)
            let kernel = try Softmax(
                shape: shape, inputStrides: input.strides, outputStrides: output.strides, axis: axis, logarithmic: isLogarithmic)
            var expected = [Double](repeating: 0, count: input.count)
            for slice in slices(shape, [axis]) {
                let largest = slice.map { values[$0] }.max() ?? 0
                let sum = slice.reduce(0.0) { $0 + exp(Double(values[$1] - largest)) }
                for index in slice {
                    let difference = Double(values[index] - largest)
                    expected[index] = isLogarithmic ? difference - log(sum) : exp(difference) / sum
                }
            }
            check(run(input, output, values) { kernel.run($0, $1, team: $2) }, expected, "seed \(seed), \(shape), axis \(axis)")
        }
    }

    func testSoftmaxOfInfinities() throws {
        let kernel = try Softmax(shape: [3], inputStrides: [1], outputStrides: [1], axis: 0)
        let layout = TestLayout([3])
        XCTAssertEqual(run(layout, layout, [-.infinity, 1, -.infinity]) { kernel.run($0, $1, team: $2) }, [0, 1, 0])
        XCTAssertThrowsError(try Softmax(shape: [3], inputStrides: [1], outputStrides: [1], axis: 1))
        XCTAssertThrowsError(try Softmax(shape: [3], inputStrides: [1, 1], outputStrides: [1], axis: 0))
    }

    func testStatisticsInAnyMemoryOrder() throws {
        let statistics: [Normalization.Statistic] = [
            .deviation(epsilon: 0.01, insideRoot: true), .deviation(epsilon: 0.1, insideRoot: false), .mean, .rootMeanSquare(epsilon: 0.01),
            .lengthPlus(epsilon: 0.5), .lengthAtLeast(epsilon: 3), .none, .deviation(epsilon: 0.1, insideRoot: true, byMoments: true),
        ]
        for seed in UInt64(1)...200 {
            var numbers = SeededNumbers(seed)
            var shape = numbers.lengths(.random(in: 1...4, using: &numbers))
            if seed % 3 == 0 { shape[Int.random(in: 0..<shape.count, using: &numbers)] = .random(in: 15...50, using: &numbers) }
            let statistic = statistics[Int(seed) % statistics.count]
            let axes = Array(shape.indices.shuffled(using: &numbers).prefix(.random(in: 0...shape.count, using: &numbers)))
            let input = TestLayout(shape, using: &numbers)
            let output = seed % 2 == 0 ? input : TestLayout(shape, using: &numbers)
            let values = numbers.floats(input.count)
            // A scale and a shift that vary along some axes only, or are missing.
            func operand() -> TestLayout? {
                Bool.random(using: &numbers)
                    ? TestLayout(shape.map { Bool.random(using: &numbers) ? $0 : 1 }, using: &numbers) : nil
            }
            func strides(_ layout: TestLayout?) -> [Int]? { layout.map { l in shape.indices.map { l.shape[$0] == 1 ? 0 : l.strides[$0] } } }
            let scaleLayout = operand()
            let shiftLayout = operand()
            let scale = scaleLayout.map { numbers.floats($0.span) }
            let shift = shiftLayout.map { numbers.floats($0.span) }
            let kernel = try Normalization(
                statistic, shape: shape, inputStrides: input.strides, outputStrides: output.strides, axes: axes,
                scaleStrides: strides(scaleLayout), shiftStrides: strides(shiftLayout))
            func operandValue(_ values: [Float]?, _ strides: [Int]?, _ index: Int, _ none: Double) -> Double {
                guard let values, let strides else { return none }
                let plain = TestLayout(shape)
                return Double(values[shape.indices.reduce(0) { $0 + index / plain.strides[$1] % shape[$1] * strides[$1] }])
            }
            var expected = [Double](repeating: 0, count: input.count)
            for slice in slices(shape, axes) {
                let count = Double(slice.count)
                let mean = statistic.takesMean ? slice.reduce(0.0) { $0 + Double(values[$1]) } / count : 0
                let squares = slice.reduce(0.0) { $0 + pow(Double(values[$1]) - mean, 2) }
                let divisor: Double =
                    switch statistic {
                    case .deviation(let epsilon, true, _): sqrt(squares / count + Double(epsilon))
                    case .deviation(let epsilon, false, _): sqrt(squares / count) + Double(epsilon)
                    case .mean, .none: 1
                    case .rootMeanSquare(let epsilon): sqrt(squares / count + Double(epsilon))
                    case .lengthPlus(let epsilon): sqrt(squares + Double(epsilon))
                    case .lengthAtLeast(let epsilon): sqrt(max(squares, Double(epsilon)))
                    }
                for index in slice {
                    expected[index] =
                        (Double(values[index]) - mean) / divisor * operandValue(scale, strides(scaleLayout), index, 1)
                        + operandValue(shift, strides(shiftLayout), index, 0)
                }
            }
            let result = run(input, output, values) { source, destination, team in
                kernel.run(source, destination, scale: scale, shift: shift, team: team)
            }
            check(result, expected, "seed \(seed), \(statistic), \(shape), axes \(axes)")
        }
    }

    /// OpenVINO's answer for x[i] = (i · 7 mod 11) / 4 of shape [1, 4, 3], two groups, scale 1, 2, 3, 4 and shift 0, 1, 0, 1.
    func testGroups() throws {
        let layout = TestLayout([1, 4, 3])
        let kernel = try Normalization.groups(
            2, epsilon: 0.1, shape: [1, 4, 3], inputStrides: layout.strides, outputStrides: layout.strides)
        let values = (0..<12).map { Float($0 * 7 % 11) / 4 }
        let result = run(layout, layout, values) { kernel.run($0, $1, scale: [1, 2, 3, 4], shift: [0, 1, 0, 1], team: $2) }
        check(
            result, [-1.30324, 0.651621, -0.465444, 3.97884, 1.74471, -0.48942, 3.81583, 0.423982, -2.96787, 4.95716, 0.434691, -4.08778],
            "groups")
        XCTAssertThrowsError(try Normalization.groups(3, epsilon: 0, shape: [1, 4], inputStrides: [4, 1], outputStrides: [4, 1]))
    }

    func testLocalResponse() throws {
        for seed in UInt64(1)...60 {
            var numbers = SeededNumbers(seed)
            let shape = numbers.lengths(4)
            let axes = Array((0..<4).shuffled(using: &numbers).prefix(.random(in: 1...3, using: &numbers)))
            let size = Int.random(in: 1...6, using: &numbers)
            let layout = TestLayout(shape, using: &numbers)
            let plain = TestLayout(shape)
            let values = numbers.floats(layout.count)
            let kernel = try LocalResponseNormalization(
                alpha: 0.3, beta: 0.7, bias: 1.1, size: size, axes: axes, shape: shape, inputStrides: layout.strides,
                outputStrides: layout.strides)
            let expected = (0..<layout.count).map { index -> Double in
                let near = (0..<layout.count).filter { other in
                    shape.indices.allSatisfy {
                        let distance = abs(other / plain.strides[$0] % shape[$0] - index / plain.strides[$0] % shape[$0])
                        return axes.contains($0) ? distance <= (size - 1) / 2 : distance == 0
                    }
                }
                let squares = near.reduce(0.0) { $0 + Double(values[$1]) * Double(values[$1]) }
                return Double(values[index]) / pow(1.1 + 0.3 / pow(Double(size), Double(axes.count)) * squares, 0.7)
            }
            check(
                run(layout, layout, values) { kernel.run($0, $1, team: $2) }, expected, "seed \(seed), \(shape), axes \(axes), size \(size)"
            )
        }
    }

    func testBatchNormalizationFolds() {
        let (scale, shift) = BatchNormalization.fold(gamma: [2, 1], beta: [1, 0], mean: [3, -1], variance: [4, 0], epsilon: 0.25)
        XCTAssertEqual(scale[0] * 5 + shift[0], Float(2 * 2 / 4.25.squareRoot() + 1), accuracy: 1e-6)
        XCTAssertEqual(scale[1] * 1 + shift[1], 4, accuracy: 1e-6)
    }
}
