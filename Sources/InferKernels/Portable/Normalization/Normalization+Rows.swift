extension Normalization {
    private typealias Lanes = SIMD8<Float>
    /// Elements that are summed in 32 bits before the sum goes on in 64.
    private static let chunk = 4096

    /// One slice of contiguous runs.
    func rows(
        _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, _ scale: UnsafePointer<Float>?,
        _ shift: UnsafePointer<Float>?, _ start: ReductionWalk.Offsets
    ) {
        let count = walk.run.length
        var mean: Float = 0
        if statistic.takesMean {
            var sum = 0.0
            walk.forEachRun(start) { sum += Self.sum(source + $0.x, count) }
            mean = Float(sum / Double(walk.reducedCount))
        }
        var squares = 0.0
        if statistic.takesSquares { walk.forEachRun(start) { squares += Self.squares(source + $0.x, count, mean) } }
        let factor = multiplier(squares, mean: mean, center: mean)
        let strides = walk.run.strides
        walk.forEachRun(start) { offsets in
            let input = source + offsets.x
            let output = destination + offsets.y
            switch (scale, shift) {
            case (nil, nil):
                Self.apply(input, output, count, mean, factor) { value, _, _ in value }
            case (let scale?, let shift?) where strides.z == 1 && strides.w == 1:
                let scale = scale + offsets.z
                let shift = shift + offsets.w
                Self.apply(input, output, count, mean, factor) { value, index, part in
                    value * LaneAccess.load(scale + index, count: part) + LaneAccess.load(shift + index, count: part)
                }
            case (let scale?, nil) where strides.z == 1:
                let scale = scale + offsets.z
                Self.apply(input, output, count, mean, factor) { value, index, part in value * LaneAccess.load(scale + index, count: part) }
            case (let scale, let shift) where strides.z == 0 && strides.w == 0:
                let a = Lanes(repeating: scale.map { $0[offsets.z] } ?? 1)
                let b = Lanes(repeating: shift.map { $0[offsets.w] } ?? 0)
                Self.apply(input, output, count, mean, factor) { value, _, _ in value * a + b }
            case (let scale, let shift):
                Self.apply(input, output, count, mean, factor) { value, index, part in
                    var value = value
                    if let scale { value *= LaneAccess.load(scale + offsets.z + index &* strides.z, count: part, stride: strides.z) }
                    if let shift { value += LaneAccess.load(shift + offsets.w + index &* strides.w, count: part, stride: strides.w) }
                    return value
                }
            }
        }
    }

    @inline(__always)
    private static func apply(
        _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int, _ mean: Float, _ factor: Float,
        _ body: (_ value: Lanes, _ index: Int, _ part: Int) -> Lanes
    ) {
        var index = 0
        while index &+ 8 <= count {
            LaneAccess.store(body((LaneAccess.load8(input + index) - mean) * factor, index, 8), output + index)
            index &+= 8
        }
        if index < count {
            let part = count - index
            let value: Lanes = LaneAccess.load(input + index, count: part)
            LaneAccess.store(body((value - mean) * factor, index, part), output + index, count: part)
        }
    }

    private static func sum(_ input: UnsafePointer<Float>, _ count: Int) -> Double {
        accumulate(input, count, filler: 0) { $0 }
    }

    private static func squares(_ input: UnsafePointer<Float>, _ count: Int, _ mean: Float) -> Double {
        accumulate(input, count, filler: mean) {
            let difference = $0 - mean
            return difference * difference
        }
    }

    @inline(__always)
    private static func accumulate(_ input: UnsafePointer<Float>, _ count: Int, filler: Float, _ body: (Lanes) -> Lanes) -> Double {
        var total = 0.0
        var start = 0
        while start < count {
            let end = min(count, start &+ chunk)
            var a = Lanes.zero
            var b = Lanes.zero
            var index = start
            while index &+ 16 <= end {
                a += body(LaneAccess.load8(input + index))
                b += body(LaneAccess.load8(input + index + 8))
                index &+= 16
            }
            while index < end {
                a += body(LaneAccess.load(input + index, count: min(8, end - index), filler: filler))
                index &+= 8
            }
            total += Double(LaneAccess.sum(a + b))
            start = end
        }
        return total
    }
}
