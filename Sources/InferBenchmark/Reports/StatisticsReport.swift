#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a run was asked, how it was set up and what came out, for a file: `benchmark_report.csv` or `.json`, and the nodes' times in
/// `benchmark_average_counters_report` or `benchmark_detailed_counters_report`.
struct StatisticsReport {
    enum Section: CaseIterable {
        case commandLine, setup, results

        var title: String {
            switch self {
            case .commandLine: "Command line parameters"
            case .setup: "Configuration setup"
            case .results: "Execution results"
            }
        }

        var key: String {
            switch self {
            case .commandLine: "cmd_options"
            case .setup: "configuration_setup"
            case .results: "execution_results"
            }
        }
    }

    private struct Entry {
        let title: String
        let key: String
        let value: JSON
    }

    /// The latencies of the data of one shape.
    struct Group {
        let shapes: String
        let statistics: LatencyStatistics
    }

    let kind: Options.Report
    let folder: String
    let isJSON: Bool
    var groups: [Group] = []
    private var sections: [Section: [Entry]] = [:]

    init(_ kind: Options.Report, folder: String, isJSON: Bool) {
        self.kind = kind
        self.folder = folder
        self.isJSON = isJSON
    }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - title: The name in CSV.
    ///   - key: The name in JSON.
    mutating func add(_ section: Section, _ title: String, _ key: String, _ value: JSON) {
        sections[section, default: []].append(Entry(title: title, key: key, value: value))
    }

    /// Writes the report.
    ///
    /// - Returns: The file's path.
    func write() throws -> String {
        let path = path("benchmark_report")
        if isJSON {
            var object: [String: JSON] = [:]
            for section in Section.allCases {
                guard let entries = sections[section] else { continue }
                var values = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
                if section == .results, !groups.isEmpty {
                    values["group_latencies"] = .array(groups.map(Self.json))
                }
                object[section.key] = .object(values)
            }
            try JSON.object(object).write(to: path)
        } else {
            try write(rows, to: path)
        }
        return path
    }

    /// Writes the nodes' times: the mean of all requests, or each request's.
    ///
    /// - Returns: The file's path; `nil` where the report is one without counters.
    func write(counters: [[NodeCounter]]) throws -> String? {
        guard kind != .no_counters, !counters.isEmpty else { return nil }
        let tables = kind == .average_counters ? [NodeCounter.average(counters)] : counters
        let path = path("benchmark_\(kind.rawValue)_report")
        if isJSON {
            let objects = tables.map(Self.json)
            let report: [String: JSON] =
                kind == .average_counters
                ? ["report_type": .string("average"), "avg_performance": objects[0]]
                : ["report_type": .string("detailed"), "detailed_performance": .array(objects)]
            try JSON.object(report).write(to: path)
        } else {
            try write(tables.flatMap(Self.rows), to: path)
        }
        return path
    }

    private var rows: [[String]] {
        var rows: [[String]] = []
        for section in Section.allCases {
            guard let entries = sections[section] else { continue }
            rows += [[section.title]] + entries.map { [$0.title, Self.text($0.value)] } + [[]]
        }
        guard !groups.isEmpty else { return rows }
        rows += [["Group Latencies"], ["Data shape", "Median", "Average", "Min", "Max"]]
        rows += groups.map { group in
            let numbers = group.statistics
            return [group.shapes] + [numbers.percentile, numbers.average, numbers.minimum, numbers.maximum].map { $0.fixed(4) }
        }
        return rows + [[]]
    }

    private static func rows(_ counters: [NodeCounter]) -> [[String]] {
        let total = total(counters)
        return [["layerName", "execStatus", "layerType", "execType", "realTime (ms)", "cpuTime (ms)"]]
            + counters.map {
                [$0.name, $0.status, $0.type, $0.implementation, $0.milliseconds.fixed(3), $0.processorMilliseconds.fixed(3)]
            }
            + [["Total", "", "", "", total.real.fixed(3), total.processor.fixed(3)], []]
    }

    private static func json(_ counters: [NodeCounter]) -> JSON {
        let nodes = counters.map { counter -> JSON in
            .object([
                "name": .string(counter.name), "status": .string(counter.status), "node_type": .string(counter.type),
                "exec_type": .string(counter.implementation), "real_time": .number(counter.milliseconds),
                "cpu_time": .number(counter.processorMilliseconds),
            ])
        }
        let total = total(counters)
        return .object(["nodes": .array(nodes), "total_real_time": .number(total.real), "total_cpu_time": .number(total.processor)])
    }

    private static func json(_ group: Group) -> JSON {
        .object([
            "data_shape": .string(group.shapes), "latency_median": .number(group.statistics.percentile),
            "latency_average": .number(group.statistics.average), "latency_min": .number(group.statistics.minimum),
            "latency_max": .number(group.statistics.maximum),
        ])
    }

    private static func total(_ counters: [NodeCounter]) -> (real: Double, processor: Double) {
        (counters.reduce(0) { $0 + $1.milliseconds }, counters.reduce(0) { $0 + $1.processorMilliseconds })
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let value): value
        case .integer(let value): "\(value)"
        case .number(let value): value.fixed(6)
        case .boolean(let value): value ? "true" : "false"
        case .array, .object: ""
        }
    }

    private func path(_ name: String) -> String {
        let file = name + (isJSON ? ".json" : ".csv")
        return folder.isEmpty ? file : folder.hasSuffix("/") ? folder + file : "\(folder)/\(file)"
    }

    private func write(_ rows: [[String]], to path: String) throws {
        let text = rows.map { $0.joined(separator: ";") + "\n" }.joined()
        try ReportFile.write(Data(text.utf8), to: path)
    }
}
