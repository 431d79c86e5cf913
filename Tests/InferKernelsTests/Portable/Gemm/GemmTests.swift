import XCTest

@testable import InferKernels

/// Products of seeded random shapes, strides and epilogues against a plain triple loop in double precision.
final class GemmTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    func testPackedProducts() { check(seed: 11, rounds: 60, packed: true, most: (40, 50, 40)) }

    func testProductsOfMatricesInPlace() { check(seed: 12, rounds: 120, packed: false, most: (30, 50, 40)) }

    func testSingleRows() {
        check(seed: 13, rounds: 30, packed: true, most: (1, 200, 60))
        check(seed: 14, rounds: 30, packed: false, most: (1, 200, 60))
    }

    func testProductsLargeEnoughForSeveralTasks() {
        for (rows, columns, depth) in [(150, 70, 33), (9, 530, 70), (1, 1100, 130), (300, 9, 70)] {
            var random = SeededNumbers(UInt64(rows))
            for packed in [true, false] {
                check(Gemm(rows: rows, columns: columns, depth: depth), packed: packed, random: &random, "\(rows)×\(columns)×\(depth)")
            }
        }
    }

    func testEmptyExtents() {
        var random = SeededNumbers(1)
        for shape in [(0, 5, 3), (5, 0, 3), (5, 9, 0), (1, 40, 0)] {
            for packed in [true, false] {
                check(Gemm(rows: shape.0, columns: shape.1, depth: shape.2), packed: packed, random: &random, "\(shape)")
            }
        }
        check(
            Gemm(rows: 2, columns: 3, depth: 4, batch: [.init(count: 0, a: 8, b: 12, c: 6)]), packed: false, random: &random, "empty batch")
    }

    func testEightRowTilesAgreeWithFour() {
        // The tile of the other architectures, exercised here as well.
        var random = SeededNumbers(5)
        let (rows, columns, depth) = (8, 16, 19)
        let a = random.values(rows * depth)
        let b = random.values(Panel.packedCount(depth: depth, columns: columns))
        func product<Tile: TileAccumulators>(_: Tile.Type) -> [Float] {
            var c = [Float](repeating: 0, count: rows * columns)
            var words = [Int](repeating: 0, count: 2 * TileTable.wordsPerTile(Tile.self, capacity: 1))
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    c.withUnsafeMutableBufferPointer { c in
                        words.withUnsafeMutableBufferPointer { words in
                            var outputs = (0..<rows).map { c.baseAddress! + $0 * columns }
                            let table = TileTable(words: words.baseAddress!, capacity: 1)
                            for tile in 0..<(rows / Tile.rows) {
                                table.setCount(Tile.self, tile: tile, 1)
                                let entry = table.entry(Tile.self, tile: tile, 0)
                                entry[0] = 0
                                for row in 0..<Tile.rows {
                                    entry[1 + row] = Int(bitPattern: a.baseAddress! + (tile * Tile.rows + row) * depth)
                                }
                            }
                            outputs.withUnsafeMutableBufferPointer { outputs in
                                TileBlock(
                                    table: table, outputs: outputs.baseAddress!, rows: rows, depth: depth, depthStep: 1,
                                    panels: b.baseAddress!, panelStride: depth * Panel.width, columns: columns
                                ).multiply(Tile.self, panels: 0..<2)
                            }
                        }
                    }
                }
            }
            return c
        }
        XCTAssertEqual(product(FourRows.self), product(EightRows.self))
    }

    private func check(seed: UInt64, rounds: Int, packed: Bool, most: (Int, Int, Int)) {
        var random = SeededNumbers(seed)
        for round in 0..<rounds {
            let rows = random.integer(1...most.0)
            let columns = random.integer(1...most.1)
            let depth = random.integer(1...most.2)
            let aTransposed = random.integer(0...3) == 0
            let bTransposed = random.integer(0...1) == 0
            let pad = random.integer(0...3)
            var gemm = Gemm(
                rows: rows, columns: columns, depth: depth, aRowStride: aTransposed ? 1 : depth + pad,
                aColumnStride: aTransposed ? rows + pad : 1,
                bRowStride: bTransposed ? 1 : columns + pad, bColumnStride: bTransposed ? depth + pad : 1, cRowStride: columns + pad,
                accumulates: random.integer(0...4) == 0)
            if random.integer(0...2) == 0 {
                let aSize = max(rows, depth) * (max(rows, depth) + pad)
                let bSize = max(columns, depth) * (max(columns, depth) + pad)
                let cSize = rows * (columns + pad)
                let inner = random.integer(1...3)
                gemm.batch = [
                    .init(count: random.integer(1...2), a: aSize * inner, b: 0, c: cSize * inner),
                    .init(count: inner, a: aSize, b: packed ? 0 : bSize, c: cSize),
                ]
            }
            check(gemm, packed: packed, random: &random, "seed \(seed), round \(round): \(gemm)")
        }
    }

    private func check(_ gemm: Gemm, packed: Bool, random: inout SeededNumbers, _ name: String) {
        func extent(_ first: Int, _ firstStride: Int, _ second: Int, _ secondStride: Int, _ batch: KeyPath<Gemm.BatchDimension, Int>) -> Int
        {
            gemm.batch.reduce(1 + max(0, first - 1) * firstStride + max(0, second - 1) * secondStride) {
                $0 + max(0, $1.count - 1) * $1[keyPath: batch]
            }
        }
        let a = random.values(extent(gemm.rows, gemm.aRowStride, gemm.depth, gemm.aColumnStride, \.a))
        let b = random.values(extent(gemm.depth, gemm.bRowStride, gemm.columns, gemm.bColumnStride, \.b))
        let before = random.values(extent(gemm.rows, gemm.cRowStride, gemm.columns, 1, \.c))
        let bias = random.values(gemm.columns)
        let hasBias = random.integer(0...1) == 0
        let tail = RandomEpilogue(columns: gemm.columns, rows: gemm.rows, outer: gemm.batchCount, random: &random)

        var expected = before.map(Double.init)
        for item in 0..<gemm.batchCount {
            var offset = (a: 0, b: 0, c: 0)
            var rest = item
            for dimension in gemm.batch.reversed() {
                offset.a += rest % dimension.count * dimension.a
                offset.b += rest % dimension.count * dimension.b
                offset.c += rest % dimension.count * dimension.c
                rest /= dimension.count
            }
            for row in 0..<gemm.rows {
                for column in 0..<gemm.columns {
                    var sum = hasBias ? Double(bias[column]) : 0
                    for k in 0..<gemm.depth {
                        sum +=
                            Double(a[offset.a + row * gemm.aRowStride + k * gemm.aColumnStride])
                            * Double(b[offset.b + k * gemm.bRowStride + column * gemm.bColumnStride])
                    }
                    let place = offset.c + row * gemm.cRowStride + column
                    if gemm.accumulates { sum += expected[place] }
                    expected[place] = tail.value(sum, outer: item, row: row, column: column)
                }
            }
        }

        var c = before
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                c.withUnsafeMutableBufferPointer { c in
                    bias.withUnsafeBufferPointer { bias in
                        tail.withEpilogue(bias: hasBias ? bias.baseAddress : nil) { epilogue in
                            withScratch(gemm.scratchBytes(packed: packed, threads: team.threadCount)) { scratch in
                                if packed {
                                    var panels = [Float](repeating: .nan, count: gemm.packedCount + 1)
                                    gemm.pack(b.baseAddress!, into: &panels)
                                    gemm.run(
                                        a: a.baseAddress!, packed: panels, c: c.baseAddress!, epilogue: epilogue, scratch: scratch,
                                        team: team)
                                } else {
                                    gemm.run(
                                        a: a.baseAddress!, b: b.baseAddress!, c: c.baseAddress!, epilogue: epilogue, scratch: scratch,
                                        team: team)
                                }
                            }
                        }
                    }
                }
            }
        }
        assertClose(c, expected, name)
    }
}
