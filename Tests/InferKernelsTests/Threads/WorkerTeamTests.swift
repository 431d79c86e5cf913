import Synchronization
import XCTest

@testable import InferKernels

final class WorkerTeamTests: XCTestCase {
    func testEveryTaskRunsOnceWithAValidWorker() {
        for threads in [1, 2, 3, 5] {
            let team = WorkerTeam(threads: threads)
            XCTAssertEqual(team.threadCount, threads)
            for tasks in [0, 1, 2, 3, 17, 100] {
                var counts = [Int](repeating: 0, count: tasks)
                var workers = [Int](repeating: -1, count: tasks)
                counts.withUnsafeMutableBufferPointer { counts in
                    workers.withUnsafeMutableBufferPointer { workers in
                        nonisolated(unsafe) let counts = counts
                        nonisolated(unsafe) let workers = workers
                        team.run(tasks) { task, worker in
                            counts[task] += 1
                            workers[task] = worker
                        }
                    }
                }
                XCTAssertTrue(counts.allSatisfy { $0 == 1 }, "\(threads) threads, \(tasks) tasks: \(counts)")
                XCTAssertTrue(workers.allSatisfy { (0..<threads).contains($0) })
                if tasks > 0 { XCTAssertEqual(workers[0], 0, "the caller runs the first task") }
            }
        }
    }

    func testManyShortRunsSeeEachOthersWrites() {
        let team = WorkerTeam(threads: 3)
        var values = [Int](repeating: 0, count: 8)
        values.withUnsafeMutableBufferPointer { values in
            for round in 0..<2000 {
                team.run(values.count) { task, _ in
                    if values[task] == round { values[task] += 1 }
                }
            }
        }
        XCTAssertEqual(values, [Int](repeating: 2000, count: 8))
    }

    func testSleepingHelpersWake() {
        let team = WorkerTeam(threads: 2)
        for _ in 0..<5 {
            usleep(2000)
            // Both tasks wait for each other, so the run ends only if the helper takes part.
            let arrived = Atomic<Int>(0)
            team.run(2) { _, _ in
                arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
                while arrived.load(ordering: .sequentiallyConsistent) < 2 { sched_yield() }
            }
            XCTAssertEqual(arrived.load(ordering: .relaxed), 2)
        }
    }

    func testOverlappingRunsHappenOnTheirCallers() {
        let team = WorkerTeam(threads: 2)
        let total = Atomic<Int>(0)
        team.run(4) { _, _ in
            team.run(3) { _, worker in
                XCTAssertEqual(worker, 0)
                total.wrappingAdd(1, ordering: .relaxed)
            }
        }
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<50 { team.run(3) { _, _ in total.wrappingAdd(1, ordering: .relaxed) } }
        }
        XCTAssertEqual(total.load(ordering: .relaxed), 12 + 600)
    }

    func testTeamsComeAndGo() throws {
        #if os(Linux)
            let before = try threadsOfThisProcess()
        #endif
        for round in 0..<50 {
            let team = WorkerTeam(threads: 3)
            if round % 2 == 0 { team.run(3) { _, _ in } }
        }
        #if os(Linux)
            XCTAssertLessThan(try threadsOfThisProcess(), before + 20, "the threads of released teams live on")
        #endif
    }

    #if os(Linux)
        private func threadsOfThisProcess() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
        }
    #endif

    #if os(Linux) && canImport(Glibc) && arch(x86_64)
        func testRunsDoNotAllocate() throws {
            let team = WorkerTeam(threads: 2)
            var sum = [0, 0]
            sum.withUnsafeMutableBufferPointer { sum in
                for _ in 0..<10 { team.run(2) { task, _ in sum[task] += 1 } }
                let before = HeapCount.bytesInUse
                for _ in 0..<1000 { team.run(2) { task, _ in sum[task] += 1 } }
                XCTAssertLessThan(HeapCount.bytesInUse - before, 1000)
            }
            XCTAssertEqual(sum, [1010, 1010])
        }
    #endif
}
