import InferTensors

/// CumSum: running sums along an axis, in the elements' own type; integers wrap around.
package struct CumulativeSum: Sendable {
    let slices: AxisSlices
    let length: Int
    let strides: SIMD2<Int>
    let isExclusive: Bool
    let isReverse: Bool

    /// - Parameters:
    ///   - exclusive: an element's sum leaves out the element itself.
    ///   - reverse: from the end of the axis to its beginning.
    /// - Throws: `RuntimeError` when the axis or a rank does not fit.
    package init(shape: [Int], axis: Int, exclusive: Bool, reverse: Bool, inputStrides: [Int], outputStrides: [Int]) throws {
        guard shape.indices.contains(axis), inputStrides.count == shape.count, outputStrides.count == shape.count else {
            throw RuntimeError(.invalidArgument, "CumSum: axis \(axis) of shape \(shape), with one stride per axis")
        }
        slices = AxisSlices(shape: shape, axis: axis, firstStrides: inputStrides, secondStrides: outputStrides)
        length = shape[axis]
        strides = SIMD2(inputStrides[axis], outputStrides[axis])
        isExclusive = exclusive
        isReverse = reverse
    }

    /// - Throws: `RuntimeError` for elements that are no numbers.
    package func run(_ type: ElementType, _ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, team: WorkerTeam) throws {
        try Run(kernel: self, source: source, destination: destination, team: team).dispatch(type, operation: "CumSum")
    }

    private struct Run: OrderedElementVisitor {
        let kernel: CumulativeSum
        let source: UnsafeRawPointer
        let destination: UnsafeMutableRawPointer
        let team: WorkerTeam

        func visit<Element: OrderedElement>(_ type: Element.Type) {
            let slices = kernel.slices.count
            guard slices > 0, kernel.length > 0 else { return }
            let tasks = max(1, min(slices, team.threadCount * 4, slices * kernel.length / 4096))
            let job = Job(
                kernel: kernel, source: source.assumingMemoryBound(to: type), destination: destination.assumingMemoryBound(to: type),
                tasks: tasks)
            team.run(job, tasks: tasks)
        }
    }

    private struct Job<Element: OrderedElement>: WorkerJob {
        let kernel: CumulativeSum
        let source: UnsafePointer<Element>
        let destination: UnsafeMutablePointer<Element>
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let slices = kernel.slices.count
            for slice in slices * task / tasks..<slices * (task + 1) / tasks {
                var place = kernel.slices.offsets(slice)
                var step = kernel.strides
                if kernel.isReverse {
                    place &+= step &* SIMD2(repeating: kernel.length - 1)
                    step = SIMD2<Int>.zero &- step
                }
                var sum = Element.zeroKey
                for _ in 0..<kernel.length {
                    let next = Element.sum(sum, source[place.x].key)
                    destination[place.y] = Element(key: kernel.isExclusive ? sum : next)
                    sum = next
                    place &+= step
                }
            }
        }
    }
}
