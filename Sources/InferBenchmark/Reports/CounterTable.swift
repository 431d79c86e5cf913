/// The time of each node, as lines of a table.
struct CounterTable {
    let counters: [NodeCounter]
    let order: Options.CounterOrder?

    /// The lines; with an order, each says the node's share of the time.
    var lines: [String] {
        let total = counters.reduce(0) { $0 + $1.milliseconds }
        let processorTotal = counters.reduce(0) { $0 + $1.processorMilliseconds }
        let width = min(60, counters.map(\.name.count).max() ?? 0)
        var lines = sorted.map { counter in
            var line = "\(padded(counter.name, width)) \(padded(counter.status, 14)) layerType: \(padded(counter.type, 20)) "
            line += "execType: \(padded(counter.implementation, 24)) "
            line += "realTime (ms): \(padded(counter.milliseconds.fixed(3), 10)) cpuTime (ms): "
            var columns = [counter.processorMilliseconds.fixed(3)]
            if order != nil { columns.append("proportion: \(total > 0 ? (counter.milliseconds / total * 100).fixed(2) : "0.00")%") }
            if let rate = counter.rate { columns.append("rate: \(rate)") }
            return line + columns.dropLast().map { padded($0, 10) + " " }.joined() + (columns.last ?? "")
        }
        lines.append("Total time:     \(total.fixed(3)) milliseconds")
        lines.append("Total CPU time: \(processorTotal.fixed(3)) milliseconds")
        return lines
    }

    private var sorted: [NodeCounter] {
        switch order {
        case nil, .no_sort: counters
        case .sort: counters.sorted { $0.milliseconds > $1.milliseconds }
        case .simple_sort: counters.filter { $0.status == "EXECUTED" }.sorted { $0.milliseconds > $1.milliseconds }
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text.count > width ? text.prefix(max(0, width - 3)) + "..." : text + String(repeating: " ", count: width - text.count)
    }
}
