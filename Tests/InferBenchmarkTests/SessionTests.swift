import Runtime
import XCTest

@testable import InferBenchmark

final class SessionTests: XCTestCase {
    private var folder = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("session-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: folder)
    }

    func testOneInferenceAfterTheOther() throws {
        let results = try results("1,4", "-niter 5 -api sync")
        XCTAssertEqual(results["iterations_num"], .integer(5))
        XCTAssertEqual(results["percentile_boundary"], .integer(50))
        XCTAssertNotNil(results["throughput"])
        XCTAssertNotNil(results["first_inference_time"])
    }

    func testOverlappingInferencesGoInFullRounds() throws {
        XCTAssertEqual(try results("1,4", "-niter 5 -api async -nireq 3 -no_warmup")["iterations_num"], .integer(6))
    }

    func testShapesInTurn() throws {
        let results = try results("?,4", "-niter 6 -api async -nireq 2 -pcseq -data_shape [1,4][2,4][3,4]")
        guard case .array(let groups) = results["group_latencies"] else { return XCTFail("no groups") }
        XCTAssertEqual(groups.count, 3)
    }

    func testShapesInTurnNeedOverlap() {
        XCTAssertThrowsError(try results("?,4", "-niter 6 -api sync -data_shape [1,4][2,4]")) {
            XCTAssertTrue("\($0)".contains("-api async"), "\($0)")
        }
    }

    func testErrorIsInTheReport() throws {
        XCTAssertThrowsError(try results("?,4", "-niter 1"))
        guard case .object(let report) = try JSON(contentsOf: path("benchmark_report.json")),
            case .object(let results) = report["execution_results"]
        else { return XCTFail("no results") }
        XCTAssertNotNil(results["error"])
    }

    func testFilesOfARun() throws {
        _ = try results("1,4", "-niter 1 -api sync -pc -dump_config \(path("config.json")) -exec_graph_path \(path("graph.xml"))")
        XCTAssertEqual(
            try DeviceConfiguration(contentsOf: path("config.json")).devices["CPU"], ["PERFORMANCE_HINT": "LATENCY", "PERF_COUNT": "YES"])
        let graph = try String(contentsOfFile: path("graph.xml"), encoding: .utf8)
        XCTAssertTrue(graph.contains("<net name=\"tiny\""), graph)
        XCTAssertTrue(graph.contains("<edge from-layer="), graph)
    }

    func testNothingIsMeasuredWithoutIterations() throws {
        XCTAssertNil(try results("?,4", "-niter 0")["throughput"])
    }

    /// Runs the program on a model that gives its input as it is.
    private func results(_ shape: String, _ flags: String) throws -> [String: JSON] {
        try Data(TinyModel.xml(shape).utf8).write(to: URL(fileURLWithPath: path("model.xml")))
        let line = "-m \(path("model.xml")) -report_type no_counters -json_stats -report_folder \(folder.path) \(flags)"
        guard case .benchmark(let options, let given) = try Command(line.split(separator: " ").map(String.init)) else { return [:] }
        var session = Session(options, given)
        try session.run()
        guard case .object(let report) = try JSON(contentsOf: path("benchmark_report.json")),
            case .object(let results) = report["execution_results"]
        else { return [:] }
        return results
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
