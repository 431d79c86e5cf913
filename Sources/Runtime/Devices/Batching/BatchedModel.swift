import Dispatch
import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// A model compiled for one item and for a whole batch. Runs wait until there are enough for a batch, but not longer than the timeout.
final class BatchedModel: DeviceModel {
    private struct Job {
        let tensors: RequestTensors
        let cancellation: Cancellation
        let single: any Execution
        let completion: @Sendable ((any Error)?) -> Void
    }

    private struct Contents {
        var waiting: [Job] = []
        /// Counts the batches, so that a timeout ends only the wait that it belongs to.
        var batch = 0
        var idle: [BatchExecution] = []
    }

    private let single: any DeviceModel
    private let batched: any DeviceModel
    private let size: Int
    private let timeout: Duration
    private let contents = Mutex(Contents())
    private let queue = DispatchQueue(label: "BATCH", attributes: .concurrent)

    init(_ single: any DeviceModel, _ batched: any DeviceModel, _ size: Int, timeout: Duration) {
        self.single = single
        self.batched = batched
        self.size = size
        self.timeout = timeout
    }

    var inputs: [Output] { single.inputs }
    var outputs: [Output] { single.outputs }

    func make_execution() throws -> any Execution {
        BatchItemExecution(self, try single.make_execution())
    }

    func get_runtime_model() throws -> Model { try batched.get_runtime_model() }

    func get_property(_ name: String) throws -> PropertyValue {
        guard name == Property.optimal_number_of_infer_requests.name else { return try single.get_property(name) }
        return .integer(size * (try batched.get_property(name).value(as: Int.self)))
    }

    func release_memory() throws {
        contents.withLock { $0.idle = [] }
        try single.release_memory()
        try batched.release_memory()
    }

    /// Adds a run to the batch that is being gathered.
    func add(
        _ tensors: RequestTensors, _ cancellation: Cancellation, _ single: any Execution,
        completion: @escaping @Sendable ((any Error)?) -> Void
    ) {
        let (full, number, isFirst) = contents.withLock { contents -> ([Job]?, Int, Bool) in
            contents.waiting.append(Job(tensors: tensors, cancellation: cancellation, single: single, completion: completion))
            guard contents.waiting.count == size else { return (nil, contents.batch, contents.waiting.count == 1) }
            return (Self.take(&contents), contents.batch, false)
        }
        if let full {
            queue.async { self.run(full) }
        } else if isFirst {
            queue.asyncAfter(deadline: .now() + timeout.dispatchInterval) { self.flush(number) }
        }
    }

    private static func take(_ contents: inout Contents) -> [Job] {
        contents.batch += 1
        defer { contents.waiting = [] }
        return contents.waiting
    }

    /// The timeout: what has come so far runs item by item.
    private func flush(_ number: Int) {
        let jobs = contents.withLock { contents in contents.batch == number ? Self.take(&contents) : [] }
        for job in jobs { Self.runAlone(job) }
    }

    private static func runAlone(_ job: Job) {
        do {
            try job.single.start(job.tensors, job.cancellation, completion: job.completion)
        } catch {
            job.completion(error)
        }
    }

    private func run(_ jobs: [Job]) {
        // A cancelled run leaves the batch, and then the others run item by item.
        let cancelled = jobs.filter(\.cancellation.isCancelled)
        guard cancelled.isEmpty else {
            for job in cancelled { job.completion(Cancelled()) }
            for job in jobs where !job.cancellation.isCancelled { Self.runAlone(job) }
            return
        }
        do {
            let execution = try contents.withLock { $0.idle.popLast() } ?? BatchExecution(batched)
            try execution.run(jobs.map(\.tensors))
            contents.withLock { $0.idle.append(execution) }
        } catch {
            // Alone, each run gets its own result, and its own error.
            for job in jobs { Self.runAlone(job) }
            return
        }
        for job in jobs { job.completion(nil) }
    }
}

/// One request's side of a batched model.
private final class BatchItemExecution: Execution {
    private let model: BatchedModel
    private let single: any Execution

    init(_ model: BatchedModel, _ single: any Execution) {
        self.model = model
        self.single = single
    }

    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws {
        let outcome = Outcome()
        model.add(tensors, cancellation, single) { outcome.set($0) }
        try outcome.wait()
    }

    func start(
        _ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void
    ) throws {
        model.add(tensors, cancellation, single, completion: completion)
    }

    var profiling_info: [ProfilingInfo] {
        get throws { try single.profiling_info }
    }
}

/// What a run that somebody waits for ends with.
private final class Outcome: Sendable {
    private let error = Mutex<(any Error)?>(nil)
    private let isSet = DispatchSemaphore(value: 0)

    func set(_ error: (any Error)?) {
        self.error.withLock { $0 = error }
        isSet.signal()
    }

    func wait() throws {
        isSet.wait()
        if let error = error.withLock({ $0 }) { throw error }
    }
}

/// The execution of a whole batch, with its tensors.
private final class BatchExecution: Sendable {
    private let execution: any Execution
    private let tensors: RequestTensors
    /// The places of the items in the tensors, by item.
    private let items: [RequestTensors]

    init(_ model: any DeviceModel) throws {
        execution = try model.make_execution()
        func tensors(_ ports: [Output]) throws -> [Tensor] { try ports.map { try Tensor($0.element_type, $0.shape) } }
        let whole = RequestTensors(inputs: try tensors(model.inputs), outputs: try tensors(model.outputs))
        self.tensors = whole
        items = try (0..<(whole.inputs.first?.shape.first ?? 0)).map { item in
            func places(_ tensors: [Tensor]) throws -> [Tensor] {
                try tensors.map { tensor in
                    let rest = tensor.shape.dropFirst()
                    return try Tensor(tensor, Coordinate([item] + rest.map { _ in 0 }), Coordinate([item + 1] + rest))
                }
            }
            return RequestTensors(inputs: try places(whole.inputs), outputs: try places(whole.outputs))
        }
    }

    func run(_ jobs: [RequestTensors]) throws {
        for (job, item) in zip(jobs, items) {
            for (tensor, place) in zip(job.inputs, item.inputs) { try tensor.copy_to(place) }
        }
        try execution.run(tensors, Cancellation())
        for (job, item) in zip(jobs, items) {
            for (tensor, place) in zip(job.outputs, item.outputs) { try place.copy_to(tensor) }
        }
    }
}
