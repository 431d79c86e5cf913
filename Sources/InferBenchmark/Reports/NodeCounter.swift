/// The time that one node took.
struct NodeCounter: Equatable {
    let name: String
    /// NOT_RUN, OPTIMIZED_OUT or EXECUTED.
    let status: String
    let type: String
    let implementation: String
    var milliseconds: Double
    var processorMilliseconds: Double

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
