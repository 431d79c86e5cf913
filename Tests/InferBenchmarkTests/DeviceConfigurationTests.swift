import XCTest

@testable import InferBenchmark

final class DeviceConfigurationTests: XCTestCase {
    func testFlagsBecomeProperties() throws {
        var options = Options()
        options.hint = .latency
        options.threads = 2
        options.streams = "3"
        options.precision = "CPU:f32"
        options.reportsCounters = true
        options.requests = 4
        options.pinning = false
        XCTAssertEqual(
            try properties(options),
            [
                "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": "2", "NUM_STREAMS": "3", "INFERENCE_PRECISION_HINT": "f32",
                "PERF_COUNT": "YES", "PERFORMANCE_HINT_NUM_REQUESTS": "4", "ENABLE_CPU_PINNING": "NO",
            ])
    }

    func testHintFollowsTheInterfaceAndNoneSetsNothing() throws {
        var options = Options()
        XCTAssertEqual(try properties(options), ["PERFORMANCE_HINT": "THROUGHPUT"])
        options.api = .sync
        XCTAssertEqual(try properties(options), ["PERFORMANCE_HINT": "LATENCY"])
        options.hint = Options.Hint.none
        XCTAssertEqual(try properties(options), [:])
    }

    func testFlagsGoBeforeWhatWasLoaded() throws {
        var configuration = DeviceConfiguration()
        configuration.devices = ["CPU": ["PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": "1"], "GPU": ["X": "Y"]]
        var options = Options()
        options.streams = "2"
        try configuration.apply(options, device: "CPU")
        XCTAssertEqual(configuration.devices, ["CPU": ["PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": "2"], "GPU": ["X": "Y"]])
    }

    func testValueForAnotherDeviceIsAnError() {
        var options = Options()
        options.streams = "GPU:2"
        XCTAssertThrowsError(try properties(options)) {
            XCTAssertEqual("\($0)", "-nstreams names the device 'GPU', the target device is 'CPU'")
        }
    }

    func testFileIsReadAsItIsWritten() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("configuration-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var configuration = DeviceConfiguration()
        configuration.devices = ["CPU": ["NUM_STREAMS": "3", "PERF_COUNT": "NO"]]
        try configuration.write(to: path)
        XCTAssertEqual(try DeviceConfiguration(contentsOf: path), configuration)
        try Data(#"{"CPU": {"NUM_STREAMS": 3, "PERF_COUNT": false}}"#.utf8).write(to: URL(fileURLWithPath: path))
        XCTAssertEqual(try DeviceConfiguration(contentsOf: path), configuration)
        try Data(#"{"CPU": {"NUM_STREAMS": []}}"#.utf8).write(to: URL(fileURLWithPath: path))
        XCTAssertThrowsError(try DeviceConfiguration(contentsOf: path)) {
            XCTAssertEqual("\($0)", "Can't load config file \(path): property NUM_STREAMS of CPU is not a string, number or boolean")
        }
    }

    func testFileThatCannotBeWrittenIsNamed() {
        XCTAssertThrowsError(try DeviceConfiguration().write(to: "/nowhere/configuration.json")) { error in
            XCTAssertTrue("\(error)".hasPrefix("Can't write /nowhere/configuration.json: "), "\(error)")
        }
    }

    func testMissingFileIsNamed() {
        XCTAssertThrowsError(try DeviceConfiguration(contentsOf: "/nowhere.json")) {
            XCTAssertEqual("\($0)", "Can't load config file /nowhere.json: No such file or directory")
        }
    }

    private func properties(_ options: Options) throws -> [String: String] {
        var configuration = DeviceConfiguration()
        try configuration.apply(options, device: "CPU")
        return try XCTUnwrap(configuration.devices["CPU"])
    }
}
