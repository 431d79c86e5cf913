import Runtime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs inferences until the limits are reached, and times them.
struct Benchmark {
    let limits: Limits
    let data: InputData
    /// The shapes of each group of tensors, to print.
    let groupNames: [String]
    /// The batch of each group of tensors.
    let batches: [Int]
    /// Whether tensors are set once, not for each inference.
    let inferenceOnly: Bool
    /// Whether to report the groups apart.
    let distinguishesGroups: Bool
    /// The most items a second; 0 for no limit.
    let maximumRate: Double
    let showsProgress: Bool

    /// Sets a request's inputs.
    func bind(_ request: InferRequest, group: Int) throws {
        for (index, tensor) in data.group(group).enumerated() {
            try request.set_input_tensor(index, tensor)
        }
    }

    /// One inference after the other: `infer()` and nothing else is timed.
    func measure(_ request: InferRequest) throws -> Measurement {
        var measurement = Measurement()
        var progress = ProgressBar()
        let start = Clock.now()
        var end = start
        var done = 0
        while limits.allow(done, elapsed: end - start) {
            let group = done % data.groupCount
            if !inferenceOnly {
                try bind(request, group: group)
            }
            let begin = Clock.now()
            try request.infer()
            end = Clock.now()
            measurement.latencies.append(end - begin)
            done += 1
            after(group, done, end, start, &measurement, &progress)
        }
        measurement.duration = end - start
        finish(progress)
        return measurement
    }

    /// As many inferences at a time as the pool has requests.
    func measure(_ pool: RequestPool) throws -> Measurement {
        var measurement = Measurement()
        var progress = ProgressBar()
        let start = Clock.now()
        var done = 0
        // A full round at the end: the last inferences run beside as many others as the rest.
        while limits.allow(done, elapsed: Clock.now() - start) || done % pool.count != 0 {
            let group = done % data.groupCount
            let index = try pool.takeIdle()
            if !inferenceOnly {
                try bind(pool.requests[index], group: group)
            }
            try pool.start(index, group: group)
            done += 1
            after(group, done, Clock.now(), start, &measurement, &progress)
        }
        let finished = try pool.finish()
        measurement.latencies = finished.map(\.latency)
        measurement.groups = finished.map(\.group)
        measurement.duration = Clock.now() - start
        finish(progress)
        return measurement
    }

    private func after(
        _ group: Int, _ done: Int, _ now: Int64, _ start: Int64, _ measurement: inout Measurement, _ progress: inout ProgressBar
    ) {
        measurement.frames += batches[group]
        if showsProgress {
            progress.show(limits.fraction(done, elapsed: now - start), at: now)
        }
        if maximumRate > 0 {
            let due = Double(measurement.frames) / maximumRate * 1e6 - Double(now - start) / 1e3
            if due > 0 { usleep(UInt32(min(due, 1e9))) }
        }
    }

    private func finish(_ progress: ProgressBar) {
        if showsProgress { progress.finish() }
    }
}
