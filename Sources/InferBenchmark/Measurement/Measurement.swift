/// What a measurement saw.
struct Measurement {
    /// The time of each inference in nanoseconds.
    var latencies: [Int64] = []
    /// The group of tensors that each inference took, where they are told apart.
    var groups: [Int] = []
    /// The time from the first start to the last end, in nanoseconds.
    var duration: Int64 = 0
    /// The items that were inferred: inferences times batch.
    var frames = 0

    /// Items a second.
    var throughput: Double { duration > 0 ? Double(frames) * 1e9 / Double(duration) : 0 }

    init() {
        // Memory that is not written to takes no room; growth would disturb what is measured.
        latencies.reserveCapacity(1 << 20)
    }
}
