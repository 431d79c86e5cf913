import Runtime
import XCTest

// What a user in Swift 6 mode shares as it is: that this file compiles is half of the test.
private let sharedCore = Core()
private let sharedProperties: [Property] = [.hint.performance_mode(.LATENCY), .num_streams(1)]
private let sharedKey = Property.num_streams
private let sharedShape: PartialShape = [2, 2]
private let sharedErrors: [any Error] = [Busy(), Cancelled(), RuntimeError(.notFound, "shared")]

/// Everything of the API that a user may want to hand over to another task.
private struct Luggage: Sendable {
    let model: Model
    let compiled: CompiledModel
    let request: InferRequest
    let queue: AsyncInferQueue
    let finished: FinishedJobs
    let tensor: Tensor
    let port: Output
    let node: Node
    let states: [VariableState]
    let profile: [ProfilingInfo]
    let value: PropertyValue
    let names: [PropertyName]
    let layout: Layout
    let dimension: Runtime.Dimension
    let encryption: CacheEncryptionCallbacks
    let version: Version
}

/// An actor that keeps a request to itself.
private actor Accumulator {
    private let core = Core()
    private var request: InferRequest?
    private(set) var finished = 0

    func load(_ model: Model) throws {
        let request = try core.compile_model(model, "CPU", sharedProperties).create_infer_request()
        try request.set_callback { [weak self] _ in
            guard let self else { return }
            Task { await self.count() }
        }
        self.request = request
    }

    private func count() { finished += 1 }

    func add(_ tensor: Tensor) async throws -> Tensor {
        let request = try XCTUnwrap(request)
        try request.set_input_tensor(tensor)
        try await request.run()
        return try request.get_output_tensor()
    }

    func states() throws -> [VariableState] { try XCTUnwrap(request).query_state() }
}

/// What a user interface holds.
@MainActor
private final class Screen {
    let core = Core()
    var request: InferRequest?
    var labels: [String] = []

    func load(_ model: Model) async throws {
        let core = core
        request = try await Task.detached { try core.compile_model(model, "CPU") }.value.create_infer_request()
    }

    func show(_ tensor: Tensor) async throws {
        let request = try XCTUnwrap(request)
        try request.set_input_tensor(tensor)
        try await request.run()
        labels.append("\(try request.get_output_tensor().floats)")
    }
}

/// Tasks, actors and Dispatch queues of a user who adds no annotations.
final class IsolationTests: RuntimeTestCase {
    private static let model = try? RuntimeTestCase.makeModel([[2, 2]])

    /// `y = x + sum; sum = y`.
    private func sums() throws -> Model {
        let x = try opset.parameter(.f32, [2], name: "x")
        let attributes: [String: AttributeValue] = [
            "variable_id": .string("sum"), "variable_type": .elementType(.f32), "variable_shape": .partialShape([2]),
        ]
        let old = try opset.create("ReadValue", [opset.constant([0, 0] as [Float], shape: [2])], attributes)
        let sum = try opset.create("Add", [x, old])
        return try Model([opset.result(sum)], [x], "sums", sinks: [opset.createNode("Assign", [sum], ["variable_id": .string("sum")])])
    }

    func test_actorsAndTheirStates() async throws {
        let accumulator = Accumulator()
        try await accumulator.load(sums())
        let one = try Tensor([1, 2] as [Float], shape: [2])
        for round in 1...3 {
            let output = try await accumulator.add(one)
            XCTAssertEqual(try output.floats, [Float(round), Float(2 * round)])
        }
        let states = try await accumulator.states()
        try await Task.detached { for state in states { try state.reset() } }.value
        let again = try await accumulator.add(one)
        XCTAssertEqual(try again.floats, [1, 2])
    }

    @MainActor
    func test_theMainActor() async throws {
        let screen = Screen()
        try await screen.load(XCTUnwrap(Self.model))
        try await screen.show(Tensor.counting([2, 2]))
        XCTAssertEqual(screen.labels, ["[1.0, 2.0, 3.0, 4.0]"])
    }

