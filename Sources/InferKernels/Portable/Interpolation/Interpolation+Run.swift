extension Interpolation {
    /// Resizes f32 elements.
    /// - Parameter scratch: ``scratchBytes(threads:)`` bytes, aligned to 16.
    package func run(
        _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, scratch: UnsafeMutableRawPointer?, team: WorkerTeam
    ) {
        if mode == .nearest { return copyNearest(source, destination, team: team) }
        guard outputCount > 0 else { return }
        // A row of few elements is not worth a hand-over to another thread.
        forEachRow(
            team, work: row.length * vectorLength * 4,
            Rows(
                interpolation: self, source: source, destination: destination, buffers: scratch?.assumingMemoryBound(to: Float.self)))
    }

    private struct Rows: RowJob {
        let interpolation: Interpolation
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>
        let buffers: UnsafeMutablePointer<Float>?

        func perform(_ coordinates: UnsafePointer<Int>, outputOffset: Int, worker: Int) {
            interpolation.makeRow(
                source, coordinates, destination + outputOffset, buffers.map { $0 + worker * interpolation.scratchFloats })
        }
    }

    private func makeRow(
        _ source: UnsafePointer<Float>, _ coordinates: UnsafePointer<Int>, _ target: UnsafeMutablePointer<Float>,
        _ buffer: UnsafeMutablePointer<Float>?
    ) {
        guard let axis = row.axis, let buffer else {
            combine(source, coordinates, row: row.length, into: target, targetStride: row.outputStride)
            return
        }
        if combined.isEmpty {
            resample(source + offset(coordinates), row.inputStride, axis, into: target)
        } else {
            combine(source, coordinates, row: rowInputLength, into: buffer, targetStride: vectorLength)
            resample(buffer, vectorLength, axis, into: target)
        }
    }

    /// What makes one row of the output, as a value.
    protocol RowJob: SendableMetatype {
        /// - Parameters:
        ///   - coordinates: along ``outer``.
        ///   - outputOffset: where the row begins in the output.
        func perform(_ coordinates: UnsafePointer<Int>, outputOffset: Int, worker: Int)
    }

    /// Performs a job for the rows of the output.
    func forEachRow<Job: RowJob>(_ team: WorkerTeam, work: Int, _ job: Job) {
        let tasks = max(1, min(rowCount, team.threadCount == 1 ? 1 : team.threadCount * 4, rowCount * work / 4096))
        team.run(RowTasks(interpolation: self, job: job, tasks: tasks), tasks: tasks)
    }

    private struct RowTasks<Job: RowJob>: WorkerJob {
        let interpolation: Interpolation
        let job: Job
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let outer = interpolation.outer
            withUnsafeTemporaryAllocation(of: Int.self, capacity: outer.count + 1) { coordinates in
                guard let coordinates = coordinates.baseAddress else { return }
                let first = interpolation.rowCount * task / tasks
                let end = interpolation.rowCount * (task + 1) / tasks
                var rest = first
                var place = outer.count
                while place > 0 {
                    place -= 1
                    coordinates[place] = rest % outer[place].length
                    rest /= outer[place].length
                }
                for _ in first..<end {
                    var offset = 0
                    for place in outer.indices { offset += coordinates[place] * outer[place].outputStride }
                    job.perform(coordinates, outputOffset: offset, worker: worker)
                    place = outer.count - 1
                    while place >= 0 {
                        coordinates[place] += 1
                        if coordinates[place] < outer[place].length { break }
                        coordinates[place] = 0
                        place -= 1
                    }
                }
            }
        }
    }

    /// Where the input of a row begins, as far as axes that are not resized decide it.
    func offset(_ coordinates: UnsafePointer<Int>) -> Int {
        var offset = 0
        for place in outer.indices where outer[place].axis == nil { offset += coordinates[place] * outer[place].inputStride }
        return offset
    }

    private func combine(
        _ source: UnsafePointer<Float>, _ coordinates: UnsafePointer<Int>, row length: Int, into target: UnsafeMutablePointer<Float>,
        targetStride: Int
    ) {
        var isFirst = true
        combine(source + offset(coordinates), coordinates, level: 0, weight: 1, length, target, targetStride, &isFirst)
        if isFirst { fillRow(target, length, targetStride) }
    }

    /// Adds the weighted input rows under the taps of ``combined`` from `level` on.
    private func combine(
        _ source: UnsafePointer<Float>, _ coordinates: UnsafePointer<Int>, level: Int, weight: Float, _ length: Int,
        _ target: UnsafeMutablePointer<Float>, _ targetStride: Int, _ isFirst: inout Bool
    ) {
        guard level < combined.count, let axis = outer[combined[level]].axis else {
            addRow(source, source, weight, 0, length, target, targetStride, isFirst)
            isFirst = false
            return
        }
        let position = coordinates[combined[level]]
        let stride = outer[combined[level]].inputStride
        let first = source + Int(axis.starts[position]) * stride
        let count = Int(axis.counts[position])
        let weights = position * axis.stride
        if level + 1 < combined.count {
            for tap in 0..<count {
                let factor = weight * axis.weights[weights + tap]
                combine(first + tap * stride, coordinates, level: level + 1, weight: factor, length, target, targetStride, &isFirst)
            }
            return
        }
        var tap = 0
        while tap < count {
            let isPair = tap + 1 < count
            let second = isPair ? weight * axis.weights[weights + tap + 1] : 0
            addRow(
                first + tap * stride, first + (isPair ? tap + 1 : tap) * stride, weight * axis.weights[weights + tap], second, length,
                target,
                targetStride, isFirst)
            isFirst = false
            tap += 2
        }
    }

    private func fillRow(_ target: UnsafeMutablePointer<Float>, _ length: Int, _ targetStride: Int) {
        for position in 0..<length { (target + position * targetStride).update(repeating: 0, count: vectorLength) }
    }

    /// target (+)= a · u + b · v over a row; `b` = 0 leaves v out.
    private func addRow(
        _ u: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ a: Float, _ b: Float, _ length: Int, _ target: UnsafeMutablePointer<Float>,
        _ targetStride: Int, _ isFirst: Bool
    ) {
        let inputStride = row.axis == nil && row.length == 1 ? vectorLength : row.inputStride
        if length == 1 || (inputStride == vectorLength && targetStride == vectorLength) {
            Self.addVector(u, v, a, b, length * vectorLength, target, isFirst)
        } else if vectorLength == 1 {
            for position in 0..<length {
                var value = a * u[position &* inputStride]
                if b != 0 { value += b * v[position &* inputStride] }
                target[position &* targetStride] = isFirst ? value : target[position &* targetStride] + value
            }
        } else {
            for position in 0..<length {
                let offset = position * inputStride
                Self.addVector(u + offset, v + offset, a, b, vectorLength, target + position * targetStride, isFirst)
            }
        }
    }

    private static func addVector(
        _ u: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ a: Float, _ b: Float, _ count: Int, _ target: UnsafeMutablePointer<Float>,
        _ isFirst: Bool
    ) {
        typealias Lanes = SIMD8<Float>
        let uBytes = UnsafeRawPointer(u)
        let vBytes = UnsafeRawPointer(v)
        let targetBytes = UnsafeMutableRawPointer(target)
        let whole = count & ~7
        var index = 0
        while index < whole {
            let byte = index &* 4
            var value = uBytes.loadUnaligned(fromByteOffset: byte, as: Lanes.self) * a
            if b != 0 { value += vBytes.loadUnaligned(fromByteOffset: byte, as: Lanes.self) * b }
            if !isFirst { value += UnsafeRawPointer(targetBytes).loadUnaligned(fromByteOffset: byte, as: Lanes.self) }
            targetBytes.storeBytes(of: value, toByteOffset: byte, as: Lanes.self)
            index &+= 8
        }
        while index < count {
            var value = u[index] * a
            if b != 0 { value += v[index] * b }
            target[index] = isFirst ? value : target[index] + value
            index &+= 1
        }
    }

    /// Resizes along the row: `source` has a vector of ``vectorLength`` elements every `stride` elements.
    private func resample(
        _ source: UnsafePointer<Float>, _ stride: Int, _ axis: InterpolationAxis, into target: UnsafeMutablePointer<Float>
    ) {
        let targetStride = row.outputStride
        let tapStride = axis.stride
        axis.starts.withUnsafeBufferPointer { starts in
            axis.counts.withUnsafeBufferPointer { counts in
                axis.weights.withUnsafeBufferPointer { weights in
                    guard let starts = starts.baseAddress, let counts = counts.baseAddress, let weights = weights.baseAddress else {
                        return
                    }
                    if vectorLength == 1 {
                        for position in 0..<row.length {
                            let first = source + Int(starts[position]) &* stride
                            let taps = weights + position &* tapStride
                            var sum: Float = 0
                            var tap = 0
                            while tap < Int(counts[position]) {
                                sum += first[tap &* stride] * taps[tap]
                                tap &+= 1
                            }
                            target[position &* targetStride] = sum
                        }
                        return
                    }
                    for position in 0..<row.length {
                        let first = source + Int(starts[position]) * stride
                        let taps = weights + position * tapStride
                        let out = target + position * targetStride
                        let count = Int(counts[position])
                        if count == 0 { out.update(repeating: 0, count: vectorLength) }
                        var tap = 0
                        while tap < count {
                            let isPair = tap + 1 < count
                            Self.addVector(
                                first + tap * stride, first + (isPair ? tap + 1 : tap) * stride, taps[tap], isPair ? taps[tap + 1] : 0,
                                vectorLength, out, tap == 0)
                            tap += 2
                        }
                    }
                }
            }
        }
    }

    func copyNearest<Element: ExpressibleByIntegerLiteral & BitwiseCopyable & SendableMetatype>(
        _ source: UnsafePointer<Element>, _ destination: UnsafeMutablePointer<Element>, team: WorkerTeam
    ) {
        guard outputCount > 0 else { return }
        forEachRow(
            team, work: row.length * vectorLength, NearestRows(interpolation: self, source: source, destination: destination))
    }

    private struct NearestRows<Element: ExpressibleByIntegerLiteral & BitwiseCopyable & SendableMetatype>: RowJob {
        let interpolation: Interpolation
        let source: UnsafePointer<Element>
        let destination: UnsafeMutablePointer<Element>

        func perform(_ coordinates: UnsafePointer<Int>, outputOffset: Int, worker: Int) {
            let row = interpolation.row
            let target = destination + outputOffset
            var offset = interpolation.offset(coordinates)
            var isPadding = false
            for index in interpolation.combined.indices {
                let place = interpolation.combined[index]
                let walk = interpolation.outer[place]
                guard let axis = walk.axis else { continue }
                isPadding = isPadding || axis.counts[coordinates[place]] == 0
                offset += Int(axis.starts[coordinates[place]]) * walk.inputStride
            }
            guard isPadding else { return interpolation.copyNearestRow(source + offset, target) }
            for position in 0..<row.length {
                (target + position * row.outputStride).update(repeating: 0, count: interpolation.vectorLength)
            }
        }
    }

    private func copyNearestRow<Element: ExpressibleByIntegerLiteral & BitwiseCopyable>(
        _ source: UnsafePointer<Element>, _ target: UnsafeMutablePointer<Element>
    ) {
        let vectorLength = vectorLength
        guard let axis = row.axis else {
            for position in 0..<row.length {
                (target + position * row.outputStride).update(from: source + position * row.inputStride, count: vectorLength)
            }
            return
        }
        let stride = row.inputStride
        let targetStride = row.outputStride
        axis.starts.withUnsafeBufferPointer { starts in
            axis.counts.withUnsafeBufferPointer { counts in
                guard let starts = starts.baseAddress, let counts = counts.baseAddress else { return }
                if vectorLength == 1 {
                    for position in 0..<row.length {
                        target[position &* targetStride] = counts[position] == 0 ? 0 : source[Int(starts[position]) &* stride]
                    }
                    return
                }
                for position in 0..<row.length {
                    let out = target + position * targetStride
                    if counts[position] == 0 {
                        out.update(repeating: 0, count: vectorLength)
                    } else {
                        out.update(from: source + Int(starts[position]) * stride, count: vectorLength)
                    }
                }
            }
        }
    }
}
