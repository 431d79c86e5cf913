import Runtime

extension NodeCounter {
    init(_ info: ProfilingInfo) {
        self.init(
            name: info.node_name, status: "\(info.status)", type: info.node_type, implementation: info.exec_type,
            milliseconds: info.real_time / .milliseconds(1), processorMilliseconds: info.cpu_time / .milliseconds(1),
            operations: info.floatingPointOperations,
            bytes: info.bytesMoved)
    }
}
