/// The loop nest over up to four equally shaped strided operands, in the order that suits the output's memory.
///
/// Made once per binding: dimensions of size 1 are dropped, the others sorted by the output's strides, and neighbours merged wherever all
/// operands allow it, so that any permuted layout and any broadcast runs over few long inner loops. Running it allocates nothing.
package struct StridedLoops: Sendable {
    private struct Level {
        var size: Int
        var strides: SIMD4<Int>
    }
    /// Outermost first, at least two.
    private let levels: [Level]
    /// The level to split between threads.
    private let splitLevel: Int
    package let elementCount: Int

    /// - Parameters:
    ///   - shape: sizes of the iteration space, which is the output's shape.
    ///   - strides: for each operand (output first, at most four) one stride a dimension, in bytes.
    ///   - transposedElementSize: for copies: put the level along which the input is contiguous next to the innermost one.
    package init(shape: [Int], strides: [[Int]], transposedElementSize: Int? = nil) {
        elementCount = shape.reduce(1, *)
        var merged = DimensionOrder.levels(shape: shape, strides: strides).map { level in
            var strides = SIMD4<Int>.zero
            for operand in level.strides.indices.prefix(4) { strides[operand] = level.strides[operand] }
            return Level(size: level.size, strides: strides)
        }
        while merged.count < 2 { merged.insert(Level(size: 1, strides: .zero), at: 0) }
        // Rows too short for a vector are better walked down their columns.
        let last = merged.count - 1
        if let size = transposedElementSize {
            if merged[last].strides[1] != size, let level = merged.firstIndex(where: { $0.strides[1] == size }), level < last - 1 {
                merged.insert(merged.remove(at: level), at: last - 1)
            }
        } else if merged[last].size < 8, merged[last - 1].size > merged[last].size {
            merged.swapAt(last, last - 1)
        }
        levels = merged
        var split = 0
        for index in merged.indices where merged[index].size > merged[split].size && merged[split].size < 8 { split = index }
        splitLevel = split
    }

    /// The stride of each operand along the innermost loop, and that loop's length.
    package var innermost: (length: Int, strides: SIMD4<Int>) { (levels[levels.count - 1].size, levels[levels.count - 1].strides) }

    /// Runs the kernel over everything, on several threads where there are at least `grain` elements for each of two.
    func run(
        _ output: UnsafeMutableRawPointer, _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, _ third: UnsafeRawPointer,
        parameters: ElementwiseParameters, team: WorkerTeam?, grain: Int, _ kernel: @escaping BlockKernel
    ) {
        guard elementCount > 0 else { return }
        let block = StridedBlock(
            output: output, first: first, second: second, third: third, rows: 0, columns: 0, rowStrides: .zero, columnStrides: .zero)
        guard let team, team.threadCount > 1, elementCount >= 2 * grain else {
            run(0, 0..<levels[0].size, block, parameters, kernel)
            return
        }
        let size = levels[splitLevel].size
        let tasks = min(size, team.threadCount * (size >= team.threadCount * 16 ? 2 : 1), elementCount / grain)
        let work = Work(loops: self, block: block, parameters: parameters, kernel: kernel, tasks: tasks)
        withUnsafePointer(to: work) { work in
            team.run(tasks, context: work) { context, task, _ in
                context.assumingMemoryBound(to: Work.self).pointee.run(task)
            }
        }
    }

    /// What the tasks of a run share.
    private struct Work {
        let loops: StridedLoops
        let block: StridedBlock
        let parameters: ElementwiseParameters
        let kernel: BlockKernel
        let tasks: Int

        func run(_ task: Int) {
            let size = loops.levels[loops.splitLevel].size
            // Cuts at multiples of 16 keep vector loops whole where there is room for it.
            let unit = size >= tasks * 64 ? 16 : 1
            let units = (size + unit - 1) / unit
            let lower = min(units * task / tasks * unit, size)
            let upper = min(units * (task + 1) / tasks * unit, size)
            if lower < upper { loops.run(loops.splitLevel, lower..<upper, block, parameters, kernel) }
        }
    }

    /// Runs the part of the loops where the counter of one level lies in a range.
    private func run(
        _ limitedLevel: Int, _ range: Range<Int>, _ start: StridedBlock, _ parameters: ElementwiseParameters, _ kernel: BlockKernel
    ) {
        levels.withUnsafeBufferPointer { levels in
            let rowLevel = levels.count - 2
            var block = start
            block.advance(by: levels[limitedLevel].strides &* SIMD4(repeating: range.lowerBound))
            block.rows = rowLevel == limitedLevel ? range.count : levels[rowLevel].size
            block.columns = rowLevel + 1 == limitedLevel ? range.count : levels[rowLevel + 1].size
            block.rowStrides = levels[rowLevel].strides
            block.columnStrides = levels[rowLevel + 1].strides
            guard rowLevel > 0 else { return kernel(block, parameters) }
            withUnsafeTemporaryAllocation(of: Int.self, capacity: rowLevel) { counters in
                counters.initialize(repeating: 0)
                while true {
                    kernel(block, parameters)
                    var level = rowLevel - 1
                    while true {
                        let size = level == limitedLevel ? range.count : levels[level].size
                        counters[level] += 1
                        block.advance(by: levels[level].strides)
                        if counters[level] < size { break }
                        block.advance(by: levels[level].strides &* SIMD4(repeating: -size))
                        counters[level] = 0
                        if level == 0 { return }
                        level -= 1
                    }
                }
            }
        }
    }
}
