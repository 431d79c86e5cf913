import InferTensors
import XCTest

@testable import InferKernels

final class SelectionTests: XCTestCase {
    func testTopKInAnyMemoryOrder() throws {
        for seed in UInt64(1)...120 {
            var numbers = SeededNumbers(seed)
            let shape = numbers.lengths(.random(in: 1...4, using: &numbers), in: 1...7)
            let axis = Int.random(in: 0..<shape.count, using: &numbers)
            let count = Int.random(in: 0...shape[axis], using: &numbers)
            var resultShape = shape
            resultShape[axis] = count
            let input = TestLayout(shape, using: &numbers)
            let output = TestLayout(resultShape, using: &numbers)
            let isLargest = Bool.random(using: &numbers)
            let byIndex = Bool.random(using: &numbers)
            // Few values, so that there are equals.
            let values = (0..<input.count).map { _ in Float(Int.random(in: -3...3, using: &numbers)) }
            let kernel = try TopK(
                shape: shape, axis: axis, count: count, largest: isLargest, order: byIndex ? .index : .value, inputStrides: input.strides,
                outputStrides: output.strides)
            var top = [Float](repeating: .nan, count: output.span)
            var indices = [Int64](repeating: -1, count: output.span)
            let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(64, kernel.scratchBytes(threads: 2)), alignment: 64)
            defer { scratch.deallocate() }
            try indices.withUnsafeMutableBufferPointer { indices in
                guard let pointer = indices.baseAddress else { return }
                try kernel.run(
                    .f32, input.memory(values, filler: 9), values: &top, indices: .i64(pointer), scratch: scratch,
                    team: WorkerTeam(threads: 2))
            }
            let plain = TestLayout(shape)
            let results = zip(output.values(top), output.values(indices)).map { $0 }
            let resultPlain = TestLayout(resultShape)
            for start in 0..<plain.count where start / plain.strides[axis] % shape[axis] == 0 {
                let slice = (0..<shape[axis]).map { values[start + $0 * plain.strides[axis]] }
                var order = slice.indices.sorted { slice[$0] == slice[$1] ? $0 < $1 : (slice[$0] > slice[$1]) == isLargest }
                order = Array(order.prefix(count))
                if byIndex { order.sort() }
                let resultStart = shape.indices.reduce(0) {
                    $0 + start / plain.strides[$1] % shape[$1] * resultPlain.strides[$1]
                }
                for (place, index) in order.enumerated() {
                    let result = results[resultStart + place * resultPlain.strides[axis]]
                    XCTAssertEqual(result.1, Int64(index), "seed \(seed)")
                    XCTAssertEqual(result.0, slice[index], "seed \(seed)")
                }
            }
        }
        XCTAssertThrowsError(try TopK(shape: [3], axis: 0, count: 4, largest: true, order: .value, inputStrides: [1], outputStrides: [1]))
    }

    func testTopKOfNarrowTypes() throws {
        let kernel = try TopK(shape: [5], axis: 0, count: 3, largest: true, order: .value, inputStrides: [1], outputStrides: [1])
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: kernel.scratchBytes(threads: 1), alignment: 64)
        defer { scratch.deallocate() }
        let team = WorkerTeam(threads: 1)
        var bytes = [UInt8](repeating: 0, count: 3)
        try kernel.run(.u8, [3, 200, 7, 255, 1] as [UInt8], values: &bytes, indices: nil, scratch: scratch, team: team)
        XCTAssertEqual(bytes, [255, 200, 7])
        // -2, 1, 0.5, infinity, -0 in half precision.
        var halves = [UInt16](repeating: 0, count: 3)
        try kernel.run(
            .f16, [0xc000, 0x3c00, 0x3800, 0x7c00, 0x8000] as [UInt16], values: &halves, indices: nil, scratch: scratch, team: team)
        XCTAssertEqual(halves, [0x7c00, 0x3c00, 0x3800])
        var wide = [Int64](repeating: 0, count: 3)
        try kernel.run(
            .i64, [1 << 60, (1 << 60) + 1, -5, 3, .min] as [Int64], values: &wide, indices: nil, scratch: scratch, team: team)
        XCTAssertEqual(wide, [(1 << 60) + 1, 1 << 60, 3])
        XCTAssertThrowsError(
            try kernel.run(.string, bytes, values: nil, indices: nil, scratch: scratch, team: team))
        // NaN has no place in an order, and must do no harm.
        var floats = [Float](repeating: 0, count: 3)
        try kernel.run(.f32, [.nan, 1, .nan, 2, 3] as [Float], values: &floats, indices: nil, scratch: scratch, team: team)
    }

    func testCumulativeSum() throws {
        func run(_ values: [Int32], _ shape: [Int], _ axis: Int, exclusive: Bool = false, reverse: Bool = false) throws -> [Int32] {
            let strides = TestLayout(shape).strides
            let kernel = try CumulativeSum(
                shape: shape, axis: axis, exclusive: exclusive, reverse: reverse, inputStrides: strides, outputStrides: strides)
            var result = [Int32](repeating: 99, count: values.count)
            try kernel.run(.i32, values, &result, team: WorkerTeam(threads: 2))
            return result
        }
        XCTAssertEqual(try run([1, 2, 3, 4], [4], 0), [1, 3, 6, 10])
        XCTAssertEqual(try run([1, 2, 3, 4], [4], 0, exclusive: true), [0, 1, 3, 6])
        XCTAssertEqual(try run([1, 2, 3, 4], [4], 0, reverse: true), [10, 9, 7, 4])
        XCTAssertEqual(try run([1, 2, 3, 4], [4], 0, exclusive: true, reverse: true), [9, 7, 4, 0])
        XCTAssertEqual(try run([1, 2, 3, 4, 5, 6], [3, 2], 0), [1, 2, 4, 6, 9, 12])
        XCTAssertEqual(try run([.max, 1], [2], 0), [.max, .min])
        XCTAssertThrowsError(try run([1], [1], 1))
    }

    func testSortedSearch() throws {
        let team = WorkerTeam(threads: 1)
        func bucketize(_ values: [Float], _ boundaries: [Int64], includesEqual: Bool) throws -> [Int32] {
            var result = [Int32](repeating: 99, count: values.count)
            try result.withUnsafeMutableBufferPointer { result in
                guard let pointer = result.baseAddress else { return }
                try SortedSearch.bucketize(
                    .f32, values, count: values.count, boundaryType: .i64, boundaries, boundaryCount: boundaries.count,
                    includesEqual: includesEqual, into: .i32(pointer), team: team)
            }
            return result
        }
        XCTAssertEqual(try bucketize([-1, 0, 0.5, 5, 6], [0, 5], includesEqual: true), [0, 1, 1, 2, 2])
        XCTAssertEqual(try bucketize([-1, 0, 0.5, 5, 6], [0, 5], includesEqual: false), [0, 0, 1, 1, 2])
        XCTAssertEqual(try bucketize([7], [], includesEqual: false), [0])
        var found = [Int64](repeating: 99, count: 4)
        try found.withUnsafeMutableBufferPointer { found in
            guard let pointer = found.baseAddress else { return }
            try SortedSearch.search(
                .i32, [2, 3, 2, 9] as [Int32], rows: 2, rowLength: 2, [1, 2, 3, 2, 2, 2] as [Int32], boundaryStride: 3, boundaryCount: 3,
                includesEqual: false, into: .i64(pointer), team: team)
        }
        XCTAssertEqual(found, [1, 2, 0, 3])
    }

    func testNonZero() throws {
        let values: [Float] = [0, 1, .nan, -0.0, 0, 2]
        let found = try NonZero.count(.f32, values, count: 6)
        XCTAssertEqual(found, 3)
        var places = [Int64](repeating: 99, count: 6)
        try places.withUnsafeMutableBufferPointer { places in
            guard let pointer = places.baseAddress else { return }
            try NonZero.run(.f32, values, shape: [2, 3], found: found, into: .i64(pointer))
        }
        XCTAssertEqual(places, [0, 0, 1, 1, 2, 2])
    }

    func testUnique() throws {
        for seed in UInt64(1)...80 {
            var numbers = SeededNumbers(seed)
            let shape = numbers.lengths(.random(in: 1...3, using: &numbers))
            let axis = Bool.random(using: &numbers) ? nil : Int.random(in: 0..<shape.count, using: &numbers)
            let isSorted = Bool.random(using: &numbers)
            let values = (0..<shape.reduce(1, *)).map { _ in Int32.random(in: 0...1, using: &numbers) }
            let unique = try Unique(shape: shape, axis: axis, sorted: isSorted)
            // Each slice as a list of its elements in row-major order.
            let plain = TestLayout(shape)
            var slices = axis.map { [[Int32]](repeating: [], count: shape[$0]) } ?? []
            for (index, value) in values.enumerated() {
                if let axis { slices[index / plain.strides[axis] % shape[axis]].append(value) } else { slices.append([value]) }
            }
            var firsts = slices.indices.filter { place in !slices[..<place].contains(slices[place]) }
            if isSorted { firsts.sort { slices[$0].lexicographicallyPrecedes(slices[$1]) } }
            let scratch = UnsafeMutableRawPointer.allocate(byteCount: unique.scratchBytes, alignment: 64)
            defer { scratch.deallocate() }
            let count = try unique.find(.i32, values, scratch: scratch)
            XCTAssertEqual(count, firsts.count, "seed \(seed)")
            let sliceLength = values.count / max(1, slices.count)
            var distinct = [Int32](repeating: 99, count: count * sliceLength)
            var firstPlaces = [Int64](repeating: 99, count: count)
            var inverse = [Int64](repeating: 99, count: slices.count)
            var counts = [Int64](repeating: 99, count: count)
            firstPlaces.withUnsafeMutableBufferPointer { firstPlaces in
                inverse.withUnsafeMutableBufferPointer { inverse in
                    counts.withUnsafeMutableBufferPointer { counts in
                        unique.write(
                            elementSize: 4, values, scratch: scratch, count: count, values: &distinct,
                            firsts: firstPlaces.baseAddress.map { .i64($0) }, inverse: inverse.baseAddress.map { .i64($0) },
                            counts: counts.baseAddress.map { .i64($0) })
                    }
                }
            }
            XCTAssertEqual(firstPlaces, firsts.map(Int64.init), "seed \(seed)")
            XCTAssertEqual(counts, firsts.map { first in Int64(slices.filter { $0 == slices[first] }.count) }, "seed \(seed)")
            XCTAssertEqual(
                inverse, slices.map { slice in Int64(firsts.firstIndex { slices[$0] == slice } ?? -1) }, "seed \(seed)")
            var expected: [Int32] = []
            let outer = axis.map { shape[..<$0].reduce(1, *) } ?? 1
            let inner = sliceLength / outer
            for run in 0..<outer { for first in firsts { expected += slices[first][run * inner..<(run + 1) * inner] } }
            XCTAssertEqual(distinct, expected, "seed \(seed)")
        }
        XCTAssertThrowsError(try Unique(shape: [1], axis: -1, sorted: true))
        XCTAssertThrowsError(try Unique(shape: [1], axis: 1, sorted: true))
    }
}
