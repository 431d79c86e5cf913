/// The unit of work of a reduction: one row of results and all that is reduced into it. Strides are in bytes.
struct ReductionBlock {
    struct Level {
        var size: Int
        var stride: Int
    }
    var output: UnsafeMutableRawPointer
    var input: UnsafeRawPointer
    var columns: Int
    var outputStride: Int
    var inputStride: Int
    /// The reduced dimensions, outermost first, at least one.
    var reduced: UnsafeBufferPointer<Level>
    /// Elements reduced into one result.
    var count: Int

    /// The innermost reduced dimension.
    @inline(__always) var innermost: Level { reduced[reduced.count &- 1] }

    /// Calls `body` with the byte offset of each run along the innermost reduced dimension.
    @inline(__always) func eachRun(_ body: (_ offset: Int) -> Void) {
        if count == 0 { return }
        if reduced.count == 1 { return body(0) }
        if reduced.count == 2 {
            for index in 0..<reduced[0].size { body(index &* reduced[0].stride) }
            return
        }
        let runs = count / innermost.size
        for run in 0..<runs {
            var remainder = run
            var offset = 0
            for level in stride(from: reduced.count - 2, through: 0, by: -1) {
                offset &+= remainder % reduced[level].size &* reduced[level].stride
                remainder /= reduced[level].size
            }
            body(offset)
        }
    }
}

typealias ReductionKernel = @Sendable (ReductionBlock) -> Void
