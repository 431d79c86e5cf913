/// A copy in which each dimension of the output follows an ``IndexMap``: padding of all kinds, rolls, reversals, tiles.
///
/// `output[i, j, …] = input[map₀[i], map₁[j], …]`, or the fill value where any map gives a negative index.
package struct MappedCopyPlan: Sendable {
    private struct Run {
        var position: Int
        var count: Int
        /// Byte offset of the first element in the input, and the step; `isFilled` has none.
        var offset: Int
        var step: Int
        var isFilled: Bool
    }
    private let shape: [Int]
    private let elementSize: Int
    private let outputStrides: [Int]
    /// Byte offsets into the input, for each dimension but the last; negative marks the fill value.
    private let offsets: [[Int?]]
    private let runs: [Run]
    private let rowCount: Int
    private let columnCount: Int

    /// What the plan and its maps take at most for each position along an axis of the output.
    package static let bytesOfPosition = 64

    /// Bytes that are worth a task of their own: several microseconds, which waking a thread costs too.
    private static let taskBytes = 1 << 17

    /// - Parameters:
    ///   - maps: one a dimension; their lengths are the output's shape.
    ///   - output, input: strides in bytes.
    package init(elementSize: Int, maps: [IndexMap], output: StridedOperand, input: StridedOperand) {
        let maps = maps.isEmpty ? [IndexMap.identity(1)] : maps
        let outputStrides = output.strides.isEmpty ? [elementSize] : output.strides
        let inputStrides = input.strides.isEmpty ? [elementSize] : input.strides
        // The dimension with contiguous output goes innermost.
        var order = Array(maps.indices)
        order.sort { outputStrides[$0].magnitude > outputStrides[$1].magnitude || outputStrides[$0] == outputStrides[$1] && $0 < $1 }
        let last = order[order.count - 1]
        self.elementSize = elementSize
        shape = order.map { maps[$0].sources.count }
        self.outputStrides = order.map { outputStrides[$0] }
        offsets = order.dropLast().map { dimension in
            maps[dimension].sources.map { $0 < 0 ? nil : $0 * inputStrides[dimension] }
        }
        var runs: [Run] = []
        for (position, source) in maps[last].sources.enumerated() {
            let offset = source * inputStrides[last]
            if var run = runs.last, run.isFilled == (source < 0) {
                if run.isFilled || run.count == 1 || offset == run.offset + run.count * run.step {
                    if run.count == 1 { run.step = offset - run.offset }
                    run.count += 1
                    runs[runs.count - 1] = run
                    continue
                }
            }
            runs.append(Run(position: position, count: 1, offset: offset, step: 0, isFilled: source < 0))
        }
        self.runs = runs
        rowCount = shape.dropLast().reduce(1, *)
        columnCount = shape[shape.count - 1]
    }

    /// - Parameter fill: one element, for the positions that come from nowhere.
    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, fill: UnsafeRawPointer, team: WorkerTeam? = nil) {
        guard rowCount > 0, columnCount > 0 else { return }
        Parallel.run(
            rowCount, grain: max(1, Self.taskBytes / (columnCount * elementSize)), team,
            Job(plan: self, output: output, input: input, fill: fill))
    }

    /// It is of no generic type: a team would run code that is not specialized.
    private struct Job: RangeJob {
        let plan: MappedCopyPlan
        let output: UnsafeMutableRawPointer
        let input: UnsafeRawPointer
        let fill: UnsafeRawPointer

        func perform(_ rows: Range<Int>) {
            switch plan.elementSize {
            case 1: plan.copy(rows, output, input, fill.loadUnaligned(as: UInt8.self))
            case 2: plan.copy(rows, output, input, fill.loadUnaligned(as: UInt16.self))
            case 4: plan.copy(rows, output, input, fill.loadUnaligned(as: UInt32.self))
            default: plan.copy(rows, output, input, fill.loadUnaligned(as: UInt64.self))
            }
        }
    }

    private func copy<Element: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Range<Int>, _ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer, _ fill: Element
    ) {
        // The dimension next to the innermost is walked; those outside of it are divided out once for each walk.
        let walked = shape.count - 2
        guard walked >= 0 else { return copyRow(output, input, fill) }
        let length = shape[walked]
        var row = rows.lowerBound
        while row < rows.upperBound {
            var (remainder, first) = row.quotientAndRemainder(dividingBy: length)
            let end = min(length, first &+ rows.upperBound &- row)
            row += end - first
            var target = output
            var source: UnsafeRawPointer? = input
            var dimension = walked - 1
            while dimension >= 0 {
                let index = remainder % shape[dimension]
                remainder /= shape[dimension]
                target += index * outputStrides[dimension]
                if let offset = offsets[dimension][index] { source = source.map { $0 + offset } } else { source = nil }
                dimension -= 1
            }
            while first < end {
                let offset = offsets[walked][first]
                copyRow(target + first * outputStrides[walked], offset.flatMap { offset in source.map { $0 + offset } }, fill)
                first += 1
            }
        }
    }

    @inline(__always) private func copyRow<Element: FixedWidthInteger & BitwiseCopyable>(
        _ target: UnsafeMutableRawPointer, _ source: UnsafeRawPointer?, _ fill: Element
    ) {
        let stride = outputStrides[outputStrides.count - 1]
        for index in runs.indices {
            let run = runs[index]
            var output = target + run.position * stride
            if let source, !run.isFilled {
                var input = source + run.offset
                if stride == elementSize, run.step == elementSize {
                    CopyKernels.copyBytes(output, input, run.count &* elementSize)
                } else {
                    for _ in 0..<run.count {
                        output.storeBytes(of: input.loadUnaligned(as: Element.self), as: Element.self)
                        output += stride
                        input += run.step
                    }
                }
            } else {
                for _ in 0..<run.count {
                    output.storeBytes(of: fill, as: Element.self)
                    output += stride
                }
            }
        }
    }
}
