import InferTensors

/// A reduction over a set of axes, bound to shapes and strides: made when shapes are known, run any number of times without allocating.
package struct ReductionPlan: Sendable {
    private struct Kept {
        var size: Int
        var output: Int
        var input: Int
    }
    private let kernel: ReductionKernel
    /// Outermost first; the last one is the row of results that the kernel makes at a time.
    private let kept: [Kept]
    private let reduced: [ReductionBlock.Level]
    private let rowCount: Int
    private let reducedCount: Int

    /// - Parameters:
    ///   - shape: the shape of the input.
    ///   - axes: what is reduced; none makes a copy (or magnitudes, for the norms).
    ///   - output: strides in bytes for every dimension of `shape`; those of reduced axes are not used.
    ///   - input: strides in bytes.
    /// `nil` if the operation does not take the type.
    package init?(
        _ operation: ReductionOperation, _ type: ElementType.Kind, shape: [Int], axes: Set<Int>, output: StridedOperand,
        input: StridedOperand
    ) {
        guard let kernel = ReductionKernels.kernel(operation, type) else { return nil }
        self.kernel = kernel
        let elementSize = ReductionPlan.elementSize(type)
        var kept: [Kept] = []
        var reduced: [ReductionBlock.Level] = []
        for dimension in shape.indices where shape[dimension] != 1 {
            if axes.contains(dimension) {
                reduced.append(ReductionBlock.Level(size: shape[dimension], stride: input.strides[dimension]))
            } else {
                kept.append(Kept(size: shape[dimension], output: output.strides[dimension], input: input.strides[dimension]))
            }
        }
        reduced.sort { $0.stride.magnitude > $1.stride.magnitude }
        kept.sort { $0.output.magnitude > $1.output.magnitude }
        var mergedReduced: [ReductionBlock.Level] = []
        for level in reduced {
            if let outer = mergedReduced.last, outer.stride == level.stride * level.size {
                mergedReduced[mergedReduced.count - 1] = ReductionBlock.Level(size: outer.size * level.size, stride: level.stride)
            } else {
                mergedReduced.append(level)
            }
        }
        var mergedKept: [Kept] = []
        for level in kept {
            if let outer = mergedKept.last, outer.output == level.output * level.size, outer.input == level.input * level.size {
                mergedKept[mergedKept.count - 1] = Kept(size: outer.size * level.size, output: level.output, input: level.input)
            } else {
                mergedKept.append(level)
            }
        }
        // Results that are neighbours in the input are made together.
        if let level = mergedKept.firstIndex(where: { $0.input == elementSize }) { mergedKept.append(mergedKept.remove(at: level)) }
        if mergedKept.isEmpty { mergedKept = [Kept(size: 1, output: 0, input: 0)] }
        if mergedReduced.isEmpty { mergedReduced = [ReductionBlock.Level(size: 1, stride: 0)] }
        self.kept = mergedKept
        self.reduced = mergedReduced
        rowCount = mergedKept.dropLast().reduce(1) { $0 * $1.size }
        reducedCount = mergedReduced.reduce(1) { $0 * $1.size }
    }

    private static func elementSize(_ type: ElementType.Kind) -> Int {
        switch type {
        case .f64, .i64, .u64: 8
        case .f32, .i32, .u32: 4
        case .f16, .bf16, .i16, .u16: 2
        default: 1
        }
    }

    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, team: WorkerTeam? = nil) {
        let row = kept[kept.count - 1]
        // No rows are not one row.
        guard rowCount > 0 else { return }
        let worthThread = 32768
        let job = Job(plan: self, output: output, input: input)
        if rowCount > 1 {
            Parallel.run(rowCount, grain: max(1, worthThread / max(1, row.size * reducedCount)), team, job)
        } else {
            // Strips of 16 results, which is what the kernels work on.
            Parallel.run((row.size + 15) / 16, grain: max(1, worthThread / max(1, 16 * reducedCount)), team, job)
        }
    }

    private struct Job: RangeJob {
        let plan: ReductionPlan
        let output: UnsafeMutableRawPointer
        let input: UnsafeRawPointer

        /// Of rows, or of strips of the only row.
        func perform(_ range: Range<Int>) {
            let columns = plan.kept[plan.kept.count - 1].size
            guard plan.rowCount > 1 else {
                return plan.reduce(output, input, range.lowerBound * 16..<min(range.upperBound * 16, columns))
            }
            for index in range {
                var remainder = index
                var target = output
                var source = input
                var level = plan.kept.count - 2
                while level >= 0 {
                    let kept = plan.kept[level]
                    let coordinate = remainder % kept.size
                    remainder /= kept.size
                    target += coordinate * kept.output
                    source += coordinate * kept.input
                    level -= 1
                }
                plan.reduce(target, source, 0..<columns)
            }
        }
    }

    private func reduce(_ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer, _ columns: Range<Int>) {
        let row = kept[kept.count - 1]
        reduced.withUnsafeBufferPointer { levels in
            kernel(
                ReductionBlock(
                    output: output + columns.lowerBound * row.output, input: input + columns.lowerBound * row.input, columns: columns.count,
                    outputStride: row.output, inputStride: row.input, reduced: levels, count: reducedCount))
        }
    }
}
