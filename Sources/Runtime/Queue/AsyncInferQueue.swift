import Dispatch
import InferDevices
import InferGraph
import InferTensors

/// A pool of requests that takes jobs as they come and starts each on a request that is free.
///
/// ```swift
/// let queue = try AsyncInferQueue(compiled)
/// try queue.set_callback { request, userdata in … }
/// for (index, image) in images.enumerated() { try queue.start_async([image], userdata: index) }
/// try queue.wait_all()
/// ```
/// When the last reference to the queue goes away, that waits for its jobs.
public final class AsyncInferQueue: Sendable {
    private let state: QueueState

    /// Creates a queue.
    ///
    /// - Parameters:
    ///   - model: What to run.
    ///   - jobs: The number of requests; 0 for as many as the device finds best.
    public init(_ model: CompiledModel, _ jobs: Int = 0) throws {
        guard jobs >= 0 else { throw RuntimeError(.invalidArgument, "AsyncInferQueue cannot have \(jobs) requests") }
        // A device need not know the property; one request is always right.
        let optimal = (try? model.get_property(Property.optimal_number_of_infer_requests)) ?? 1
        let count = jobs > 0 ? jobs : Swift.max(optimal, 1)
        state = QueueState(try (0..<count).map { _ in try model.create_infer_request() })
    }

    deinit {
        state.shutDown()
    }

    /// Starts a job on a free request, waiting for one if need be. Fewer tensors than inputs set only the first ones.
    ///
    /// - Parameters:
    ///   - inputs: One tensor for each input, in order. They are not copied: do not write into them before the job has finished.
    ///   - userdata: Comes back with the job.
    /// - Throws: The first error of an earlier job that nobody has seen, in which case this job has not been started.
    public func start_async(_ inputs: [Tensor] = [], userdata: (any Sendable)? = nil) throws {
        try state.start(userdata) { try $0.inputs(inputs) }
    }

    /// Starts a job on a free request, with inputs by tensor name.
    public func start_async(_ inputs: [String: Tensor], userdata: (any Sendable)? = nil) throws {
        try state.start(userdata) { try $0.inputs(inputs) }
    }

    /// Starts a job on a free request, with inputs by index.
    public func start_async(_ inputs: [Int: Tensor], userdata: (any Sendable)? = nil) throws {
        try state.start(userdata) { try $0.inputs(inputs) }
    }

    /// Starts a job on a free request, with inputs by port.
    public func start_async(_ inputs: [Output: Tensor], userdata: (any Sendable)? = nil) throws {
        try state.start(userdata) { try $0.inputs(inputs) }
    }

    /// Installs what is called, with the request and its userdata, after each job that ended well. What it throws becomes the job's error.
    public func set_callback(_ callback: @escaping @Sendable (InferRequest, (any Sendable)?) throws -> Void) throws {
        state.setCallback(callback)
    }

    /// Waits until all jobs and their callbacks have ended.
    ///
    /// - Throws: The first error of a job that nobody has seen. Then it counts as seen, and the queue goes on as before.
    public func wait_all() throws {
        try state.waitAll()
    }

    /// Whether a request is free.
    public func is_ready() -> Bool {
        state.isReady
    }

    /// Waits until a request is free.
    ///
    /// - Returns: Its index in the queue. It stays free until a job is started.
    public func get_idle_request_id() throws -> Int {
        try state.idleRequest()
    }

    /// What each request's last job was started with; nil before the first.
    public var userdata: [(any Sendable)?] {
        state.userdata
    }

    /// The jobs as they finish, whether well or not: for one `for await` loop. It ends when the queue goes away or the task is cancelled.
    ///
    /// Once this has been read, each job has output tensors of its own, so ``AsyncInferJob/outputs`` stay as they are while the
    /// request goes on with other jobs. Read it before the first job is started to miss none.
    public var finished: FinishedJobs {
        state.finished.follow()
        return FinishedJobs(stream: state.finished)
    }
}

extension AsyncInferQueue: RandomAccessCollection {
    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of requests.
    public var endIndex: Int { state.requests.count }
    /// The request at an index. Do not start it behind the queue's back.
    public subscript(index: Int) -> InferRequest { state.requests[index] }
}

extension AsyncInferQueue: CustomStringConvertible {
    /// How many requests there are, and whether one is free.
    public var description: String { "<AsyncInferQueue: \(count) requests, \(is_ready() ? "ready" : "all busy")>" }
}
