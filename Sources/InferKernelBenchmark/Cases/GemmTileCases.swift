import InferAssembler
import InferGenerated

/// Tiles over whole products: panels outside, rows inside.
enum GemmTileCases {
    private static let shapes = [(128, 768, 768), (128, 768, 3072), (784, 256, 64)]

    static func run(_ instructionSet: InstructionSet, _ report: Report) throws {
        let tiles = instructionSet == .avx512 ? [1, 2, 3, 4] : [1, 2, 3]
        for (m, n, k) in shapes {
            let (a, b, c) = (Memory(m * k), Memory(n * k), Memory(m * n))
            for vectors in tiles {
                let split = GemmTile.split(rows: m, most: GemmTile.preferredRows(vectors: vectors, instructionSet))
                let tile = GemmTile(instructionSet, rows: split.rows, vectors: vectors)
                let code = try CodeCache.shared.code(tile)
                let width = vectors * instructionSet.width.lanes
                let panels = n / width
                report.measure(
                    "tile \(split.rows)x\(width) of \(m)x\(n)x\(k)", operations: Double(2 * m * panels * width * k),
                    hot: {
                        for panel in 0..<panels {
                            var arguments = GemmTileArguments(
                                a: a.pointer, b: b.pointer + panel * width * k, c: c.pointer + panel * width, aStride: k * 4,
                                cStride: n * 4, depth: k, tiles: split.tall, shortTiles: split.short)
                            code.call(&arguments)
                        }
                    })
            }
        }
    }
}
