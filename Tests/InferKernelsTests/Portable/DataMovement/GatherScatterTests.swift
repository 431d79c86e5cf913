import InferTensors
import XCTest

@testable import InferKernels

final class GatherScatterTests: XCTestCase {
    private let matrix: [Float] = [1, 2, 3, 4, 5, 6]

    private func output<Element>(_ count: Int, _ zero: Element, _ body: (UnsafeMutableRawPointer) throws -> Void) rethrows -> [Element] {
        var output = [Element](repeating: zero, count: count)
        try output.withUnsafeMutableBytes { try body($0.baseAddress!) }
        return output
    }
    private func bytes<Element, Result>(_ elements: [Element], _ body: (UnsafeRawPointer) throws -> Result) rethrows -> Result {
        try elements.withUnsafeBytes { try body($0.baseAddress!) }
    }

    // MARK: Gather

    /// As OpenVINO's CPU device: out of range gives zeros, -1 is the last element in Gather-8 only.
    func testGatherOutOfRange() {
        for (wraps, expected) in [(true, [1, 3, 0, 3, 0, 4, 6, 0, 6, 0]), (false, [1, 0, 0, 3, 0, 4, 0, 0, 6, 0])] as [(Bool, [Float])] {
            let plan = GatherPlan(
                elementSize: 4, data: [2, 3], indices: [5], axis: 1, batchDimensions: 0, indexType: .i32, wrapsNegative: wraps)
            let result = output(10, Float(9)) { output in
                bytes(matrix) { data in
                    bytes([Int32](arrayLiteral: 0, -1, 5, 2, -9)) { plan.run(output: output, data: data, indices: $0) }
                }
            }
            XCTAssertEqual(result, expected)
        }
    }

    func testGatherRandom() {
        for seed in UInt64(1)...120 {
            var random = RandomCases(seed: seed)
            let shape = random.shape(rank: 1...4, sizes: 1...5)
            let axis = random.integer(0...(shape.count - 1))
            let batch = random.integer(0...axis)
            let tail = random.shape(rank: 0...2, sizes: 1...4)
            let indexShape = Array(shape[..<batch]) + tail
            let indices = (0..<max(indexShape.reduce(1, *), 1)).map { _ in Int64(random.integer(-shape[axis]...(shape[axis] - 1))) }
            let data = (0..<shape.reduce(1, *)).map { UInt16($0) }
            let plan = GatherPlan(
                elementSize: 2, data: shape, indices: indexShape, axis: axis, batchDimensions: batch, indexType: .i64, wrapsNegative: true)
            let outputShape = Array(shape[..<axis]) + tail + shape[(axis + 1)...]
            let result = output(outputShape.reduce(1, *), UInt16(0)) { output in
                bytes(data) { data in bytes(indices) { plan.run(output: output, data: data, indices: $0) } }
            }
            for (position, index) in RandomCases.indices(outputShape).enumerated() {
                let indexIndex = Array(index[..<batch]) + index[axis..<(axis + tail.count)]
                var picked = Int(indices[RandomCases.offset(indexIndex, StridedOperand.contiguous(indexShape, elementSize: 1).strides)])
                if picked < 0 { picked += shape[axis] }
                let source = Array(index[..<axis]) + [picked] + index[(axis + tail.count)...]
                let expected = data[RandomCases.offset(source, StridedOperand.contiguous(shape, elementSize: 1).strides)]
                XCTAssertEqual(result[position], expected, "seed \(seed)")
            }
        }
    }

    func testLargeGatherOnTwoThreads() {
        let team = WorkerTeam(threads: 2)
        let (rows, width, count) = (50, 96, 2000)
        let data = (0..<rows * width).map { Float($0) }
        let indices = (0..<count).map { Int32($0 * 7 % rows) }
        let plan = GatherPlan(
            elementSize: 4, data: [rows, width], indices: [count], axis: 0, batchDimensions: 0, indexType: .i32, wrapsNegative: true)
        let result = output(count * width, Float(0)) { output in
            bytes(data) { data in bytes(indices) { plan.run(output: output, data: data, indices: $0, team: team) } }
        }
        XCTAssertNil(result.indices.first { result[$0] != Float(Int(indices[$0 / width]) * width + $0 % width) })
    }

