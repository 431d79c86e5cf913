import Runtime

/// A run of the program: the eleven steps of OpenVINO's benchmark_app.
struct Session {
    let options: Options
    let core = Core()
    var configuration = DeviceConfiguration()
    var report: StatisticsReport?

    /// - Parameter given: The flags of the command line, for the report.
    init(_ options: Options, _ given: [Command.Parameter]) {
        self.options = options
        report = options.report.map { StatisticsReport($0, folder: options.reportFolder, isJSON: options.reportsJSON) }
        for parameter in given {
            report?.add(.commandLine, parameter.name, parameter.name, .string(parameter.value))
        }
    }

    /// Measures and reports; an error is reported too.
    mutating func run() throws {
        do {
            try measure()
        } catch {
            report?.add(.results, "error", "error", .string("\(error)"))
            _ = try? report?.write()
            throw error
        }
    }

    private mutating func measure() throws {
        Log.step(1)
        Log.info("Parsing input parameters")
        if let path = options.configurationToLoad {
            configuration = try DeviceConfiguration(contentsOf: path)
        }
        Log.step(2)
        try printVersions()
        Log.step(3)
        if options.hint == nil, configuration.devices[deviceType]?["PERFORMANCE_HINT"] == nil {
            let hint = options.measuredAPI == .sync ? "LATENCY" : "THROUGHPUT"
            Log.warning(
                "Performance hint was not explicitly specified in command line. Device(\(options.device)) performance hint will be set to \(hint)."
            )
        }
        try configuration.apply(options, device: deviceType)

        let (compiled, name, loadedPlan) = try load()
        var plan = loadedPlan
        plan.warnings.forEach(Log.warning)
        if options.iterations == 0 {
            Log.info("Model compiled successfully. Skipping inference due to -niter 0.")
            (8...10).forEach { Log.step($0, "skipped") }
            Log.step(11)
            try writeFiles(compiled, [])
            return try writeReport()
        }

        Log.step(8)
        let streams = printProperties(compiled)
        let requestCount =
            try options.measuredAPI == .sync ? 1 : options.requests ?? compiled.get_property(Property.optimal_number_of_infer_requests)

        Log.step(9)
        let data = try InputData(&plan, options)
        data.remarks.forEach(Log.info)
        let benchmark = try prepare(plan, data, requestCount)
        let requests = try (0..<max(1, requestCount)).map { _ in try compiled.create_infer_request() }
        for (index, request) in requests.enumerated() {
            try benchmark.bind(request, group: index % data.groupCount)
        }
        addSetup(name, benchmark, requests.count, streams)

        Log.step(10, start(benchmark, requests.count, streams))
        Log.info(
            benchmark.inferenceOnly
                ? "Benchmarking in inference only mode (inputs filling are not included in measurement loop)."
                : "Benchmarking in full mode (inputs filling are included in measurement loop).")
        let measurement = try measure(benchmark, requests)

        Log.step(11)
        try writeFiles(compiled, requests)
        try printResults(compiled, measurement, benchmark)
    }

    /// The device without its number or the devices below it.
    var deviceType: String { String(options.device.prefix { $0 != ":" && $0 != "(" }) }

    var properties: [Property] {
        (configuration.devices[deviceType] ?? [:]).sorted { $0.key < $1.key }.map { Property($0.key, $0.value) }
    }
}