    func test_taskGroupsAndChildTasks() async throws {
        let model = try XCTUnwrap(Self.model)
        let tensor = try Tensor.counting([2, 2])
        let answers = try await withThrowingTaskGroup(of: [Float].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let request = try sharedCore.compile_model(model, "CPU", sharedProperties).create_infer_request()
                    try request.set_input_tensor(tensor)
                    try await request.run()
                    return try request.get_output_tensor().floats
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        XCTAssertEqual(answers, Array(repeating: [1, 2, 3, 4], count: 4))
        let compiled = try sharedCore.compile_model(model, "CPU")
        async let first = compiled([tensor])
        async let second = compiled(["x": tensor])
        let (left, right) = (try await first, try await second)
        XCTAssertEqual(try left[0].floats, try right[0].floats)
    }

    func test_luggage() async throws {
        let model = try XCTUnwrap(Self.model)
        let compiled = try sharedCore.compile_model(model, "CPU", sharedProperties)
        let request = try compiled.create_infer_request()
        let queue = try AsyncInferQueue(compiled, 2)
        let luggage = Luggage(
            model: model, compiled: compiled, request: request, queue: queue, finished: queue.finished,
            tensor: try Tensor.counting([2, 2]),
            port: try compiled.input(), node: try model.input().node, states: try request.query_state(),
            profile: try request.profiling_info, value: try compiled.get_property("NUM_STREAMS"),
            names: try compiled.get_property(Property.supported_properties), layout: try Layout("NC"), dimension: .dynamic,
            encryption: CacheEncryptionCallbacks(encrypt: { $0 }, decrypt: { $0 }),
            version: try XCTUnwrap(sharedCore.get_versions("CPU")["CPU"]))
        let reader = Task {
            var jobs: [Int] = []
            for await job in luggage.finished {
                if let error = job.error { throw error }
                jobs.append(job.userdata as? Int ?? -1)
                if jobs.count == 4 { break }
            }
            return jobs.sorted()
        }
        try await Task.detached {
            for job in 0..<4 { try luggage.queue.start_async([luggage.tensor], userdata: job) }
            try luggage.queue.wait_all()
        }.value
        let jobs = try await reader.value
        XCTAssertEqual(jobs, [0, 1, 2, 3])
        let shown = await Task.detached { sharedErrors.map { "\($0)" } + [sharedKey.name, "\(sharedShape)"] }.value
        XCTAssertEqual(shown.last, "[2,2]")
    }

    /// It is put together by one task at a time, and may be handed on.
    func test_preprocessing() async throws {
        let processor = PrePostProcessor(try Self.makeModel([[2, 2]]))
        try processor.input().tensor().set_element_type(.u8)
        let built = try await Task.detached { try processor.build() }.value
        XCTAssertEqual(try built.input().element_type, .u8)
    }

    func test_dispatchQueuesThreadsAndOperations() throws {
        let compiled = try sharedCore.compile_model(XCTUnwrap(Self.model), "CPU", sharedProperties)
        let tensor = try Tensor.counting([2, 2])
        let right = Counter()
        let check: @Sendable () -> Void = {
            if (try? compiled([tensor])[0].floats) == [1, 2, 3, 4] { right.increment() }
        }
        let group = DispatchGroup()
        DispatchQueue(label: "user", attributes: .concurrent).async(group: group, execute: check)
        group.enter()
        Thread.detachNewThread {
            check()
            group.leave()
        }
        group.wait()
        OperationQueue().addOperations([BlockOperation(block: check)], waitUntilFinished: true)
        DispatchQueue.concurrentPerform(iterations: 3) { _ in check() }
        XCTAssertEqual(right.value, 6)
    }

    func test_callbacksThatResumeTasks() async throws {
        let request = try sharedCore.compile_model(XCTUnwrap(Self.model), "CPU").create_infer_request()
        try request.set_input_tensor(Tensor.counting([2, 2]))
        let output: Tensor = try await withCheckedThrowingContinuation { continuation in
            do {
                try request.set_callback { [weak request] error in
                    if let error { return continuation.resume(throwing: error) }
                    continuation.resume(with: Swift.Result { try XCTUnwrap(request).get_output_tensor() })
                }
                try request.start_async()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        XCTAssertEqual(try output.floats, [1, 2, 3, 4])
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self)
        try request.set_callback { error in continuation.yield(error == nil) }
        try request.start_async()
        for await isWell in stream {
            XCTAssertTrue(isWell)
            break
        }
    }
}
