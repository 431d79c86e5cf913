import InferDevices
import InferGraph
import InferTensors
import XCTest

final class PropertyTests: XCTestCase {
    func testKeysMakeProperties() throws {
        let properties: [Property] = [
            .hint.performance_mode(.LATENCY), .inference_num_threads(2), .num_streams(Property.streams.AUTO), .enable_profiling(true),
            .log.level(.WARNING), .device.id("0"), .hint.inference_precision(.f32), Property("NUM_STREAMS", "2"),
        ]
        XCTAssertEqual(
            properties.map(\.description),
            [
                "PERFORMANCE_HINT: LATENCY", "INFERENCE_NUM_THREADS: 2", "NUM_STREAMS: -1", "PERF_COUNT: YES", "LOG_LEVEL: LOG_WARNING",
                "DEVICE_ID: 0", "INFERENCE_PRECISION_HINT: f32", "NUM_STREAMS: 2",
            ])
    }

    func testTextConverts() throws {
        XCTAssertEqual(try PropertyValue.string("2").value(as: Int.self), 2)
        XCTAssertEqual(try PropertyValue.string("-1").value(as: Int.self), -1)
        for (text, flag) in [("YES", true), ("NO", false), ("true", true), ("False", false)] {
            XCTAssertEqual(try PropertyValue.string(text).value(as: Bool.self), flag, text)
        }
        XCTAssertEqual(try PropertyValue.string("0.5").value(as: Double.self), 0.5)
        XCTAssertEqual(try PropertyValue.string("THROUGHPUT").value(as: PerformanceMode.self), .THROUGHPUT)
        XCTAssertEqual(try PropertyValue.string("bf16").value(as: ElementType.self), .bf16)
        XCTAssertEqual(try PropertyValue.string("GPU, CPU").value(as: [String].self), ["GPU", "CPU"])
        XCTAssertEqual(try PropertyValue.boolean(true).value(as: String.self), "YES")
    }

    func testWrongTextThrows() {
        for text in ["", "two", "2.5", "99999999999999999999"] {
            XCTAssertThrowsError(try PropertyValue.string(text).value(as: Int.self), text)
        }
        XCTAssertThrowsError(try PropertyValue.string("maybe").value(as: Bool.self)) { error in
            XCTAssertTrue("\(error)".contains("maybe") && "\(error)".contains("true/false"), "\(error)")
        }
        XCTAssertThrowsError(try PropertyValue.string("latency").value(as: PerformanceMode.self)) { error in
            XCTAssertTrue("\(error)".contains("CUMULATIVE_THROUGHPUT"), "\(error)")
        }
        XCTAssertThrowsError(try PropertyValue.integer(1).value(as: Bool.self))
    }

    func testNestedPropertiesSurvive() throws {
        let nested = Property.device.properties(["CPU": [.num_streams(2), .enable_profiling(true)]])
        let back: [String: [Property]] = try nested.value.value()
        XCTAssertEqual(back, ["CPU": [.num_streams(2), .enable_profiling(true)]])
    }

    func testObjectsComeBackAsThemselves() throws {
        let model = try Model([], [])
        let property = Property.hint.model(model)
        XCTAssertTrue(try property.value.value(as: Model.self) === model)
        XCTAssertThrowsError(try property.value.value(as: Tensor.self))
    }
}
