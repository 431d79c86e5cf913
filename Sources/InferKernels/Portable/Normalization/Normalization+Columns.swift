extension Normalization {
    private typealias Lanes = SIMD16<Float>
    private typealias WideLanes = SIMD16<Double>

    /// Slices side by side: each lane of a vector belongs to another one.
    func columns(
        _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, _ scale: UnsafePointer<Float>?,
        _ shift: UnsafePointer<Float>?, _ start: ReductionWalk.Offsets, _ lanes: Int
    ) {
        let count = walk.run.length
        let strides = walk.run.strides
        let laneStrides = walk.laneStrides
        var mean = Lanes.zero
        if statistic.takesMean {
            let sum = accumulate(source, start, lanes) { $0 }
            mean = Lanes(sum / Double(walk.reducedCount))
        }
        var factors = Lanes(repeating: 1)
        if statistic.takesSquares {
            let center: Lanes = statistic.takesMoments ? .zero : mean
            let squares = accumulate(source, start, lanes) {
                let difference = $0 - center
                return difference * difference
            }
            for lane in 0..<Lanes.scalarCount { factors[lane] = multiplier(squares[lane], mean: mean[lane], center: center[lane]) }
        }
        walk.forEachRun(start) { offsets in
            for index in 0..<count {
                let value: Lanes = LaneAccess.load(source + (offsets.x &+ index &* strides.x), count: lanes)
                var result = (value - mean) * factors
                if let scale {
                    result *= LaneAccess.load(scale + (offsets.z &+ index &* strides.z), count: lanes, stride: laneStrides.z)
                }
                if let shift {
                    result += LaneAccess.load(shift + (offsets.w &+ index &* strides.w), count: lanes, stride: laneStrides.w)
                }
                LaneAccess.store(result, destination + (offsets.y &+ index &* strides.y), count: lanes)
            }
        }
    }

    @inline(__always)
    private func accumulate(
        _ source: UnsafePointer<Float>, _ start: ReductionWalk.Offsets, _ lanes: Int, _ body: (Lanes) -> Lanes
    ) -> WideLanes {
        let count = walk.run.length
        let stride = walk.run.strides.x
        var total = WideLanes.zero
        walk.forEachRun(start) { offsets in
            var first = 0
            while first < count {
                let end = min(count, first &+ 512)
                var sum = Lanes.zero
                for index in first..<end { sum += body(LaneAccess.load(source + (offsets.x &+ index &* stride), count: lanes)) }
                total += WideLanes(sum)
                first = end
            }
        }
        return total
    }
}
