/// The time that one node took.
struct NodeCounter: Equatable {
    let name: String
    /// NOT_RUN, OPTIMIZED_OUT or EXECUTED.
    let status: String
    let type: String
    let implementation: String
    var milliseconds: Double
    var processorMilliseconds: Double
    /// Floating-point operations and bytes of one run; 0 where they are not known.
    var operations = 0
    var bytes = 0

    /// How fast the node was: arithmetic where there is some, else memory. Nil where neither is known.
    var rate: String? {
        guard milliseconds > 0 else { return nil }
        if operations > 0 { return "\((Double(operations) / milliseconds / 1e6).fixed(1)) GFLOP/s" }
        return bytes > 0 ? "\((Double(bytes) / milliseconds / 1e6).fixed(1)) GB/s" : nil
    }

    /// One counter a node over all requests: times are means, the rest is the first request's.
    static func average(_ requests: [[NodeCounter]]) -> [NodeCounter] {
        var averages: [NodeCounter] = []
        var indices: [String: Int] = [:]
        for counter in requests.joined() {
            if let index = indices[counter.name] {
                averages[index].milliseconds += counter.milliseconds
                averages[index].processorMilliseconds += counter.processorMilliseconds
            } else {
                indices[counter.name] = averages.count
                averages.append(counter)
            }
        }
        for index in averages.indices {
            averages[index].milliseconds /= Double(requests.count)
            averages[index].processorMilliseconds /= Double(requests.count)
        }
        return averages
    }
}
