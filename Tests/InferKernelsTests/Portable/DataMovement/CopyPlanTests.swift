import XCTest

@testable import InferKernels

final class CopyPlanTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    private func copy<Element: FixedWidthInteger>(_ type: Element.Type, _ shape: [Int], _ outputStrides: [Int], _ inputStrides: [Int])
        throws
    {
        let size = MemoryLayout<Element>.size
        let count = shape.reduce(1, *)
        let input = (0..<max(count, 1)).map { Element(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        var output = [Element](repeating: 0, count: max(count, 1))
        let plan = try XCTUnwrap(
            CopyPlan(
                elementSize: size, shape: shape, output: StridedOperand(strides: outputStrides.map { $0 * size }),
                input: StridedOperand(strides: inputStrides.map { $0 * size })))
        output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { plan.run(output: output.baseAddress!, input: $0.baseAddress!, team: team) }
        }
        for index in RandomCases.indices(shape) {
            let (to, from) = (RandomCases.offset(index, outputStrides), RandomCases.offset(index, inputStrides))
            if output[to] != input[from] { return XCTFail("\(type) \(shape) \(outputStrides) \(inputStrides) at \(index)") }
        }
    }

    func testPermutations() throws {
        for seed in UInt64(1)...120 {
            var random = RandomCases(seed: seed)
            let shape = random.shape(rank: 0...4, sizes: 1...9)
            let (output, input) = (random.permutedStrides(shape), random.permutedStrides(shape))
            try copy(UInt8.self, shape, output, input)
            try copy(UInt16.self, shape, output, input)
            try copy(UInt32.self, shape, output, input)
            try copy(UInt64.self, shape, output, input)
        }
    }

    func testTransposesOfEveryRemainder() throws {
        for rows in [1, 3, 4, 15, 16, 17, 21] {
            for columns in [1, 2, 4, 5, 16, 19] {
                try copy(UInt32.self, [rows, columns], [columns, 1], [1, rows])
                try copy(UInt8.self, [rows, columns], [columns, 1], [1, rows])
                try copy(UInt32.self, [2, rows, columns], [rows * columns, columns, 1], [1, 2, 2 * rows])
                try copy(UInt32.self, [2, rows, columns], [rows * columns, columns, 1], [rows * columns, 1, rows])
            }
        }
    }

    func testBroadcastAndReversal() throws {
        try copy(UInt32.self, [3, 5, 7], [35, 7, 1], [0, 1, 0])
        try copy(UInt16.self, [3, 5], [5, 1], [0, 0])
        let input: [UInt16] = [1, 2, 3, 4, 5, 6, 7]
        var output = [UInt16](repeating: 0, count: 4)
        let plan = try XCTUnwrap(
            CopyPlan(elementSize: 2, shape: [4], output: StridedOperand(strides: [2]), input: StridedOperand(strides: [-4])))
        output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { plan.run(output: output.baseAddress!, input: $0.baseAddress! + 12) }
        }
        XCTAssertEqual(output, [7, 5, 3, 1])
    }

    func testLargeTransposeOnTwoThreads() throws {
        let (rows, columns) = (300, 501)
        let input = (0..<rows * columns).map { UInt32($0) }
        var output = [UInt32](repeating: 0, count: rows * columns)
        let plan = try XCTUnwrap(
            CopyPlan(
                elementSize: 4, shape: [columns, rows], output: StridedOperand(strides: [rows * 4, 4]),
                input: StridedOperand(strides: [4, columns * 4])))
        output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { plan.run(output: output.baseAddress!, input: $0.baseAddress!, team: team) }
        }
        XCTAssertNil(output.indices.first { output[$0] != UInt32($0 % rows * columns + $0 / rows) })
    }
}
