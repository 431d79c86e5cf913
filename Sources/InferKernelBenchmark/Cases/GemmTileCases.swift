import InferAssembler
import InferGenerated

/// Tiles over whole products: panels outside, rows inside.
enum GemmTileCases {
    static func run(_ instructionSet: InstructionSet, _ report: Report) throws {
        let b = Memory(24 << 20)
        let a = Memory(4 << 20)
        let c = Memory(4 << 20)
        let shapes = [(128, 768, 768), (128, 3072, 768), (128, 768, 3072), (128, 384, 384), (49, 512, 2048), (784, 256, 64), (16, 768, 768), (4, 768, 768), (1, 768, 768), (1, 4096, 1024)]
        let tiles = instructionSet == .avx512 ? [(14, 2), (9, 3), (6, 4), (14, 1)] : [(6, 2), (4, 3), (12, 1)]
        for (m, n, k) in shapes {
            for (most, vectors) in tiles {
                for fixed in [false, true] {
                    let split = GemmTile.split(rows: m, most: most)
                    var tile = GemmTile(instructionSet, rows: split.rows, vectors: vectors)
                    if fixed { tile.aLayout = .fixedRows(stride: k * 4) }
                    let width = vectors * instructionSet.width.lanes
                    let lines = (vectors * instructionSet.width.bytes / 16 + split.tall + split.short - 1) / (split.tall + split.short)
                    tile.prefetchLines = lines > 2 ? 4 : lines
                    let code = try CodeCache.shared.code(tile)
                    let panel = width * k
                    let copies = max(1, (24 << 20) / (n * k) - 1)
                    var turn = 0
                    func pass(_ weights: UnsafeMutablePointer<Float>) {
                        for p in 0..<(n / width) {
                            var arguments = GemmTileArguments(
                                a: a.pointer, b: weights + p * panel, c: c.pointer + p * width, aStride: k * 4, cStride: n * 4, depth: k,
                                tiles: split.tall, shortTiles: split.short)
                            arguments.prefetch = UnsafeRawPointer(weights + (p + 1) * panel)
                            arguments.prefetchEnd = UnsafeRawPointer(weights + (p + 2) * panel)
                            code.call(&arguments)
                        }
                    }
                    let useful = n / width * width
                    report.measure(
                        "gemm \(m)x\(n)x\(k) tile \(split.rows)x\(width)\(fixed ? " fixed" : "") pf\(tile.prefetchLines)",
                        operations: Double(2 * m * useful * k), hot: { pass(b.pointer) },
                        cold: {
                            pass(b.pointer + turn % copies * n * k)
                            turn += 1
                        })
                }
            }
        }
    }
}
