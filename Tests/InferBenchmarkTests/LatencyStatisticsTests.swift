import XCTest

@testable import InferBenchmark

final class LatencyStatisticsTests: XCTestCase {
    func testNumbersOfARun() throws {
        let statistics = try XCTUnwrap(LatencyStatistics([4_000_000, 1_000_000, 2_000_000, 9_000_000, 3_000_000], percentage: 50))
        XCTAssertEqual(statistics.percentile, 3)
        XCTAssertEqual(statistics.average, 3.8)
        XCTAssertEqual(statistics.minimum, 1)
        XCTAssertEqual(statistics.maximum, 9)
    }

    func testPercentileIsTheLeastThatThePercentageDoesNotExceed() {
        let latencies = (1...200).map { Int64($0) * 1_000_000 }.shuffled()
        for (percentage, expected) in [(1, 2.0), (50, 100), (90, 180), (99, 198), (100, 200)] {
            XCTAssertEqual(LatencyStatistics(latencies, percentage: percentage)?.percentile, expected)
        }
        XCTAssertEqual(LatencyStatistics([5], percentage: 1)?.percentile, 5e-6)
    }

    func testNoLatencies() {
        XCTAssertNil(LatencyStatistics([], percentage: 50))
    }

    func testFixedPoint() {
        let cases: [(Double, Int, String)] = [
            (0, 2, "0.00"), (0.005, 2, "0.01"), (1.2345, 3, "1.235"), (-0.001, 2, "0.00"), (-1.5, 1, "-1.5"), (12.5, 0, "13"),
            (1e15, 2, "1000000000000000.00"),
        ]
        for (number, decimals, text) in cases {
            XCTAssertEqual(number.fixed(decimals), text)
        }
        XCTAssertEqual(Double.infinity.fixed(2), "inf")
    }
}
