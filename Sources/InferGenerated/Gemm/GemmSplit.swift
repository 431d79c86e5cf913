import InferKernels

/// How a product is cut into tasks: blocks of panels by blocks of rows, for each item of the batch.
struct GemmSplit: Sendable {
    let items: Int
    let rowBlocks: Int
    let panelBlocks: Int
    /// Whether the run is too short to share.
    let isSmall: Bool

    var tasks: Int { items * rowBlocks * panelBlocks }

    /// Multiplications below which a run stays on its caller: about four microseconds.
    private static let smallWork = 200_000
    /// The least work worth a task of its own.
    private static let taskWork = 400_000
    private static let mostTasksPerThread = 4

    /// - Parameter panels: blocks of columns that are not divided.
    init(_ shape: Gemm, panels panelCount: Int, threads: Int) {
        items = shape.rows > 0 && shape.columns > 0 ? shape.batchCount : 0
        let work = items * shape.rows * shape.columns * max(1, shape.depth)
        isSmall = work < Self.smallWork
        guard threads > 1, !isSmall, items > 0 else {
            (rowBlocks, panelBlocks) = (1, 1)
            return
        }
        let mostTasks = max(threads, min(Self.mostTasksPerThread * threads, work / Self.taskWork))
        let wanted = max(1, (mostTasks + items - 1) / items)
        // Row blocks keep at least four tiles, so that a panel's way into the first-level cache is paid by several.
        let mostRowBlocks = max(1, shape.rows / 24)
        var best = (rows: 1, panels: 1, makespan: Double.infinity)
        for rows in 1...min(wanted, mostRowBlocks) {
            for panels in 1...max(1, min(wanted / rows, panelCount)) {
                let largest = (panelCount + panels - 1) / panels
                // The largest block's share of the work, as often as the busiest thread does one; every block costs a little.
                let share = Double(largest) / Double(panelCount) / Double(rows) + 0.002
                let rounds = (items * rows * panels + threads - 1) / threads
                let makespan = share * Double(rounds)
                if makespan < best.makespan - 1e-9 { best = (rows, panels, makespan) }
            }
        }
        (rowBlocks, panelBlocks) = (best.rows, best.panels)
    }

    /// The item and the blocks of a task.
    func blocks(of task: Int) -> (item: Int, rows: Int, panels: Int) {
        let inner = task % (rowBlocks &* panelBlocks)
        return (task / (rowBlocks &* panelBlocks), inner % rowBlocks, inner / rowBlocks)
    }
}