    func testGatherElements() {
        let plan = GatherElementsPlan(elementSize: 4, data: [2, 3], indices: [2, 2], axis: 1, indexType: .i32)
        let result = output(4, Float(9)) { output in
            bytes(matrix) { data in bytes([Int32](arrayLiteral: 0, 1, -1, -2)) { plan.run(output: output, data: data, indices: $0) } }
        }
        XCTAssertEqual(result, [1, 2, 6, 5])
        let outer = GatherElementsPlan(elementSize: 4, data: [2, 3], indices: [1, 3], axis: 0, indexType: .i64)
        let column = output(3, Float(9)) { output in
            bytes(matrix) { data in bytes([Int64](arrayLiteral: 1, 0, 7)) { outer.run(output: output, data: data, indices: $0) } }
        }
        XCTAssertEqual(column, [4, 2, 0])
    }

    func testGatherND() {
        let plan = GatherNDPlan(elementSize: 4, data: [2, 3], indices: [3, 2], batchDimensions: 0, indexType: .i32)
        let result = output(3, Float(9)) { output in
            bytes(matrix) { data in bytes([Int32](arrayLiteral: 0, 1, -1, -1, 2, 0)) { plan.run(output: output, data: data, indices: $0) } }
        }
        XCTAssertEqual(result, [2, 6, 0])
        let batched = GatherNDPlan(elementSize: 4, data: [2, 3], indices: [2, 1], batchDimensions: 1, indexType: .i32)
        let rows = output(2, Float(9)) { output in
            bytes(matrix) { data in bytes([Int32](arrayLiteral: 2, 0)) { batched.run(output: output, data: data, indices: $0) } }
        }
        XCTAssertEqual(rows, [3, 4])
    }

    // MARK: Scatter

    func testScatterUpdate() throws {
        let plan = ScatterUpdatePlan(elementSize: 4, data: [2, 3], indexCount: 2, axis: 1, indexType: .i64)
        let result = try output(6, Float(0)) { output in
            bytes(matrix) { output.copyMemory(from: $0, byteCount: 24) }
            try bytes([Int64](arrayLiteral: 2, 0)) { indices in
                try bytes([Float](arrayLiteral: 7, 8, 9, 10)) { try plan.run(output: output, indices: indices, updates: $0) }
            }
        }
        XCTAssertEqual(result, [8, 2, 7, 10, 5, 9])
        var target = matrix
        XCTAssertThrowsError(
            try target.withUnsafeMutableBytes { output in
                try bytes([Int64](arrayLiteral: 0, 3)) { try plan.run(output: output.baseAddress!, indices: $0, updates: $0) }
            }
        ) { XCTAssert("\($0)".contains("indices[1] is 3"), "\($0)") }
        XCTAssertEqual(target, matrix)
    }

    private func scatterElements<Element>(
        _ reduction: ScatterReduction, _ type: ElementType.Kind, _ data: [Element], _ indices: [Int32], _ updates: [Element], initial: Bool
    ) throws -> [Element] {
        let plan = try XCTUnwrap(
            ScatterElementsUpdatePlan(
                reduction, type, elementSize: 4, data: [2, 3], indices: [2, 2], axis: 1, indexType: .i32, usesInitialValue: initial))
        var scratch = [UInt8](repeating: 0, count: plan.scratchBytes + 1)
        var target = data
        try target.withUnsafeMutableBytes { output in
            try bytes(indices) { indices in
                try bytes(updates) { updates in
                    try scratch.withUnsafeMutableBytes {
                        try plan.run(output: output.baseAddress!, indices: indices, updates: updates, scratch: $0.baseAddress)
                    }
                }
            }
        }
        return target
    }

