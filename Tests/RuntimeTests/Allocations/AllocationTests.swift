import Runtime
import XCTest

/// An inference with fixed shapes allocates nothing on any thread once it has run.
final class AllocationTests: RuntimeTestCase {
    private static let warmUps = 3
    #if DEBUG
        private static let runs = 3
    #else
        private static let runs = 20
    #endif

    override func setUpWithError() throws { try AllocationCounter.requireSupport() }

    /// Counts the allocations of runs after the first ones. Others in the process may allocate meanwhile, which a second attempt tells apart.
    private func allocations(_ run: () throws -> Void) rethrows -> AllocationCounter.Outcome {
        for _ in 0..<Self.warmUps { try run() }
        var outcome = try AllocationCounter.count { for _ in 0..<Self.runs { try run() } }
        for _ in 0..<2 where outcome.count > 0 {
            let another = try AllocationCounter.count { for _ in 0..<Self.runs { try run() } }
            if another.count < outcome.count { outcome = another }
        }
        return outcome
    }

    private func compile(_ model: Model, threads: Int) throws -> CompiledModel {
        try Core().compile_model(model, "CPU", [.inference_num_threads(threads), .num_streams(1)])
    }

    private func request(_ network: AllocationNetworks.Network, threads: Int) throws -> InferRequest {
        try compile(network.make(), threads: threads).create_infer_request()
    }

    // MARK: The counter

    func test_theCounterSeesWhatIsAllocated() {
        var kept: [TestObject] = []
        kept.reserveCapacity(100)
        let outcome = AllocationCounter.count { for index in 0..<100 { kept.append(TestObject(index)) } }
        XCTAssertGreaterThanOrEqual(outcome.count, 100)
        XCTAssertEqual(kept.count, 100)
        XCTAssertTrue(outcome.origins.contains("swift_"), outcome.origins)
    }

    func test_theCounterSeesOtherThreads() {
        let outcome = AllocationCounter.count {
            let thread = DispatchQueue(label: "allocations")
            thread.sync { for index in 0..<100 { _ = [Int](repeating: index, count: 1000 + index) } }
        }
        XCTAssertGreaterThanOrEqual(outcome.count, 1)
    }

    func test_theCounterSeesNothingWhereNothingIsAllocated() {
        var sum = 0
        let outcome = allocations { for index in 0..<1000 { sum &+= index } }
        XCTAssertEqual(outcome.count, 0, outcome.origins)
        XCTAssertGreaterThan(sum, 0)
    }

    // MARK: Inferences

    private func assertAllocatesNothing(threads: Int) throws {
        for network in AllocationNetworks.all {
            let request = try request(network, threads: threads)
            let outcome = try allocations { try request.infer() }
            XCTAssertEqual(
                outcome.count, 0, "\(network.name), \(threads) threads: allocations in \(Self.runs) runs, from\n\(outcome.origins)")
        }
    }

    func test_inferAllocatesNothingOnOneThread() throws { try assertAllocatesNothing(threads: 1) }

    func test_inferAllocatesNothingOnTwoThreads() throws { try assertAllocatesNothing(threads: 2) }

    /// A run that is started takes an object for itself and what Dispatch takes for a block.
    func test_startAsyncAllocatesLittle() throws {
        let request = try request(("one addition", AllocationNetworks.addition), threads: 1)
        let outcome = try allocations {
            try request.start_async()
            try request.wait()
        }
        let perRun = Double(outcome.count) / Double(Self.runs)
        XCTAssertLessThanOrEqual(perRun, 10, outcome.origins)
    }
}

/// An object that has to be on the heap.
private final class TestObject {
    let value: Int
    init(_ value: Int) { self.value = value }
}
