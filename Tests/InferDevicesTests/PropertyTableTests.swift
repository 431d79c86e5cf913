import InferDevices
import InferTensors
import XCTest

final class PropertyTableTests: XCTestCase {
    private let table = PropertyTable(
        device: "TEST",
        [
            .init(computed: Property.supported_properties),
            .init(Property.num_streams, 1, expects: "-2, -1, or a number of streams") { $0 >= -2 },
            .init(Property.enable_profiling, false),
            .init(Property.hint.performance_mode, .LATENCY),
        ])

    func testSettingsKeepInitialValuesUntilSet() throws {
        var settings = PropertySettings(table)
        XCTAssertEqual(try settings[Property.num_streams], 1)
        try settings.set([Property("NUM_STREAMS", "3"), .enable_profiling(true)])
        XCTAssertEqual(try settings[Property.num_streams], 3)
        XCTAssertEqual(try settings.value("NUM_STREAMS"), .integer(3))
        XCTAssertEqual(try settings[Property.enable_profiling], true)
        XCTAssertEqual(try settings[Property.hint.performance_mode], .LATENCY)
    }

    func testOneWrongPropertySetsNone() throws {
        var settings = PropertySettings(table)
        XCTAssertThrowsError(try settings.set([.num_streams(2), Property("PERF_COUNT", "-1")])) { error in
            XCTAssertTrue("\(error)".contains("PERF_COUNT"), "\(error)")
        }
        XCTAssertEqual(try settings[Property.num_streams], 1)
        XCTAssertThrowsError(try settings.set([.num_streams(-10)])) { error in
            XCTAssertTrue("\(error)".contains("-10") && "\(error)".contains("a number of streams"), "\(error)")
        }
    }

    func testUnknownNamesGetASuggestion() {
        XCTAssertThrowsError(try table.checked(Property("NUM_STREAM", "1"))) { error in
            XCTAssertEqual((error as? RuntimeError)?.kind, .unsupported)
            XCTAssertTrue("\(error)".contains("NUM_STREAMS?"), "\(error)")
        }
        XCTAssertThrowsError(try table.checked(Property("ZZZ", "1"))) { error in
            XCTAssertFalse("\(error)".contains("?"), "\(error)")
        }
    }

    func testReadOnlyPropertiesCannotBeSet() {
        XCTAssertThrowsError(try table.checked(Property("SUPPORTED_PROPERTIES", ""))) { error in
            XCTAssertTrue("\(error)".contains("read-only"), "\(error)")
        }
        XCTAssertEqual(table.names.map(\.is_mutable), [false, true, true, true])
    }
}