    /// Values as OpenVINO's.
    func testScatterElementsUpdate() throws {
        let expected: [(ScatterReduction, Bool, [Float])] = [
            (.sum, true, [17, 2, 3, 4, 15, 14]), (.sum, false, [16, 2, 3, 4, 10, 8]), (.product, true, [63, 2, 3, 4, 50, 48]),
            (.product, false, [63, 2, 3, 4, 10, 8]), (.minimum, true, [1, 2, 3, 4, 5, 6]), (.minimum, false, [7, 2, 3, 4, 10, 8]),
            (.maximum, true, [9, 2, 3, 4, 10, 8]), (.mean, true, [17.0 / 3, 2, 3, 4, 7.5, 7]), (.mean, false, [8, 2, 3, 4, 10, 8]),
            (.none, true, [9, 2, 3, 4, 10, 8]),
        ]
        for (reduction, initial, values) in expected {
            let result = try scatterElements(reduction, .f32, matrix, [0, 0, -1, 1], [7, 9, 8, 10], initial: initial)
            XCTAssertEqual(result, values, "\(reduction) \(initial)")
        }
        let integers = try scatterElements(.mean, .i32, [1, 2, 3, 4, 5, 6] as [Int32], [0, 0, -1, -1], [7, 10, -18, -9], initial: false)
        XCTAssertEqual(integers, [8, 2, 3, 4, 5, -14])
        XCTAssertThrowsError(try scatterElements(.none, .f32, matrix, [0, 0, 3, 1], [7, 9, 8, 10], initial: true))
    }

    func testScatterNDUpdate() throws {
        let expected: [(ScatterReduction, [Float])] = [
            (.none, [11, 2, 3, 4, 5, 9]), (.sum, [19, 2, 3, 4, 5, 15]), (.subtract, [-17, 2, 3, 4, 5, -3]),
            (.product, [77, 2, 3, 4, 5, 54]),
            (.minimum, [1, 2, 3, 4, 5, 6]), (.maximum, [11, 2, 3, 4, 5, 9]),
        ]
        for (reduction, values) in expected {
            let plan = try XCTUnwrap(ScatterNDUpdatePlan(reduction, .f32, elementSize: 4, data: [2, 3], indices: [3, 2], indexType: .i32))
            var target = matrix
            try target.withUnsafeMutableBytes { output in
                try bytes([Int32](arrayLiteral: 0, 0, -1, -1, 0, 0)) { indices in
                    try bytes([Float](arrayLiteral: 7, 9, 11)) { try plan.run(output: output.baseAddress!, indices: indices, updates: $0) }
                }
            }
            XCTAssertEqual(target, values, "\(reduction)")
        }
    }

    // MARK: Others

    func testReverseSequence() {
        let plan = ReverseSequencePlan(elementSize: 4, shape: [2, 3], batchAxis: 0, sequenceAxis: 1, lengthType: .i32)
        let result = output(6, Float(0)) { output in
            bytes(matrix) { input in bytes([Int32](arrayLiteral: 2, 3)) { plan.run(output: output, input: input, lengths: $0) } }
        }
        XCTAssertEqual(result, [2, 1, 3, 6, 5, 4])
        let other = ReverseSequencePlan(elementSize: 4, shape: [2, 3], batchAxis: 1, sequenceAxis: 0, lengthType: .i64)
        let columns = output(6, Float(0)) { output in
            bytes(matrix) { input in bytes([Int64](arrayLiteral: 2, 1, 2)) { other.run(output: output, input: input, lengths: $0) } }
        }
        XCTAssertEqual(columns, [4, 2, 6, 1, 5, 3])
    }

    func testOneHot() {
        for (wraps, row) in [(false, [1, 1, 1]), (true, [1, 1, 5])] as [(Bool, [Float])] {
            let plan = OneHotPlan(elementSize: 4, indices: [4], axis: 1, depth: 3, indexType: .i64, wrapsNegative: wraps)
            let result = output(12, Float(0)) { output in
                bytes([Int64](arrayLiteral: 0, 2, -1, 3)) { indices in
                    bytes([Float](arrayLiteral: 5, 1)) { plan.run(output: output, indices: indices, on: $0, off: $0 + 4) }
                }
            }
            XCTAssertEqual(result, [5, 1, 1, 1, 1, 5] + row + [1, 1, 1])
        }
        let first = OneHotPlan(elementSize: 1, indices: [2], axis: 0, depth: 2, indexType: .i32)
        let result = output(4, UInt8(9)) { output in
            bytes([Int32](arrayLiteral: 1, 0)) { indices in
                bytes([UInt8](arrayLiteral: 1, 0)) { first.run(output: output, indices: indices, on: $0, off: $0 + 1) }
            }
        }
        XCTAssertEqual(result, [0, 1, 1, 0])
    }
}
