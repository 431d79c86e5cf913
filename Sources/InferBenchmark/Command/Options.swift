/// What the command line asks for; names and meanings are those of OpenVINO's benchmark_app.
struct Options: Equatable {
    var model = ""
    var device = "CPU"
    var hint: Hint?
    var api: API?
    var iterations: Int?
    var seconds: Double?
    var requests: Int?
    var streams: String?
    var threads: Int?
    var pinning: Bool?
    var precision: String?
    var cacheFolder: String?

    var batch: Int?
    var shapes = ""
    var dataShapes = ""
    var layouts = ""
    var inputs: [String] = []
    var seed: UInt64 = 0

    var inferenceOnly: Bool?
    var skipsWarmUp = false
    var maximumRate = 0.0
    var latencyPercentile = 50
    var showsProgress = false

    var reportsCounters = false
    var counterOrder: CounterOrder?
    var reportsEachShape = false
    var report: Report?
    var reportFolder = ""
    var reportsJSON = false
    var executionGraph: String?
    var configurationToLoad: String?
    var configurationToDump: String?

    enum Hint: String, CaseIterable {
        case throughput, tput, cumulative_throughput, ctput, latency, none

        /// The value of the property PERFORMANCE_HINT.
        var property: String? {
            switch self {
            case .throughput, .tput: "THROUGHPUT"
            case .cumulative_throughput, .ctput: "CUMULATIVE_THROUGHPUT"
            case .latency: "LATENCY"
            case .none: nil
            }
        }
    }

    enum API: String, CaseIterable {
        case sync, async
    }

    enum CounterOrder: String, CaseIterable {
        case sort, no_sort, simple_sort
    }

    enum Report: String, CaseIterable {
        case no_counters, average_counters, detailed_counters
    }

    /// The interface to measure: what was asked for, else what the hint suggests.
    var measuredAPI: API { api ?? (hint == .latency ? .sync : .async) }

    /// Whether the device must time its nodes.
    var measuresCounters: Bool {
        reportsCounters || counterOrder != nil || executionGraph != nil || report == .average_counters || report == .detailed_counters
    }
}
