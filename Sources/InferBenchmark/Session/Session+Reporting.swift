import Runtime

extension Session {
    mutating func writeFiles(_ compiled: CompiledModel, _ requests: [InferRequest]) throws {
        if let path = options.configurationToDump {
            try configuration.write(to: path)
            Log.info("Configuration settings were dumped to \(path)")
        }
        if let path = options.executionGraph {
            try ExecutionGraph(compiled.get_runtime_model()).write(to: path)
            Log.info("Executable graph is stored to \(path)")
        }
        guard options.measuresCounters, !requests.isEmpty else { return }
        let counters = try requests.map { try $0.profiling_info.map(NodeCounter.init) }
        if options.reportsCounters || options.counterOrder != nil {
            for (index, counters) in counters.enumerated() {
                Log.info("Performance counts for \(index)-th infer request:")
                CounterTable(counters: counters, order: options.counterOrder).lines.forEach(Log.line)
            }
        }
        if let path = try report?.write(counters: counters) {
            Log.info("Performance counters report is stored to \(path)")
        }
    }

    mutating func printResults(_ compiled: CompiledModel, _ measurement: Measurement, _ benchmark: Benchmark) throws {
        guard let statistics = LatencyStatistics(measurement.latencies, percentage: options.latencyPercentile) else {
            throw InputError("No inference was measured")
        }
        addResults(measurement, statistics)
        if let devices = try? compiled.get_property("EXECUTION_DEVICES") {
            Log.info("Execution Devices: \(devices)")
        }
        Log.info("Count:               \(measurement.latencies.count) iterations")
        Log.info("Duration:            \((Double(measurement.duration) / 1e6).fixed(2)) ms")
        Log.info("Latency:")
        printLatencies(statistics)
        printGroups(measurement, benchmark)
        Log.info("Throughput:          \(measurement.throughput.fixed(2)) FPS")
        Log.info("Peak RSS: \(PeakMemory.megabytes.fixed(1)) MB")
        try writeReport()
    }

    func writeReport() throws {
        if let path = try report?.write() {
            Log.info("Statistics report is stored to \(path)")
        }
    }

    private mutating func addResults(_ measurement: Measurement, _ statistics: LatencyStatistics) {
        let percentage = options.latencyPercentile
        let percentile = percentage == 50 ? "Median latency (ms)" : "latency (\(percentage) percentile) (ms)"
        let entries: [(String, String, JSON)] = [
            ("total execution time (ms)", "execution_time", .number(Double(measurement.duration) / 1e6)),
            ("total number of iterations", "iterations_num", .integer(measurement.latencies.count)),
            (percentile, "latency_median", .number(statistics.percentile)),
            ("Percentile boundary", "percentile_boundary", .integer(percentage)),
            ("Average latency (ms)", "latency_avg", .number(statistics.average)),
            ("Min latency (ms)", "latency_min", .number(statistics.minimum)),
            ("Max latency (ms)", "latency_max", .number(statistics.maximum)),
            ("throughput", "throughput", .number(measurement.throughput)),
        ]
        for (title, key, value) in entries {
            report?.add(.results, title, key, value)
        }
    }

    /// Always in milliseconds, and to a tenth of a microsecond: scripts that read the lines expect no other unit.
    private func printLatencies(_ statistics: LatencyStatistics) {
        let percentile = options.latencyPercentile == 50 ? "   Median:           " : "   \(options.latencyPercentile) percentile:     "
        Log.info("\(percentile)\(statistics.percentile.fixed(4)) ms")
        Log.info("   Average:          \(statistics.average.fixed(4)) ms")
        Log.info("   Min:              \(statistics.minimum.fixed(4)) ms")
        Log.info("   Max:              \(statistics.maximum.fixed(4)) ms")
    }

    private mutating func printGroups(_ measurement: Measurement, _ benchmark: Benchmark) {
        guard benchmark.distinguishesGroups else { return }
        let latencies = Dictionary(grouping: zip(measurement.groups, measurement.latencies), by: \.0)
        Log.info("Latency for each data shape group:")
        for (group, name) in benchmark.groupNames.enumerated() {
            guard let statistics = LatencyStatistics((latencies[group] ?? []).map(\.1), percentage: options.latencyPercentile) else {
                continue
            }
            Log.info("\(group + 1). \(name)")
            printLatencies(statistics)
            report?.groups.append(StatisticsReport.Group(shapes: name, statistics: statistics))
        }
    }
}
