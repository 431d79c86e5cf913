import XCTest

@testable import InferKernels

final class ProcessorsTests: XCTestCase {
    func testAvailableIsBetweenOneAndTheProcessorsOfTheMachine() {
        XCTAssertGreaterThanOrEqual(Processors.available, 1)
        XCTAssertLessThanOrEqual(Processors.available, ProcessInfo.processInfo.processorCount)
    }

    func testAffinityMask() {
        XCTAssertEqual(Processors.affinityCount(status: "Name:\tx\nCpus_allowed:\tf,0000000a\nCpus_allowed_list:\t1,3,32-35\n"), 6)
        XCTAssertNil(Processors.affinityCount(status: "Name:\tx\n"))
        XCTAssertNil(Processors.affinityCount(status: nil))
    }

    func testCoresOfSeveralPackages() {
        let information = [(0, 0), (0, 1), (0, 0), (1, 0)].map { "processor\t: 0\nphysical id\t: \($0.0)\ncore id\t\t: \($0.1)\n" }.joined(
            separator: "\n")
        XCTAssertEqual(Processors.coreCount(information: information), 3)
        XCTAssertNil(Processors.coreCount(information: "processor\t: 0\n"))
        XCTAssertGreaterThanOrEqual(Processors.cores, 1)
    }

    func testVersion2QuotaIsTheTightestOnTheWayUp() {
        let files = [
            "/proc/self/cgroup": "0::/a/b\n",
            "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
            "/sys/fs/cgroup/a/cpu.max": "250000 100000\n",
            "/sys/fs/cgroup/cpu.max": "800000 100000\n",
        ]
        XCTAssertEqual(ControlGroup.processorQuota { files[$0] }, 3)
    }

    func testVersion1Quota() {
        var files = [
            "/proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/x\n0::/\n",
            "/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us": "50000\n",
            "/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us": "100000\n",
        ]
        XCTAssertEqual(ControlGroup.processorQuota { files[$0] }, 1)
        files["/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us"] = "-1\n"
        XCTAssertNil(ControlGroup.processorQuota { files[$0] })
    }

    func testNoGroupAndNonsenseMeanNoQuota() {
        XCTAssertNil(ControlGroup.processorQuota { _ in nil })
        XCTAssertNil(ControlGroup.processorQuota { _ in "::nonsense\n0::\n3" })
    }
}
