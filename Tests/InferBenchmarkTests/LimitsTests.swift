import XCTest

@testable import InferBenchmark

final class LimitsTests: XCTestCase {
    func testAMinuteWhereNothingIsSaid() {
        let limits = limits(iterations: nil, seconds: nil)
        XCTAssertTrue(limits.allow(1_000_000, elapsed: 59_999_999_999))
        XCTAssertFalse(limits.allow(1, elapsed: 60_000_000_000))
        XCTAssertEqual(limits.description, "60000 ms duration")
    }

    func testIterationsAlone() {
        let limits = limits(iterations: 3, seconds: nil)
        XCTAssertTrue(limits.allow(2, elapsed: .max))
        XCTAssertFalse(limits.allow(3, elapsed: 0))
        XCTAssertEqual(limits.description, "3 iterations")
        XCTAssertEqual(limits.fraction(1, elapsed: 5), 1.0 / 3)
    }

    func testBothMustBeReached() {
        let limits = limits(iterations: 3, seconds: 1)
        XCTAssertTrue(limits.allow(3, elapsed: 999_999_999))
        XCTAssertTrue(limits.allow(2, elapsed: 1_000_000_000))
        XCTAssertFalse(limits.allow(3, elapsed: 1_000_000_000))
        XCTAssertEqual(limits.description, "1000 ms duration, 3 iterations")
    }

    func testIterationsBecomeAMultiple() {
        var limits = limits(iterations: 5, seconds: nil)
        XCTAssertEqual(limits.align(to: 4), 5)
        XCTAssertEqual(limits.iterations, 8)
        XCTAssertNil(limits.align(to: 4))
        var large = self.limits(iterations: .max, seconds: nil)
        XCTAssertEqual(large.align(to: 4), .max)
        XCTAssertEqual(large.iterations, .max - 3)
        var endless = self.limits(iterations: nil, seconds: 1)
        XCTAssertNil(endless.align(to: 4))
    }

    private func limits(iterations: Int?, seconds: Double?) -> Limits {
        var options = Options()
        options.iterations = iterations
        options.seconds = seconds
        return Limits(options)
    }
}
