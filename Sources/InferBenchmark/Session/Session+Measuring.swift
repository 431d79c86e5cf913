import Runtime

extension Session {
    func prepare(_ plan: InputPlan, _ data: InputData, _ requestCount: Int) throws -> Benchmark {
        let hasOneShape = try plan.hasOneShapeAPort
        if !hasOneShape, options.measuredAPI == .sync {
            throw InputError(
                "Benchmarking of the model with dynamic shapes is available for async API only. "
                    + "Please use -api async -hint latency -nireq 1 to emulate sync behavior.")
        }
        if !hasOneShape, options.inferenceOnly == true {
            throw InputError("Dynamic models with different input data shapes must be benchmarked only in full mode.")
        }
        let inferenceOnly = options.inferenceOnly ?? hasOneShape
        if inferenceOnly, requestCount < data.groupCount {
            Log.warning("Only \(requestCount) test configs will be used.")
        }
        let names = (0..<data.groupCount).map { group in
            zip(plan.ports, data.group(group)).map { "\($0.name)\($1.shape)" }.joined(separator: ",")
        }
        if !hasOneShape {
            Log.info("Defined \(data.groupCount) tensor groups:")
            names.forEach { Log.info("         \($0)") }
        }
        var limits = Limits(options)
        if options.measuredAPI == .async {
            let divisor = data.groupCount > requestCount ? data.groupCount : requestCount
            if let given = limits.align(to: divisor) {
                Log.warning("Number of iterations was aligned from \(given) to \(limits.iterations ?? 0), a multiple of \(divisor)")
            }
        }
        return Benchmark(
            limits: limits, data: data, groupNames: names, batches: try (0..<data.groupCount).map { try plan.batch(ofGroup: $0) },
            inferenceOnly: inferenceOnly,
            distinguishesGroups: options.reportsEachShape && !hasOneShape, maximumRate: options.maximumRate,
            showsProgress: options.showsProgress)
    }

    mutating func addSetup(_ name: String, _ benchmark: Benchmark, _ requestCount: Int, _ streams: String?) {
        let entries: [(String, String, JSON)] = [
            ("benchmark mode", "benchmark_mode", .string(benchmark.inferenceOnly ? "inference only" : "full")),
            ("topology", "topology", .string(name)),
            ("target device", "target_device", .string(options.device)),
            ("API", "api", .string(options.measuredAPI.rawValue)),
            ("batch size", "batch_size", .integer(benchmark.batches.first ?? 1)),
            ("number of iterations", "iterations_num", .integer(benchmark.limits.iterations ?? 0)),
            ("number of parallel infer requests", "nireq", .integer(requestCount)),
            ("duration (ms)", "duration", .integer(Int(exactly: ((benchmark.limits.seconds ?? 0) * 1000).rounded()) ?? .max)),
        ]
        for (title, key, value) in entries {
            report?.add(.setup, title, key, value)
        }
        if let streams {
            let device = deviceType
            report?.add(.setup, "number of \(device) streams", "\(device.lowercased())_streams_num", .string(streams))
        }
    }

    func start(_ benchmark: Benchmark, _ requestCount: Int, _ streams: String?) -> String {
        var text = "Start inference \(options.measuredAPI)hronously"
        if options.measuredAPI == .async {
            text += ", \(requestCount) inference requests"
            if let streams { text += " using \(streams) streams for \(deviceType)" }
        }
        return text + ", limits: \(benchmark.limits)"
    }

    mutating func measure(_ benchmark: Benchmark, _ requests: [InferRequest]) throws -> Measurement {
        if options.skipsWarmUp {
            Log.info("Skipping warmup inference due to -no_warmup flag")
        } else {
            let start = Clock.now()
            if options.measuredAPI == .sync {
                try requests[0].infer()
            } else {
                try requests[0].start_async()
                try requests[0].wait()
            }
            took("First inference", "first inference time (ms)", "first_inference_time", since: start)
        }
        return try options.measuredAPI == .sync ? benchmark.measure(requests[0]) : benchmark.measure(RequestPool(requests))
    }
}
