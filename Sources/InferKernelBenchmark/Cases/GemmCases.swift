import InferAssembler
import InferGenerated
import InferKernels

/// Whole products with packed weights, as networks have them: hot, and with weights that come from memory.
enum GemmCases {
    private static let shapes = [
        (128, 768, 768), (128, 3072, 768), (128, 768, 3072), (128, 384, 384), (128, 1536, 384), (128, 384, 1536), (197, 768, 768),
        (196, 256, 1024), (196, 1024, 256), (49, 2048, 512), (49, 512, 2048), (3136, 256, 64), (3136, 64, 256), (3136, 144, 24),
        (12544, 96, 16), (12544, 16, 32), (3136, 24, 144), (784, 32, 192), (40, 6625, 120), (40, 120, 480), (16, 768, 768), (8, 3072, 768),
        (4, 768, 768), (2, 768, 768), (1, 768, 768), (1, 1000, 2048), (1, 4096, 1024),
    ]

    static func run(_ instructionSet: InstructionSet, _ report: Report) throws {
        let shapes = shapes.map { ("gemm \($0)x\($1)x\($2)", Gemm(rows: $0, columns: $1, depth: $2)) }.filter { report.wants($0.0) }
        guard !shapes.isEmpty else { return }
        let weightBytes = 96 << 20
        let weights = Memory(weightBytes / 4)
        let a = Memory(2 << 20)
        let c = Memory(4 << 20)
        let bias = Memory(1 << 14)
        let scratch = Memory(1 << 20)
        let team = WorkerTeam(threads: 1)
        for (name, shape) in shapes {
            try runInPlace(instructionSet, report, name, shape, weights, (a, bias, c), team)
            for isHalf in [false, true] {
                let layout = PanelLayout(instructionSet, columns: shape.columns, depth: shape.depth, isHalf: isHalf)
                let epilogue = Epilogue(bias: bias.pointer)
                let gemm = try GeneratedGemm(
                    shape, .packed(layout), epilogue: EpilogueSpecification(hasBias: true), instructionSet, threads: 1)
                let copies = weightBytes / layout.byteCount
                var turn = 0
                func run(_ b: UnsafeMutableRawPointer) {
                    gemm.run(a: a.pointer, b: b, c: c.pointer, epilogue: epilogue, scratch: scratch.pointer, team: team)
                }
                report.measure(
                    "\(name)\(isHalf ? " f16" : "")", operations: Double(2 * shape.rows * shape.columns * shape.depth),
                    hot: { run(weights.pointer) },
                    cold: {
                        run(UnsafeMutableRawPointer(weights.pointer) + turn % copies * layout.byteCount)
                        turn += 1
                    })
            }
        }
    }

    /// The same with the right matrix transposed and where it lies, for rows that are few enough.
    private static func runInPlace(
        _ instructionSet: InstructionSet, _ report: Report, _ name: String, _ shape: Gemm, _ weights: Memory,
        _ vectors: (a: Memory, bias: Memory, c: Memory), _ team: WorkerTeam
    ) throws {
        for isHalf in [false, true] {
            var shape = shape
            (shape.bRowStride, shape.bColumnStride) = (1, shape.depth)
            guard GeneratedGemm.readsInPlace(shape, isHalf: isHalf, instructionSet) else { continue }
            let gemm = try GeneratedGemm(
                shape, isHalf ? .halfMatrix : .matrix, epilogue: EpilogueSpecification(hasBias: true), instructionSet, threads: 1)
            let bytes = shape.columns * shape.depth * (isHalf ? 2 : 4)
            let copies = weights.count * 4 / bytes
            var turn = 0
            func run(_ b: UnsafeMutableRawPointer) {
                gemm.run(
                    a: vectors.a.pointer, b: b, c: vectors.c.pointer, epilogue: Epilogue(bias: vectors.bias.pointer), scratch: b, team: team
                )
            }
            report.measure(
                "\(name) in place\(isHalf ? " f16" : "")", operations: Double(2 * shape.rows * shape.columns * shape.depth),
                hot: { run(weights.pointer) },
                cold: {
                    run(UnsafeMutableRawPointer(weights.pointer) + turn % copies * bytes)
                    turn += 1
                })
        }
    }
}
