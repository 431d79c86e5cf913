/// The inner loops of reductions, specialised by the compiler for each function.
enum ReductionLoops {
    typealias Lanes = VectorMath.Lanes
    /// Rows that go into one partial sum before it joins the total: keeps rounding errors from growing with the size.
    private static var partial: Int { 128 }

    /// Any element type.
    @inline(__always) static func scalar<Function: ReductionFunction>(_ type: Function.Type) -> ReductionKernel {
        { block in
            let size = MemoryLayout<Function.Element>.stride
            let inner = block.innermost
            if block.inputStride == size, inner.stride != size, block.columns > 1 {
                // Neighbours in memory belong to different results: a strip of accumulators at a time.
                let capacity = 1024 / MemoryLayout<Function.Accumulator>.stride
                withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { scratch in
                    let accumulators = scratch.bindMemory(to: Function.Accumulator.self)
                    for start in stride(from: 0, to: block.columns, by: capacity) {
                        let width = min(capacity, block.columns - start)
                        for column in 0..<width { accumulators[column] = Function.initial }
                        block.eachRun { offset in
                            for row in 0..<inner.size {
                                let elements = (block.input + start &* size + offset + row &* inner.stride).assumingMemoryBound(
                                    to: Function.Element.self)
                                for column in 0..<width { accumulators[column] = Function.combine(accumulators[column], elements[column]) }
                            }
                        }
                        for column in 0..<width {
                            (block.output + (start + column) &* block.outputStride).storeBytes(
                                of: Function.finish(accumulators[column], count: block.count), as: Function.Element.self)
                        }
                    }
                }
                return
            }
            for column in 0..<block.columns {
                var accumulator = Function.initial
                block.eachRun { offset in
                    let run = block.input + column &* block.inputStride + offset
                    if inner.stride == size {
                        let elements = run.assumingMemoryBound(to: Function.Element.self)
                        for index in 0..<inner.size { accumulator = Function.combine(accumulator, elements[index]) }
                    } else {
                        for index in 0..<inner.size {
                            accumulator = Function.combine(
                                accumulator, (run + index &* inner.stride).loadUnaligned(as: Function.Element.self))
                        }
                    }
                }
                (block.output + column &* block.outputStride).storeBytes(
                    of: Function.finish(accumulator, count: block.count), as: Function.Element.self)
            }
        }
    }

    /// `Float`, by lanes.
    @inline(__always) static func lanes<Function: LaneReductionFunction>(_ type: Function.Type) -> ReductionKernel {
        { block in
            if block.inputStride == 4, block.innermost.stride != 4, block.columns > 1 {
                var column = 0
                while column &+ 16 <= block.columns {
                    columns(block, column, type)
                    column &+= 16
                }
                while column &+ 8 <= block.columns {
                    eightColumns(block, column, type)
                    column &+= 8
                }
                while column < block.columns {
                    single(block, column, type)
                    column &+= 1
                }
            } else {
                for column in 0..<block.columns { single(block, column, type) }
            }
        }
    }

    /// Sixteen neighbouring results.
    @inline(__always) private static func columns<Function: LaneReductionFunction>(
        _ block: ReductionBlock, _ column: Int, _ type: Function.Type
    ) {
        let inner = block.innermost
        let initial = Lanes(repeating: Function.initial)
        var (firstTotal, secondTotal) = (initial, initial)
        block.eachRun { offset in
            var pointer = block.input + column &* 4 + offset
            var row = 0
            while row < inner.size {
                let end = min(row &+ partial, inner.size)
                var (first, second) = (initial, initial)
                while row < end {
                    first = Function.combine(first, Function.prepare(pointer.loadUnaligned(as: Lanes.self)))
                    second = Function.combine(second, Function.prepare((pointer + 32).loadUnaligned(as: Lanes.self)))
                    pointer += inner.stride
                    row &+= 1
                }
                firstTotal = Function.combine(firstTotal, first)
                secondTotal = Function.combine(secondTotal, second)
            }
        }
        for lane in 0..<8 {
            (block.output + (column &+ lane) &* block.outputStride).storeBytes(
                of: Function.finish(firstTotal[lane], count: block.count), as: Float.self)
            (block.output + (column &+ lane &+ 8) &* block.outputStride).storeBytes(
                of: Function.finish(secondTotal[lane], count: block.count), as: Float.self)
        }
    }

    /// Eight neighbouring results.
    @inline(__always) private static func eightColumns<Function: LaneReductionFunction>(
        _ block: ReductionBlock, _ column: Int, _ type: Function.Type
    ) {
        let inner = block.innermost
        let initial = Lanes(repeating: Function.initial)
        var total = initial
        block.eachRun { offset in
            var pointer = block.input + column &* 4 + offset
            var row = 0
            while row < inner.size {
                let end = min(row &+ partial, inner.size)
                var sum = initial
                while row < end {
                    sum = Function.combine(sum, Function.prepare(pointer.loadUnaligned(as: Lanes.self)))
                    pointer += inner.stride
                    row &+= 1
                }
                total = Function.combine(total, sum)
            }
        }
        for lane in 0..<8 {
            (block.output + (column &+ lane) &* block.outputStride).storeBytes(
                of: Function.finish(total[lane], count: block.count), as: Float.self)
        }
    }

    /// One result.
    @inline(__always) private static func single<Function: LaneReductionFunction>(
        _ block: ReductionBlock, _ column: Int, _ type: Function.Type
    ) {
        let inner = block.innermost
        let initial = Lanes(repeating: Function.initial)
        var total = initial
        block.eachRun { offset in
            let run = block.input + column &* block.inputStride + offset
            var index = 0
            if inner.stride == 4 {
                while index &+ 16 <= inner.size {
                    let end = min(index &+ 16 &* partial, inner.size & ~15)
                    var (first, second) = (initial, initial)
                    while index < end {
                        first = Function.combine(first, Function.prepare((run + index &* 4).loadUnaligned(as: Lanes.self)))
                        second = Function.combine(second, Function.prepare((run + index &* 4 + 32).loadUnaligned(as: Lanes.self)))
                        index &+= 16
                    }
                    total = Function.combine(total, Function.combine(first, second))
                }
            }
            while index < inner.size {
                let count = min(8, inner.size &- index)
                let loaded = Function.prepare(ElementLoops.load(run + index &* inner.stride, inner.stride, count))
                let lane = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
                let used = lane .< SIMD8<Int32>(repeating: Int32(truncatingIfNeeded: count))
                total = Function.combine(total, VectorMath.select(used, loaded, initial))
                index &+= 8
            }
        }
        var result = Lanes(repeating: total[0])
        for lane in 1..<8 { result = Function.combine(result, Lanes(repeating: total[lane])) }
        (block.output + column &* block.outputStride).storeBytes(of: Function.finish(result[0], count: block.count), as: Float.self)
    }
}
