import XCTest

@testable import InferBenchmark

final class CommandTests: XCTestCase {
    func testCommandLineOfAComparison() throws {
        let options = try parse(
            "-m m.xml -d CPU -hint latency -nthreads 2 -infer_precision f32 -t 1 -i a:b.npy,c:d.npy -api sync")
        XCTAssertEqual(options.model, "m.xml")
        XCTAssertEqual(options.hint, .latency)
        XCTAssertEqual(options.threads, 2)
        XCTAssertEqual(options.precision, "f32")
        XCTAssertEqual(options.seconds, 1)
        XCTAssertEqual(options.inputs, ["a:b.npy,c:d.npy"])
        XCTAssertEqual(options.measuredAPI, .sync)
    }

    func testDashesLongNamesAndEqualSigns() throws {
        XCTAssertEqual(try parse("--path_to_model=m.xml -t=0.5 --niter 3 -i a=b"), try parse("-m m.xml -niter=3 -t 0.5 -i=a=b"))
    }

    func testSwitchesStandAloneOrTakeAWord() throws {
        XCTAssertTrue(try parse("-m m -pc").reportsCounters)
        XCTAssertTrue(try parse("-pc -m m").reportsCounters)
        XCTAssertTrue(try parse("-pc yes -m m").reportsCounters)
        XCTAssertFalse(try parse("-m m -pc -pc false").reportsCounters)
        XCTAssertFalse(try parse("-m m -pc=0").reportsCounters)
        XCTAssertEqual(try parse("-m m -inference_only false").inferenceOnly, false)
        XCTAssertNil(try parse("-m m").inferenceOnly)
    }

    func testListsGoOnToTheNextFlag() throws {
        XCTAssertEqual(try parse("-i a.npy b.npy -m m -i c.npy").inputs, ["a.npy", "b.npy", "c.npy"])
    }

    func testInterfaceFollowsTheHint() throws {
        XCTAssertEqual(try parse("-m m").measuredAPI, .async)
        XCTAssertEqual(try parse("-m m -hint latency").measuredAPI, .sync)
        XCTAssertEqual(try parse("-m m -hint latency -api async").measuredAPI, .async)
    }

    func testGivenFlagsAreKeptForTheReport() throws {
        guard case .benchmark(_, let given) = try Command(["--path_to_model", "m", "-pc"]) else { return XCTFail("no benchmark") }
        XCTAssertEqual(given, [.init(name: "m", value: "m"), .init(name: "pc", value: "true")])
    }

    func testHelp() throws {
        XCTAssertEqual(try Command(["-m", "m", "-h"]), .help)
        XCTAssertEqual(try Command(["--help"]), .help)
        for name in Flag.all.flatMap(\.names) {
            XCTAssertTrue(Command.usage.contains("-\(name)"), name)
        }
    }

    func testErrorsNameTheFlagAndTheValue() {
        let errors = [
            "": "Model is required but not set. Please set -m option.",
            "-m m -x": "unknown flag '-x'",
            "-m m y": "'y' follows no flag",
            "-m": "-m needs a value",
            "-m m -niter -1": "-niter takes a whole number, at least 0, not '-1'",
            "-m m -nireq 0": "-nireq takes a whole number, at least 1, not '0'",
            "-m m -latency_percentile 101": "-latency_percentile takes a whole number, from 1 to 100, not '101'",
            "-m m -t 0": "-t takes a positive number, not '0'",
            "-m m -t nan": "-t takes a positive number, not 'nan'",
            "-m m -hint fast": "-hint takes one of throughput, tput, cumulative_throughput, ctput, latency, none, not 'fast'",
            "-m m -api both": "-api takes one of sync, async, not 'both'",
            "-m m -pc=perhaps": "-pc takes true or false, not 'perhaps'",
        ]
        for (line, message) in errors {
            XCTAssertThrowsError(try parse(line), line) { XCTAssertEqual("\($0)", message) }
        }
    }

    private func parse(_ line: String) throws -> Options {
        guard case .benchmark(let options, _) = try Command(line.split(separator: " ").map(String.init)) else {
            throw UsageError("help")
        }
        return options
    }
}
