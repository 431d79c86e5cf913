extension Flag {
    /// The flags, in the order of the help.
    static var all: [Flag] {
        [
            .text(
                "m", "path_to_model", value: "<path>",
                help: "Required. A model in IR (.xml with its .bin) or another format that the runtime reads.", \.model),
            .text("d", "target_device", value: "<device>", help: "The device to infer on. Default: CPU.", \.device),
            .list(
                "i", "paths_to_input", value: "<files>",
                help: "Input data: FILE,… or INPUT:FILE,… with .npy files (.bin: raw elements of a static shape), or folders of such. "
                    + "Several files of an input are taken in turn. Default: random values.", \.inputs),
            .choice(
                "hint", "perf_hint",
                help: "What the device is tuned for; none leaves it to the device and the other flags. "
                    + "Default: latency with -api sync, else throughput.", \.hint),
            .choice(
                "api", "api_type", help: "Whether requests follow one another or overlap. Default: sync with -hint latency, else async.",
                \.api),
            .integer(
                "niter", "number_iterations", range: 0...Int.max,
                help: "The number of inferences; 0 compiles the model and ends. Default: as many as the time allows."
            ) { $0.iterations = $1 },
            .number("t", "time", help: "The time to measure, in seconds. Default: 60 where -niter is not given.") { $0.seconds = $1 },
            .number("max_irate", "maximum_inference_rate", help: "The most inferences a second. Default: no limit.") {
                $0.maximumRate = $1
            },

            .integer("b", "batch_size", range: 1...Int.max, help: "The batch size: reshapes the model.") { $0.batch = $1 },
            .text(
                "shape", value: "<shapes>",
                help: "Shapes of the model's inputs, as INPUT[1,3,?,224..512],… or [1,3,224,224] for all: reshapes the model.", \.shapes),
            .text(
                "data_shape", value: "<shapes>",
                help: "Shapes of the data for dynamic inputs, as INPUT[1,128][1,256],… or [1,128][1,256]; several are taken in turn.",
                \.dataShapes),
            .text("layout", value: "<layouts>", help: "How to read the inputs' dimensions, as INPUT[NCHW],… or [NCHW].", \.layouts),
            .integer("seed", range: 0...UInt64.max, help: "Where the random values begin. Default: 0.") { $0.seed = $1 },

            .integer(
                "nireq", "number_infer_requests", range: 1...Int.max, help: "The number of requests. Default: what the device finds best."
            ) {
                $0.requests = $1
            },
            .text("nstreams", "number_streams", value: "<streams>", help: "The number of streams, as N or DEVICE:N,…", \.streams),
            .integer("nthreads", "number_threads", range: 0...Int.max, help: "The number of threads; 0 leaves it to the device.") {
                $0.threads = $1
            },
            .toggle("pin", "infer_threads_pinning", help: "Whether threads stay on their cores.") { $0.pinning = $1 },
            .text("infer_precision", value: "<type>", help: "The precision of the calculations, as f32 or DEVICE:f32,…", \.precision),
            .text("cdir", "cache_dir", value: "<folder>", help: "A folder for compiled models.", \.cacheFolder),
            .toggle("inference_only", help: "Whether inputs are set once, before the measurement, and not for each inference.") {
                $0.inferenceOnly = $1
            },
            .toggle("no_warmup", help: "Leave out the first inference, before the measurement.") { $0.skipsWarmUp = $1 },

            .integer("latency_percentile", range: 1...100, help: "The percentile of latencies to report. Default: 50, the median.") {
                $0.latencyPercentile = $1
            },
            .toggle("pc", "perf_counts", help: "Report the time of each node.") { $0.reportsCounters = $1 },
            .choice(
                "pcsort", "perf_counts_sort", help: "Report the time of each node in this order; simple_sort leaves out what did not run.",
                \.counterOrder),
            .toggle("pcseq", help: "Report latencies for each shape of -data_shape.") { $0.reportsEachShape = $1 },
            .choice("report_type", help: "Write a report to a file.", \.report),
            .text("report_folder", value: "<folder>", help: "The folder for reports. Default: the current one.", \.reportFolder),
            .toggle("json_stats", help: "Write reports as JSON, not as CSV.") { $0.reportsJSON = $1 },
            .text("exec_graph_path", value: "<path>", help: "Write the graph that the device executes, in IR.", \.executionGraph),
            .text(
                "load_config", value: "<path>",
                help: "Properties to set, as JSON: {\"CPU\": {\"NUM_STREAMS\": \"3\"}}. Flags go before them.",
                \.configurationToLoad),
            .text("dump_config", value: "<path>", help: "Write the properties that were set, as JSON.", \.configurationToDump),
            .toggle("progress", help: "Show how far the measurement is, on standard error.") { $0.showsProgress = $1 },
        ]
    }
}
