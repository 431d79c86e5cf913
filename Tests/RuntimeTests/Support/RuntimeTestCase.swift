import Runtime
import XCTest

/// A model on a device, and what tests say about errors.
class RuntimeTestCase: XCTestCase {
    /// The device that models are compiled for.
    private var deviceName = "FAKE"

    /// Runs a test on the fake device and on the processor.
    func onEachDevice(_ test: () throws -> Void) rethrows {
        for name in ["FAKE", "CPU"] {
            deviceName = name
            try test()
        }
    }

    struct Fixture {
        let device: FakeDevice
        let core: Core
        let model: Model
        let compiled: CompiledModel

        var control: FakeControl { device.control }

        func request() throws -> InferRequest { try compiled.create_infer_request() }
    }

    /// `y = x + 1`, for each input one output, named `x`, `x1`… and `y`, `y1`….
    static func makeModel(_ shapes: [PartialShape], _ type: ElementType = .f32) throws -> Model {
        var parameters: [Output] = []
        var results: [Output] = []
        for (index, shape) in shapes.enumerated() {
            let suffix = index == 0 ? "" : "\(index)"
            let x = try opset.parameter(type, shape, name: "x" + suffix)
            let one = try Tensor(type, [])
            _ = try one.withUnsafeMutableBytes { $0.initializeMemory(as: UInt8.self, repeating: 0) }
            switch type {
            case .f32: try one.data(Float.self).pointee = 1
            case .i32: try one.data(Int32.self).pointee = 1
            case .u8: try one.data(UInt8.self).pointee = 1
            default: break
            }
            let plus = try opset.create("Add", [x, opset.constant(one)], name: "plus" + suffix)
            plus.set_names(["y" + suffix, "alias" + suffix])
            parameters.append(x)
            results.append(try opset.result(plus))
        }
        return try Model(results, parameters, "fake model")
    }

    func fixture(_ shapes: [PartialShape] = [[2, 2]], _ type: ElementType = .f32, device: FakeDevice = FakeDevice()) throws -> Fixture {
        try fixture(Self.makeModel(shapes, type), device: device)
    }

    func fixture(_ model: Model, device: FakeDevice = FakeDevice()) throws -> Fixture {
        let core = Core()
        try core.register_plugin(device, "FAKE")
        return Fixture(device: device, core: core, model: model, compiled: try core.compile_model(model, deviceName))
    }

    func assertThrows<Value>(
        _ kind: RuntimeError.Kind, _ fragments: String..., file: StaticString = #filePath, line: UInt = #line, _ body: () throws -> Value
    ) {
        XCTAssertThrowsError(try body(), file: file, line: line) { error in
            XCTAssertEqual((error as? RuntimeError)?.kind, kind, "\(error)", file: file, line: line)
            for fragment in fragments { XCTAssertTrue("\(error)".contains(fragment), "\(error)", file: file, line: line) }
        }
    }

    func assertBusy<Value>(file: StaticString = #filePath, line: UInt = #line, _ body: () throws -> Value) {
        XCTAssertThrowsError(try body(), file: file, line: line) { XCTAssertTrue($0 is Busy, "\($0)", file: file, line: line) }
    }

    func assertCancelled<Value>(file: StaticString = #filePath, line: UInt = #line, _ body: () throws -> Value) {
        XCTAssertThrowsError(try body(), file: file, line: line) { XCTAssertTrue($0 is Cancelled, "\($0)", file: file, line: line) }
    }
}

/// An error of a test's own.
struct TestError: Error, Equatable {
    var text = "of the test's own"
}

extension Tensor {
    /// A tensor of f32 counted up from a number.
    static func counting(_ shape: Shape, from start: Float = 0) throws -> Tensor {
        try Tensor((0..<shape_size(shape)).map { start + Float($0) }, shape: shape)
    }

    var floats: [Float] {
        get throws { try scalars(as: Float.self) }
    }
}
