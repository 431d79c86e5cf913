/// How long one operation of a model took in the last run.
public struct ProfilingInfo: Hashable, Sendable {
    /// What became of an operation.
    public enum Status: Hashable, Sendable {
        /// It did not run: the model has not, or it is an input, output or constant.
        case NOT_RUN
        /// It became part of another one.
        case OPTIMIZED_OUT
        /// It ran.
        case EXECUTED
    }

    /// What became of the operation.
    public var status: Status
    /// Time on the clock.
    public var real_time: Duration
    /// Time on the processor; where several threads share an operation, of the one that leads.
    public var cpu_time: Duration
    /// The friendly name of the operation.
    public var node_name: String
    /// The name of the implementation that ran.
    public var exec_type: String
    /// The type of the operation, such as `Convolution`.
    public var node_type: String
    /// The additions and multiplications that define the operation's result, whatever algorithm computed it; 0 for an operation whose
    /// time memory decides, and where it is not known.
    public var floatingPointOperations = 0
    /// The bytes of the operation's inputs and outputs; 0 where they are not known.
    public var bytesMoved = 0

    /// Creates the profile of one operation.
    public init(
        status: Status, real_time: Duration = .zero, cpu_time: Duration = .zero, node_name: String, exec_type: String, node_type: String
    ) {
        self.status = status
        self.real_time = real_time
        self.cpu_time = cpu_time
        self.node_name = node_name
        self.exec_type = exec_type
        self.node_type = node_type
    }
}

extension ProfilingInfo: CustomStringConvertible {
    /// One line: status, type, name, implementation and times.
    public var description: String { "\(status) \(node_type) '\(node_name)' \(exec_type) real \(real_time) cpu \(cpu_time)" }
}
