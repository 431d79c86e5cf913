import XCTest

@testable import InferBenchmark

final class StatisticsReportTests: XCTestCase {
    private var folder = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: folder)
    }

    func testReport() throws {
        XCTAssertEqual(
            try text(report(.no_counters, json: false).write()),
            """
            Command line parameters
            m;model.xml

            Execution results
            total number of iterations;7
            throughput;12.345600

            Group Latencies
            Data shape;Median;Average;Min;Max
            x[1,2];2.0000;2.0000;1.0000;3.0000


            """)
    }

    func testReportInJSON() throws {
        let report = try JSON(contentsOf: report(.no_counters, json: true).write())
        let group: JSON = .object([
            "data_shape": .string("x[1,2]"), "latency_median": .integer(2), "latency_average": .integer(2), "latency_min": .integer(1),
            "latency_max": .integer(3),
        ])
        XCTAssertEqual(
            report,
            .object([
                "cmd_options": .object(["m": .string("model.xml")]),
                "execution_results": .object([
                    "iterations_num": .integer(7), "throughput": .number(12.3456), "group_latencies": .array([group]),
                ]),
            ]))
    }

    func testCountersOfEachRequest() throws {
        let path = try report(.detailed_counters, json: false).write(counters: counters)
        XCTAssertTrue(try XCTUnwrap(path).hasSuffix("benchmark_detailed_counters_report.csv"))
        XCTAssertEqual(
            try text(XCTUnwrap(path)),
            """
            layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms)
            a;EXECUTED;Add;portable;1.000;0.500
            b;NOT_RUN;Relu;;0.000;0.000
            Total;;;;1.000;0.500

            layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms)
            a;EXECUTED;Add;portable;2.000;1.500
            b;NOT_RUN;Relu;;0.000;0.000
            Total;;;;2.000;1.500


            """)
    }

    func testMeanCountersInJSON() throws {
        let path = try XCTUnwrap(report(.average_counters, json: true).write(counters: counters))
        guard case .object(let object) = try JSON(contentsOf: path), case .object(let performance) = object["avg_performance"] else {
            return XCTFail("no object")
        }
        XCTAssertEqual(object["report_type"], .string("average"))
        XCTAssertEqual(performance["total_real_time"], .number(1.5))
        XCTAssertEqual(performance["total_cpu_time"], .integer(1))
    }

    func testNoCountersAreWrittenWhereNoneWereAskedFor() throws {
        XCTAssertNil(try report(.no_counters, json: false).write(counters: counters))
    }

    func testTable() {
        XCTAssertEqual(
            CounterTable(counters: counters[0], order: nil).lines,
            [
                "a EXECUTED       layerType: Add                  execType: portable                 realTime (ms): 1.000      cpuTime (ms): 0.500",
                "b NOT_RUN        layerType: Relu                 execType:                          realTime (ms): 0.000      cpuTime (ms): 0.000",
                "Total time:     1.000 milliseconds", "Total CPU time: 0.500 milliseconds",
            ])
        let sorted = CounterTable(counters: counters[0].reversed(), order: .simple_sort).lines
        XCTAssertEqual(sorted.count, 3)
        XCTAssertTrue(sorted[0].hasPrefix("a EXECUTED"))
        XCTAssertTrue(sorted[0].hasSuffix("proportion: 100.00%"))
    }

    func testRatesAreOfArithmeticWhereThereIsSomeAndElseOfMemory() {
        var counter = counters[0][0]
        XCTAssertNil(counter.rate)
        counter.bytes = 3_000_000
        XCTAssertEqual(counter.rate, "3.0 GB/s")
        counter.operations = 12_500_000
        XCTAssertEqual(counter.rate, "12.5 GFLOP/s")
        XCTAssertTrue(CounterTable(counters: [counter], order: nil).lines[0].hasSuffix("cpuTime (ms): 0.500      rate: 12.5 GFLOP/s"))
        counter.milliseconds = 0
        XCTAssertNil(counter.rate)
    }

    private var counters: [[NodeCounter]] {
        [(1.0, 0.5), (2.0, 1.5)].map { real, processor in
            [
                NodeCounter(
                    name: "a", status: "EXECUTED", type: "Add", implementation: "portable", milliseconds: real,
                    processorMilliseconds: processor),
                NodeCounter(name: "b", status: "NOT_RUN", type: "Relu", implementation: "", milliseconds: 0, processorMilliseconds: 0),
            ]
        }
    }

    private func report(_ kind: Options.Report, json: Bool) throws -> StatisticsReport {
        var report = StatisticsReport(kind, folder: folder.path, isJSON: json)
        report.add(.commandLine, "m", "m", .string("model.xml"))
        report.add(.results, "total number of iterations", "iterations_num", .integer(7))
        report.add(.results, "throughput", "throughput", .number(12.3456))
        let statistics = try XCTUnwrap(LatencyStatistics([1_000_000, 2_000_000, 3_000_000], percentage: 50))
        report.groups = [StatisticsReport.Group(shapes: "x[1,2]", statistics: statistics)]
        return report
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}
