import InferAssembler
import XCTest

@testable import InferGenerated

final class WinogradTransformTests: XCTestCase {
    /// The matrices compute what sums over taps do.
    func testMatricesConvolve() {
        for kind in WinogradTransform.Kind.allCases {
            let transform = WinogradTransform(kind)
            var random = SeededNumbers(5)
            let samples = random.floats(transform.samples).map(Double.init)
            let weights = random.floats(transform.taps).map(Double.init)
            func apply(_ matrix: [[Double]], _ values: [Double]) -> [Double] {
                matrix.map { row in zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } }
            }
            let products = zip(apply(transform.filter, weights), apply(transform.input, samples)).map { $0 * $1 }
            let results = apply(transform.output, products)
            XCTAssertEqual(results.count, transform.outputs)
            for (index, result) in results.enumerated() {
                let expected = weights.indices.reduce(0) { $0 + weights[$1] * samples[index * transform.stride + $1] }
                XCTAssertEqual(result, expected, accuracy: 1e-10, "\(kind), output \(index)")
            }
        }
    }

    func testNeighboursShareTheirParts() {
        let four = WinogradTransform(.f4x3)
        XCTAssertEqual(LinearMap(four.input).rowGroups, [[0], [1, 2], [3, 4], [5]])
        XCTAssertEqual(LinearMap(four.output).columnPairs, [1, 3])
        XCTAssertEqual(LinearMap(four.output).rowParts(limit: 2), [[0, 2], [1, 3]])
    }

    /// All that the kinds of a stride make together.
    private static let tiles: [WinogradTile] = {
        let kinds: [[WinogradTransform.Kind]] = [[.identity, .f4x3, .f2x3, .f4x5, .f2x5], [.f3x3step2]]
        return kinds.flatMap { kinds in kinds.flatMap { vertical in kinds.map { WinogradTile(vertical, $0) } } }.filter { $0.positions > 1 }
    }()

    private func forEachCase(_ body: (InstructionSet, WinogradTile) throws -> Void) rethrows {
        for instructionSet in InstructionSet.tested {
            for tile in Self.tiles where tile.fits(instructionSet) { try body(instructionSet, tile) }
        }
    }

    /// `left · values · rightᵀ` in double precision, for one channel.
    private func transformed(_ left: [[Double]], _ values: [[Double]], _ right: [[Double]]) -> [[Double]] {
        left.map { row in
            right.map { column in
                var sum = 0.0
                for (i, a) in row.enumerated() { for (j, b) in column.enumerated() { sum += a * values[i][j] * b } }
                return sum
            }
        }
    }

    func testInputs() throws {
        var random = SeededNumbers(11)
        try forEachCase { instructionSet, tile in
            let channels = random.integer(instructionSet.width.lanes...40)
            let pixelStride = channels + random.integer(0...1) * 5
            let tiles = random.integer(1...3)
            let (height, step) = (tile.vertical.samples, tile.horizontal.outputs * tile.horizontal.stride)
            let width = step * (tiles - 1) + tile.horizontal.samples
            let matrixStride = (channels + 15) / 16 * 16
            let positionStride = tiles * matrixStride + 16
            let source = try GuardedBuffer(random.floats(((height * width) - 1) * pixelStride + channels))
            let target = try GuardedBuffer([Float](repeating: .nan, count: tile.positions * positionStride))
            var arguments = WinogradInputArguments(
                source: UnsafePointer(source.pointer), rowBytes: width * pixelStride * 4, target: target.pointer, tiles: tiles)
            let code = try CodeCache.shared.code(
                WinogradInputSpecification(
                    instructionSet: instructionSet, tile: tile, channels: channels, pixelStride: pixelStride, matrixStride: matrixStride,
                    positionStride: positionStride))
            withUnsafeMutableBytes(of: &arguments) { code.call($0.baseAddress!) }
            for index in 0..<tiles {
                for channel in 0..<channels {
                    let samples = (0..<height).map { row in
                        (0..<tile.horizontal.samples).map { column in
                            Double(source.pointer[(row * width + index * step + column) * pixelStride + channel])
                        }
                    }
                    let expected = transformed(tile.vertical.input, samples, tile.horizontal.input)
                    for (position, value) in expected.joined().enumerated() {
                        let found = target.pointer[position * positionStride + index * matrixStride + channel]
                        guard abs(Double(found) - value) <= 1e-4 else {
                            return XCTFail(
                                "seed 11, \(instructionSet), \(tile.name), channel \(channel) of \(channels): \(found), \(value)")
                        }
                    }
                }
            }
        }
    }

    func testFilters() throws {
        var random = SeededNumbers(12)
        try forEachCase { instructionSet, tile in
            let lanes = instructionSet.width.lanes
            let depth = random.integer(1...5)
            let taps = tile.vertical.taps * tile.horizontal.taps
            let rowStride = 3 * lanes
            let positionStride = depth * rowStride
            let source = try GuardedBuffer(random.floats(depth * taps * lanes))
            let target = try GuardedBuffer([Float](repeating: .nan, count: tile.positions * positionStride - 2 * lanes))
            var arguments = WinogradFilterArguments(
                source: UnsafePointer(source.pointer), target: target.pointer, positionBytes: positionStride * 4, rowBytes: rowStride * 4,
                depth: depth)
            let code = try CodeCache.shared.code(WinogradFilterSpecification(instructionSet: instructionSet, tile: tile))
            withUnsafeMutableBytes(of: &arguments) { code.call($0.baseAddress!) }
            for channel in 0..<depth {
                for lane in 0..<lanes {
                    let weights = (0..<tile.vertical.taps).map { row in
                        (0..<tile.horizontal.taps).map { column in
                            Double(source.pointer[(channel * taps + row * tile.horizontal.taps + column) * lanes + lane])
                        }
                    }
                    let expected = transformed(tile.vertical.filter, weights, tile.horizontal.filter)
                    for (position, value) in expected.joined().enumerated() {
                        // Rounded once.
                        XCTAssertEqual(
                            target.pointer[position * positionStride + channel * rowStride + lane], Float(value),
                            accuracy: 1e-7 * Float(abs(value)) + 1e-12,
                            "\(instructionSet), \(tile.name), position \(position)")
                    }
                }
            }
        }
    }

    func testOutputs() throws {
        for seed in UInt64(100)..<106 {
            var random = SeededNumbers(seed)
            try forEachCase { instructionSet, tile in
                let channels = random.integer(1...40)
                let pixelStride = channels + random.integer(0...1) * 5
                let isPartial = random.integer(0...1) == 0
                let tiles = isPartial ? 1 : random.integer(1...3)
                let height = isPartial ? random.integer(1...tile.vertical.outputs) : tile.vertical.outputs
                let width = isPartial ? random.integer(1...tile.horizontal.outputs) : tile.horizontal.outputs
                let rowLength = tile.horizontal.outputs * (tiles - 1) + width
                let matrixStride = (channels + 15) / 16 * 16
                let positionStride = tiles * matrixStride + 16
                let products = try GuardedBuffer(random.floats(tile.positions * positionStride - 16))
                let target = try GuardedBuffer([Float](repeating: 77, count: ((height * rowLength) - 1) * pixelStride + channels))
                let epilogue = try RandomEpilogue(rows: height * rowLength, columns: channels, &random)
                var arguments = WinogradOutputArguments(
                    products: UnsafePointer(products.pointer), target: target.pointer, rowBytes: rowLength * pixelStride * 4, tiles: tiles,
                    height: height, width: width, rowPixels: rowLength)
                EpilogueOperands(epilogue.epilogue).set(&arguments.epilogue)
                let code = try CodeCache.shared.code(
                    WinogradOutputSpecification(
                        instructionSet: instructionSet, tile: tile, channels: channels, pixelStride: pixelStride,
                        matrixStride: matrixStride, positionStride: positionStride,
                        epilogue: try XCTUnwrap(EpilogueSpecification(epilogue.epilogue))))
                withUnsafeMutableBytes(of: &arguments) { code.call($0.baseAddress!) }
                var expected = [Double](repeating: 77, count: target.count)
                for index in 0..<tiles {
                    for channel in 0..<channels {
                        let values = (0..<tile.vertical.products).map { row in
                            (0..<tile.horizontal.products).map { column in
                                let position = row * tile.horizontal.products + column
                                return Double(products.pointer[position * positionStride + index * matrixStride + channel])
                            }
                        }
                        let results = transformed(tile.vertical.output, values, tile.horizontal.output)
                        for row in 0..<height {
                            for column in 0..<width {
                                let place = row * rowLength + index * tile.horizontal.outputs + column
                                expected[place * pixelStride + channel] = epilogue(results[row][column], row: place, column: channel)
                            }
                        }
                    }
                }
                for (place, value) in expected.enumerated() where !(abs(Double(target.pointer[place]) - value) <= 1e-3) {
                    return XCTFail(
                        "seed \(seed), \(instructionSet), \(tile.name), \(channels) channels, place \(place): "
                            + "\(target.pointer[place]), expected \(value)")
                }
            }
        }
    }
}
