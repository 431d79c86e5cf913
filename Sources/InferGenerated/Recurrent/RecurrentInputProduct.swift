import InferAssembler
import InferKernels

/// The gates of all steps and items as far as the input decides them: X · Wᵀ + bias, in the order that ``RecurrentPanels`` says.
struct RecurrentInputProduct: Sendable {
    private let weights: GeneratedRecurrentWeights
    private let rows: Int
    private let tall: Int
    private let short: Int
    private let tileRows: Int
    private let code: MachineCode
    /// For a last panel of fewer vectors.
    private let lastCode: MachineCode

    /// - Parameter rows: steps times items.
    init(_ weights: GeneratedRecurrentWeights, rows: Int) throws {
        self.weights = weights
        self.rows = rows
        let vectors = GeneratedRecurrentWeights.inputPanelVectors
        (tileRows, tall, short) = GemmTile.split(rows: rows, most: GemmTile.preferredRows(vectors: vectors, weights.instructionSet))
        let columns = weights.panels.gateColumns - (weights.inputPanels - 1) * weights.inputPanelColumns
        let epilogue = EpilogueSpecification(hasBias: true)
        code = try CodeCache.shared.code(GemmTile(weights.instructionSet, rows: tileRows, vectors: vectors, epilogue: epilogue))
        lastCode = try CodeCache.shared.code(
            GemmTile(weights.instructionSet, rows: tileRows, columns: .fixed(columns), panelVectors: vectors, epilogue: epilogue))
    }

    /// Multiplies for all directions, whose gates are `directionStride` floats apart.
    func run(
        _ input: UnsafePointer<Float>, packed: UnsafePointer<Float>, gates: UnsafeMutablePointer<Float>, directionStride: Int,
        team: WorkerTeam
    ) {
        // Rows are split where there are many, so that threads read the same weights; else panels.
        let parts = team.threadCount
        let splitsRows = tall + short >= 2 * parts
        let job = Job(
            product: self, input: input, packed: packed, gates: gates, directionStride: directionStride, parts: parts,
            splitsRows: splitsRows)
        let work = rows * weights.panels.gateColumns * weights.layer.inputSize
        team.run(job, tasks: parts * weights.layer.directionCount, isSmall: work < 1 << 18)
    }

    private struct Job: WorkerJob {
        let product: RecurrentInputProduct
        let input: UnsafePointer<Float>
        let packed: UnsafePointer<Float>
        let gates: UnsafeMutablePointer<Float>
        let directionStride: Int
        let parts: Int
        let splitsRows: Bool

        func perform(task: Int, worker: Int) {
            let (direction, part) = (task / parts, task % parts)
            let tiles = product.tall + product.short
            let panels = product.weights.inputPanels
            let share = { (count: Int) in count * part / parts..<count * (part + 1) / parts }
            product.multiply(
                input, product.weights.parts(packed, direction), gates + direction * directionStride,
                tiles: splitsRows ? share(tiles) : 0..<tiles, panels: splitsRows ? 0..<panels : share(panels))
        }
    }

    private func multiply(
        _ input: UnsafePointer<Float>, _ packed: (input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>),
        _ gates: UnsafeMutablePointer<Float>, tiles: Range<Int>, panels: Range<Int>
    ) {
        guard !tiles.isEmpty else { return }
        let depth = weights.layer.inputSize
        let columns = weights.panels.gateColumns
        let width = weights.inputPanelColumns
        // Tall tiles come first.
        let firstRow = tiles.lowerBound * tileRows - max(0, tiles.lowerBound - tall)
        let tallCount = min(tiles.upperBound, tall) - min(tiles.lowerBound, tall)
        for panel in panels {
            var epilogue = EpilogueArguments()
            epilogue.bias = UnsafeRawPointer(packed.bias + panel * width)
            var arguments = GemmTileArguments(
                a: UnsafeRawPointer(input + firstRow * depth), b: UnsafeRawPointer(packed.input + panel * width * depth),
                c: UnsafeMutableRawPointer(gates + firstRow * columns + panel * width), aStride: depth * 4, cStride: columns * 4,
                depth: depth, tiles: tallCount, shortTiles: tiles.count - tallCount, epilogue: epilogue)
            (panel == weights.inputPanels - 1 ? lastCode : code).call(&arguments)
        }
    }
}
