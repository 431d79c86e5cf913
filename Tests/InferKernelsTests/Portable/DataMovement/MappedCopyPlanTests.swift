import XCTest

@testable import InferKernels

final class MappedCopyPlanTests: XCTestCase {
    private func apply(_ input: [UInt16], _ shape: [Int], _ maps: [IndexMap], outputStrides: [Int]? = nil) -> [UInt16] {
        let outputShape = maps.map(\.sources.count)
        var output = [UInt16](repeating: 999, count: max(outputShape.reduce(1, *), 1))
        let plan = MappedCopyPlan(
            elementSize: 2, maps: maps,
            output: outputStrides.map { StridedOperand(strides: $0.map { $0 * 2 }) } ?? .contiguous(outputShape, elementSize: 2),
            input: .contiguous(shape, elementSize: 2))
        let fill: UInt16 = 77
        withUnsafeBytes(of: fill) { fill in
            output.withUnsafeMutableBytes { output in
                input.withUnsafeBytes { plan.run(output: output.baseAddress!, input: $0.baseAddress!, fill: fill.baseAddress!) }
            }
        }
        return Array(output.prefix(outputShape.reduce(1, *)))
    }

    func testPadModes() {
        func pad(_ mode: IndexMap.PadMode, _ begin: Int, _ end: Int) -> [UInt16] {
            apply([1, 2, 3, 4], [4], [.padded(4, begin: begin, end: end, mode)])
        }
        XCTAssertEqual(pad(.constant, 2, 1), [77, 77, 1, 2, 3, 4, 77])
        XCTAssertEqual(pad(.edge, 2, 1), [1, 1, 1, 2, 3, 4, 4])
        XCTAssertEqual(pad(.reflect, 3, 2), [4, 3, 2, 1, 2, 3, 4, 3, 2])
        XCTAssertEqual(pad(.symmetric, 3, 2), [3, 2, 1, 1, 2, 3, 4, 4, 3])
        XCTAssertEqual(pad(.constant, -1, 2), [2, 3, 4, 77, 77])
        XCTAssertEqual(pad(.edge, -1, -2), [2])
        XCTAssertEqual(pad(.constant, -3, -2), [])
        XCTAssertEqual(apply([5], [], []), [5])
    }

    func testRollAndStride() {
        XCTAssertEqual(apply([1, 2, 3, 4], [4], [.rolled(4, by: 1)]), [4, 1, 2, 3])
        XCTAssertEqual(apply([1, 2, 3, 4], [4], [.rolled(4, by: -5)]), [2, 3, 4, 1])
        XCTAssertEqual(apply([1, 2, 3, 4, 5, 6], [2, 3], [.identity(2), .strided(start: 2, step: -2, count: 2)]), [3, 1, 6, 4])
    }

    func testRandomMapsAndLayouts() {
        for seed in UInt64(1)...150 {
            var random = RandomCases(seed: seed)
            let shape = random.shape(rank: 1...4, sizes: 1...5)
            let input = (0..<shape.reduce(1, *)).map { UInt16($0 + 100) }
            let maps = shape.map { size in
                IndexMap(sources: (0..<random.integer(0...6)).map { _ in random.integer(-1...(size - 1)) })
            }
            let outputShape = maps.map(\.sources.count)
            let strides = random.permutedStrides(outputShape)
            let output = apply(input, shape, maps, outputStrides: strides)
            let inputStrides = StridedOperand.contiguous(shape, elementSize: 1).strides
            for index in RandomCases.indices(outputShape) {
                let sources = zip(maps, index).map { $0.sources[$1] }
                let expected = sources.contains { $0 < 0 } ? 77 : input[RandomCases.offset(sources, inputStrides)]
                XCTAssertEqual(output[RandomCases.offset(index, strides)], expected, "seed \(seed) at \(index)")
            }
        }
    }

    /// Large enough to be shared, and cut within a plane.
    func testThreadsShareTheRows() {
        let (planes, rows, columns) = (5, 301, 300)
        let input = (0..<planes * rows * columns).map { UInt16(truncatingIfNeeded: $0 &* 40503) }
        let maps = [
            IndexMap.rolled(planes, by: 2), .padded(rows, begin: 3, end: 2, .constant), .padded(columns, begin: 2, end: 1, .reflect),
        ]
        func copied(_ team: WorkerTeam?) -> [UInt16] {
            let shape = maps.map(\.sources.count)
            let plan = MappedCopyPlan(
                elementSize: 2, maps: maps, output: .contiguous(shape, elementSize: 2),
                input: .contiguous([planes, rows, columns], elementSize: 2))
            var output = [UInt16](repeating: 999, count: shape.reduce(1, *))
            withUnsafeBytes(of: UInt16(77)) { fill in
                output.withUnsafeMutableBytes { output in
                    input.withUnsafeBytes {
                        plan.run(output: output.baseAddress!, input: $0.baseAddress!, fill: fill.baseAddress!, team: team)
                    }
                }
            }
            return output
        }
        let alone = copied(nil)
        XCTAssertEqual(alone.first, 77)
        XCTAssertEqual(alone[3 * 303 + 2], input[3 * rows * columns])
        XCTAssertEqual(copied(WorkerTeam(threads: 3)), alone)
    }
}
