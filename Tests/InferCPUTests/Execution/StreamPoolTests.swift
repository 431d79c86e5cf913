import Dispatch
import InferKernels
import Synchronization
import XCTest

@testable import InferCPU

/// Streams run inferences side by side, and no more of them than there are streams.
final class StreamPoolTests: XCTestCase {
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }
    }

    func testAsManyRunAtOnceAsThereAreStreams() {
        for streams in 1...3 {
            let pool = StreamPool(streams: streams, threads: 1)
            XCTAssertEqual(pool.count, streams)
            let gauge = Gauge()
            let everybody = DispatchSemaphore(value: 0)
            let arrived = DispatchSemaphore(value: 0)
            let group = DispatchGroup()
            let body: @Sendable () -> Void = {
                gauge.enter()
                arrived.signal()
                everybody.wait()
                gauge.leave()
                group.leave()
            }
            for index in 0..<(2 * streams) {
                group.enter()
                if index % 2 == 0 {
                    pool.submit { _ in body() }
                } else {
                    Thread.detachNewThread { pool.run { _ in body() } }
                }
            }
            // All streams are taken before any is let go.
            for _ in 0..<streams { XCTAssertEqual(arrived.wait(timeout: .now() + 10), .success) }
            for _ in 0..<(2 * streams) { everybody.signal() }
            XCTAssertEqual(group.wait(timeout: .now() + 10), .success)
            XCTAssertEqual(gauge.most, streams)
        }
    }

    func testStreamsShareTheThreads() {
        let pool = StreamPool(streams: 2, threads: 3)
        XCTAssertEqual(pool.threads, 3)
        pool.run { XCTAssertEqual($0.threadCount, 3) }
    }
}
