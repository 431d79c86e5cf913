/// What a run's latencies come to, in milliseconds.
struct LatencyStatistics: Equatable {
    /// The latency that a percentage of the inferences did not exceed; the median for 50.
    let percentile: Double
    let average: Double
    let minimum: Double
    let maximum: Double

    /// - Parameters:
    ///   - nanoseconds: The latencies, in any order.
    ///   - percentage: From 1 to 100.
    /// - Returns: `nil` without latencies.
    init?(_ nanoseconds: some Sequence<Int64>, percentage: Int) {
        let sorted = nanoseconds.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let rank = (sorted.count * percentage + 99) / 100
        percentile = Double(sorted[min(max(rank, 1), sorted.count) - 1]) / 1e6
        average = sorted.reduce(0) { $0 + Double($1) } / Double(sorted.count) / 1e6
        minimum = Double(first) / 1e6
        maximum = Double(last) / 1e6
    }
}
