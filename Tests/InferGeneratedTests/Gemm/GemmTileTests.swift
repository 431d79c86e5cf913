import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GemmTileTests: XCTestCase {
    /// A random tile and the product that it computes, in memory between guard pages.
    private struct Case {
        var tile: GemmTile
        let tiles: Int
        let shortTiles: Int
        let depth: Int
        let columns: Int
        let batchCount: Int
        let epilogue: RandomEpilogue

        var rows: Int { tiles * tile.rows + shortTiles * (tile.rows - 1) }

        init(_ instructionSet: InstructionSet, _ random: inout SeededNumbers) throws {
            let lanes = instructionSet.width.lanes
            let bLayout = random.pick([GemmTile.BLayout.panel, .panel, .halfPanel, .rows])
            let vectors = random.integer(1...(instructionSet == .avx512 ? 4 : 3))
            columns = vectors * lanes - (random.integer(0...1) == 0 ? 0 : random.integer(0...lanes - 1))
            let isCounted = random.integer(0...3) == 0
            tile = GemmTile(
                instructionSet, rows: random.integer(1...GemmTile.preferredRows(vectors: vectors, instructionSet, bLayout)),
                columns: isCounted ? .counted(vectors: vectors) : .fixed(columns), panelVectors: vectors + random.integer(0...1))
            tiles = random.integer(0...2)
            shortTiles = tile.rows > 1 ? random.integer(0...2) : 0
            depth = random.integer(0...13)
            tile.bLayout = bLayout
            tile.aLayout = random.pick([.rows, .rows, .fixedRows(stride: (depth + 3) * 4), .columns])
            tile.isBatched = random.integer(0...2) == 0
            tile.accumulates = random.integer(0...2) == 0
            tile.prefetchLines = random.pick([0, 1, 2, 4])
            batchCount = tile.isBatched ? random.integer(1...3) : 1
            let rows = tiles * tile.rows + shortTiles * (tile.rows - 1)
            epilogue = try RandomEpilogue(rows: max(1, rows), columns: columns, &random)
            tile.epilogue = try XCTUnwrap(EpilogueSpecification(epilogue.epilogue))
        }

        func check(_ message: String, _ random: inout SeededNumbers) throws {
            // A's row `r`, step `k` of batch entry `e` is at `r · row + k · step + e · entry`.
            let row = tile.aLayout == .columns ? 1 : depth + 3
            let step = tile.aLayout == .columns ? rows + 2 : 1
            let entry = tile.aLayout == .columns ? 0 : 1
            let aCount = max(0, rows - 1) * row + max(0, depth - 1) * step + (batchCount - 1) * entry + 1
            let a = try GuardedBuffer(random.floats(aCount), random.pick([.start, .end]))
            let width = tile.bLayout == .rows ? columns + 1 : tile.panelVectors * tile.instructionSet.width.lanes
            let entries = random.pick([batchCount, 1])
            var bValues = random.floats(max(1, entries * depth * width - (tile.bLayout == .rows ? 1 : 0)))
            for index in bValues.indices {
                bValues[index] = Float(Float16(bValues[index]))
                if tile.bLayout != .rows, index % width >= columns { bValues[index] = 0 }
            }
            let b = try GuardedBuffer(bValues)
            let halves = try GuardedBuffer(count: (bValues.count + 1) / 2, .start)
            if tile.bLayout == .halfPanel {
                let target = UnsafeMutableRawPointer(halves.pointer)
                for (index, value) in bValues.enumerated() {
                    target.storeBytes(of: Float16(value), toByteOffset: index * 2, as: Float16.self)
                }
            }
            let cStride = columns + random.integer(0...2)
            let before = random.floats(max(1, (rows - 1) * cStride + columns))
            let c = try GuardedBuffer(before, random.pick([.start, .end]))

            let bytesOfB = tile.bLayout == .halfPanel ? 2 : 4
            let batch = (0..<batchCount).map {
                GemmBatchEntry(aOffset: $0 * entry * 4, bOffset: ($0 % entries) * depth * width * bytesOfB)
            }
            var arguments = GemmTileArguments(
                a: a.pointer, b: tile.bLayout == .halfPanel ? halves.pointer : b.pointer, c: c.pointer,
                aStride: (tile.aLayout == .columns ? step : row) * 4, bStride: width * 4, cStride: cStride * 4, depth: depth, tiles: tiles,
                shortTiles: shortTiles)
            EpilogueOperands(epilogue.epilogue).set(&arguments.epilogue)
            arguments.prefetch = UnsafeRawPointer(b.pointer)
            arguments.prefetchEnd = UnsafeRawPointer(b.pointer + 100)
            arguments.tailLanes = columns - (tile.vectors - 1) * tile.instructionSet.width.lanes
            let code = try CodeCache.shared.code(tile)
            batch.withUnsafeBufferPointer { batch in
                arguments.batch = batch.baseAddress
                arguments.batchCount = batchCount
                code.call(&arguments)
            }

            var expected = before.map(Double.init)
            for r in 0..<rows {
                for n in 0..<columns {
                    var sum = tile.accumulates ? expected[r * cStride + n] : 0
                    for e in 0..<batchCount {
                        for k in 0..<depth {
                            sum +=
                                Double(a.pointer[r * row + k * step + e * entry])
                                * Double(bValues[((e % entries) * depth + k) * width + n])
                        }
                    }
                    expected[r * cStride + n] = epilogue(sum, row: r, column: n)
                }
            }
            for (index, value) in c.values.enumerated() where !(abs(Double(value) - expected[index]) <= 2e-5 * max(1, abs(expected[index])))
            {
                return XCTFail("\(message): element \(index) is \(value), expected \(expected[index])\n\(self)")
            }
        }
    }

    func testTilesComputeProducts() throws {
        for instructionSet in InstructionSet.tested {
            for round in 0..<150 {
                let seed = UInt64(round)
                var random = SeededNumbers(seed)
                try Case(instructionSet, &random).check("\(instructionSet), seed \(seed)", &random)
            }
        }
    }

    func testRowsAreSplitEvenly() {
        for most in 1...14 {
            for count in 0...100 {
                let split = GemmTile.split(rows: count, most: most)
                XCTAssertEqual(split.tall * split.rows + split.short * (split.rows - 1), count)
                XCTAssertLessThanOrEqual(split.rows, most)
                XCTAssertTrue(split.rows > 1 || split.short == 0)
            }
        }
    }
}
