import InferTensors
import XCTest

@testable import InferKernels

final class ReductionPlanTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    private func reduce<Element>(
        _ operation: ReductionOperation, _ type: ElementType.Kind, _ input: [Element], shape: [Int], axes: Set<Int>, strides: [Int]? = nil,
        zero: Element
    ) throws -> [Element] {
        let size = MemoryLayout<Element>.stride
        let kept = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
        let inputStrides = strides.map { StridedOperand(strides: $0.map { $0 * size }) } ?? .contiguous(shape, elementSize: size)
        let plan = try XCTUnwrap(
            ReductionPlan(
                operation, type, shape: shape, axes: axes, output: .contiguous(kept, elementSize: size), input: inputStrides),
            "\(operation) \(type)")
        var output = [Element](repeating: zero, count: kept.reduce(1, *))
        output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { plan.run(output: output.baseAddress!, input: $0.baseAddress!, team: team) }
        }
        return output
    }

    /// All operations over random axes and layouts, against sums over index lists.
    private func check<Element: NumericElement>(_ type: ElementType.Kind, _: Element.Type, tolerance: Double) throws {
        for seed in UInt64(1)...25 {
            var random = RandomCases(seed: seed)
            let shape = random.shape(rank: 0...4, sizes: 1...5)
            let axes = Set(shape.indices.filter { _ in random.integer(0...1) == 1 })
            let strides = random.permutedStrides(shape)
            let input = (0..<shape.reduce(1, *)).map { _ in Element.make(integer: Int64(random.integer(1...3))) }
            let kept = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
            let keptStrides = StridedOperand.contiguous(kept, elementSize: 1).strides
            for operation in [ReductionOperation.sum, .mean, .maximum, .minimum, .product, .l1, .l2] {
                let result = try reduce(operation, type, input, shape: shape, axes: axes, strides: strides, zero: input[0])
                var groups = [[Double]](repeating: [], count: result.count)
                for index in RandomCases.indices(shape) {
                    let target = RandomCases.offset(index.indices.map { axes.contains($0) ? 0 : index[$0] }, keptStrides)
                    groups[target].append(input[RandomCases.offset(index, strides)].double)
                }
                for (value, group) in zip(result, groups) {
                    let sum = group.reduce(0, +)
                    var expected: Double
                    switch operation {
                    case .mean: expected = sum / Double(group.count)
                    case .maximum: expected = group.max() ?? 0
                    case .minimum: expected = group.min() ?? 0
                    case .product: expected = group.reduce(1, *)
                    case .l2: expected = group.reduce(0) { $0 + $1 * $1 }.squareRoot()
                    default: expected = sum
                    }
                    if tolerance == 0 {
                        // What overflows wraps, and is checked elsewhere.
                        if expected > 127 { continue }
                        expected = expected.rounded(.towardZero)
                    } else if expected > 60000 {
                        continue
                    }
                    XCTAssertEqual(value.double, expected, accuracy: tolerance * expected, "\(operation) of \(type), seed \(seed)")
                }
            }
        }
    }

    func testRealTypes() throws {
        try check(.f32, Float.self, tolerance: 1e-6)
        try check(.f64, Double.self, tolerance: 1e-15)
        try check(.f16, Float16Bits.self, tolerance: 1e-3)
        try check(.bf16, BFloat16Bits.self, tolerance: 1e-2)
    }

    func testIntegerTypes() throws {
        try check(.i8, Int8.self, tolerance: 0)
        try check(.u16, UInt16.self, tolerance: 0)
        try check(.i32, Int32.self, tolerance: 0)
        try check(.i64, Int64.self, tolerance: 0)
        try check(.u64, UInt64.self, tolerance: 0)
    }

    func testLongRowsAndColumns() throws {
        for (shape, axes) in [([3, 1000], Set([1])), ([300, 37], [0]), ([5000], [0]), ([3, 140, 20], [1]), ([150, 27], [0])] {
            let count = shape.reduce(1, *)
            let input = (0..<count).map { Float($0 * 7919 % 101) - 50.25 }
            for operation in [ReductionOperation.sum, .mean, .maximum, .minimum, .l1, .l2] {
                let single = try reduce(operation, .f32, input, shape: shape, axes: axes, zero: 0)
                let double = try reduce(operation, .f64, input.map { Double($0) }, shape: shape, axes: axes, zero: 0)
                for (one, other) in zip(single, double) {
                    XCTAssertEqual(Double(one), other, accuracy: 1e-6 * 50 * Double(count), "\(operation) \(shape)")
                    XCTAssertEqual(Double(one), other, accuracy: abs(other) * 1e-4 + 1e-2, "\(operation) \(shape)")
                }
            }
        }
    }

    /// A plain running sum of these is wrong in the fourth digit.
    func testSumsKeepTheirPrecision() throws {
        let input = [Float](repeating: 0.1, count: 1 << 16)
        XCTAssertEqual(try reduce(.sum, .f32, input, shape: [1 << 16], axes: [0], zero: 0)[0], 6553.6, accuracy: 0.01)
        XCTAssertEqual(try reduce(.mean, .f32, input, shape: [1 << 12, 16], axes: [0], zero: 0)[3], 0.1, accuracy: 3e-7)
    }

    func testSpecialValues() throws {
        let input: [Float] = [2, .nan, 7, -1]
        XCTAssertEqual(try reduce(.maximum, .f32, input, shape: [4], axes: [0], zero: 0), [7])
        XCTAssertEqual(try reduce(.minimum, .f32, input, shape: [4], axes: [0], zero: 0), [-1])
        XCTAssert(try reduce(.sum, .f32, input, shape: [4], axes: [0], zero: 0)[0].isNaN)
        XCTAssertEqual(try reduce(.maximum, .f32, [-Float.infinity, -Float.infinity], shape: [2], axes: [0], zero: 0), [-.infinity])
        let empty: [(ReductionOperation, Float)] = [
            (.sum, 0), (.mean, 0), (.product, 1), (.l1, 0), (.l2, 0), (.maximum, -.greatestFiniteMagnitude),
            (.minimum, .greatestFiniteMagnitude),
        ]
        for (operation, value) in empty {
            XCTAssertEqual(try reduce(operation, .f32, [Float(5)], shape: [2, 0], axes: [1], zero: 9), [value, value], "\(operation)")
        }
    }

    /// Values as OpenVINO's.
    func testIntegerSemantics() throws {
        let input: [Int32] = [-3, 2, 7, -5, 4]
        for (operation, value) in [
            (ReductionOperation.mean, 1), (.sum, 5), (.product, 840), (.maximum, 7), (.minimum, -5), (.l1, 21), (.l2, 10),
        ] {
            XCTAssertEqual(try reduce(operation, .i32, input, shape: [5], axes: [0], zero: 0), [Int32(value)], "\(operation)")
        }
        XCTAssertEqual(try reduce(.sum, .u8, [200, 100, 7, 0, 4] as [UInt8], shape: [5], axes: [0], zero: 0), [55])
        XCTAssertEqual(try reduce(.mean, .u8, [200, 100, 7, 0, 4] as [UInt8], shape: [5], axes: [0], zero: 0), [62])
        XCTAssertEqual(
            try reduce(.sum, .i64, [1 << 62, 1, 1 << 40] as [Int64], shape: [3], axes: [0], zero: 0), [(1 << 62) + (1 << 40) + 1])
    }

    func testBooleans() throws {
        let input: [UInt8] = [1, 0, 2, 3, 0, 0]
        XCTAssertEqual(try reduce(.logicalAnd, .boolean, input, shape: [3, 2], axes: [1], zero: 9), [0, 1, 0])
        XCTAssertEqual(try reduce(.logicalOr, .boolean, input, shape: [3, 2], axes: [1], zero: 9), [1, 1, 0])
        XCTAssertEqual(try reduce(.logicalOr, .boolean, input, shape: [3, 2], axes: [0], zero: 9), [1, 1])
        XCTAssertNil(
            ReductionPlan(.logicalOr, .f32, shape: [1], axes: [], output: StridedOperand(strides: [4]), input: StridedOperand(strides: [4]))
        )
    }
}
