import Runtime
import XCTest

/// What `PrePostProcessor` adds to models, down to the results on the processor.
final class PrePostProcessorTests: RuntimeTestCase {
    private static let types: [ElementType] = [.f32, .f64, .f16, .bf16, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64]

    private func compile(_ model: Model) throws -> CompiledModel { try Core().compile_model(model, "CPU") }

    /// Builds `y = x + 1` of a shape with steps, and runs it.
    private func run(
        _ shape: PartialShape, _ layout: String = "", _ input: [Float], _ inputShape: Shape, _ configure: (PrePostProcessor) throws -> Void
    ) throws -> [Float] {
        let model = try Self.makeModel([shape])
        if !layout.isEmpty { try model.input().node.set_layout(Layout(layout)) }
        let processor = PrePostProcessor(model)
        try configure(processor)
        XCTAssertTrue(try processor.build() === model)
        return try compile(model)([Tensor(input, shape: inputShape)])[0].floats
    }

    func test_B56_aPictureOfBytes() throws {
        let model = try Self.makeModel([[1, 3, 4, 4]])
        let processor = PrePostProcessor(model)
        try processor.input().tensor().set_element_type(.u8).set_layout(Layout("NHWC")).set_color_format(.BGR).set_spatial_static_shape(
            8, 8)
        try processor.input().preprocess().convert_element_type(.f32).convert_color(.RGB).resize(.RESIZE_LINEAR)
            .mean([1, 2, 3]).scale([2, 4, 5])
        try processor.input().model().set_layout(Layout("NCHW"))
        try processor.output().tensor().set_element_type(.f16)
        try processor.build()
        XCTAssertEqual(try model.input().shape, [1, 8, 8, 3])
        XCTAssertEqual(try model.input().element_type, .u8)
        XCTAssertEqual(try model.input().names, ["x"])
        XCTAssertEqual(try model.output().element_type, .f16)
        XCTAssertEqual(try model.output().names, ["y", "alias"])
        XCTAssertEqual(try model.input().node.layout, try Layout("NHWC"))

        let request = try compile(model).create_infer_request()
        // Blue is 13, green 42, red 101 everywhere, so that resizing changes nothing.
        let picture = (0..<8 * 8 * 3).map { UInt8([13, 42, 101][$0 % 3]) }
        try request.set_input_tensor(Tensor(picture, shape: [1, 8, 8, 3]))
        try request.infer()
        let output = try request.get_output_tensor().scalars(as: Float16.self)
        XCTAssertEqual(output[0], (101 - 1) / 2 + 1)
        XCTAssertEqual(output[16], (42 - 2) / 4 + 1)
        XCTAssertEqual(output[47], (13 - 3) / 5 + 1)
    }

    func test_B57_whatCannotBeDone() throws {
        let model = try Self.makeModel([[1, 3, 4, 4], [2]])
        let processor = PrePostProcessor(model)
        assertThrows(.invalidArgument, "exactly one") { try processor.input() }
        assertThrows(.notFound, "9") { try processor.input(9) }
        assertThrows(.notFound, "'zz'") { try processor.input("zz") }
        assertThrows(.notFound) { try processor.output("zz") }
        let wrong: [(InputInfo) throws -> Void] = [
            { $0.preprocess().mean([1, 2, 3]) },
            { $0.preprocess().resize(.RESIZE_LINEAR, 2, 2) },
            { $0.preprocess().reverse_channels() },
            { $0.preprocess().convert_color(.RGB) },
            { $0.preprocess().convert_layout([0, 0, 1, 2]) },
            { try $0.model().set_layout(Layout("NCH")) },
            { $0.preprocess().crop([0, 0, 0, 0], [1, 3, 2, 2]) },
            { $0.preprocess().custom { _ in throw TestError() } },
            { $0.tensor().set_color_format(.NV12_SINGLE_PLANE) },
        ]
        let before = model.get_ordered_ops()
        for configure in wrong {
            let processor = PrePostProcessor(model)
            try configure(processor.input(0))
            XCTAssertThrowsError(try processor.build())
            XCTAssertEqual(model.get_ordered_ops(), before, "the model is as it was")
            XCTAssertEqual(try model.input(0).names, ["x"])
        }
        XCTAssertEqual(try compile(model)([1: Tensor.counting([2])])[1].floats, [1, 2])
    }

    func test_C13_11_resizingInputs() throws {
        let model = try Self.makeModel([[1, 3, 4, 4]])
        let processor = PrePostProcessor(model)
        try processor.input().tensor().set_layout(Layout("??HW")).set_spatial_dynamic_shape()
        processor.resize(try processor.input())
        try processor.input().model().set_layout(Layout("??HW"))
        try processor.build()
        XCTAssertEqual(try model.input().partial_shape, [1, 3, .dynamic, .dynamic])
        let compiled = try compile(model)
        XCTAssertEqual(
            try compiled([Tensor([Float](repeating: 2, count: 300), shape: [1, 3, 10, 10])])[0].floats, [Float](repeating: 3, count: 48))
    }

    func test_C13_12_C13_28_to_30_elementTypes() throws {
        for type in Self.types {
            for (convertsInput, convertsOutput) in [(true, false), (false, true), (true, true)] {
                let model = try Self.makeModel([[2, 2]])
                let processor = PrePostProcessor(model)
                if convertsInput { try processor.input().tensor().set_element_type(type) }
                if convertsOutput { try processor.output().postprocess().convert_element_type(type) }
                try processor.build()
                XCTAssertEqual(try model.input().element_type, convertsInput ? type : .f32)
                XCTAssertEqual(try model.output().element_type, convertsOutput ? type : .f32)
                let request = try compile(model).create_infer_request()
                try request.infer()
                XCTAssertEqual(try request.get_output_tensor().element_type, convertsOutput ? type : .f32)
            }
        }
    }

    func test_stepsRunInTheOrderOfTheCalls() throws {
        XCTAssertEqual(try run([2], "", [4, 6], [2]) { try $0.input().preprocess().mean(2).scale(2) }, [2, 3])
        XCTAssertEqual(try run([2], "", [4, 6], [2]) { try $0.input().preprocess().scale(2).mean(2) }, [1, 2])
        XCTAssertEqual(
            try run([2], "", [-4, 6], [2]) { try $0.input().preprocess().clamp(0, 5).custom { try opset.create("Negative", [$0]) } },
            [1, -4])
        XCTAssertEqual(
            try run([2], "", [4, 6], [2]) { try $0.output().postprocess().clamp(0, 6).custom { try opset.create("Negative", [$0]) } },
            [-5, -6])
    }

    func test_layouts() throws {
        let values = (0..<6).map { Float($0) }
        let transposed: [Float] = [1, 4, 2, 5, 3, 6]
        let toModel = try run([1, 3, 2], "NHC", values, [1, 2, 3]) { try $0.input().tensor().set_layout(Layout("NCH")) }
        XCTAssertEqual(toModel, transposed)
        let byOrder = try run([1, 3, 2], "", values, [1, 2, 3]) {
            try $0.input().tensor().set_shape([1, 2, 3])
            try $0.input().preprocess().convert_layout([0, 2, 1])
        }
        XCTAssertEqual(byOrder, transposed)
        let output = try run([1, 2, 3], "", values, [1, 2, 3]) {
            try $0.output().model().set_layout(Layout("NCH"))
            try $0.output().tensor().set_layout(Layout("NHC"))
        }
        XCTAssertEqual(output, transposed)
    }

    func test_colours() throws {
        let picture: [Float] = [10, 20, 30, 40, 50, 60]
        let mirrored = try run([1, 1, 2, 3], "NHWC", picture, [1, 1, 2, 3]) { try $0.input().preprocess().reverse_channels() }
        XCTAssertEqual(mirrored, [31, 21, 11, 61, 51, 41])
        let grey = try run([1, 1, 2, 1], "NHWC", picture, [1, 1, 2, 3]) {
            try $0.input().tensor().set_color_format(.BGR).set_shape([1, 1, 2, 3])
            try $0.input().preprocess().convert_color(.GRAY)
        }
        for (value, wanted) in zip(grey, [0.114 * 10 + 0.587 * 20 + 0.299 * 30 + 1, 0.114 * 40 + 0.587 * 50 + 0.299 * 60 + 1] as [Float]) {
            XCTAssertEqual(value, wanted, accuracy: 1e-4)
        }
        let withoutRest = try run([1, 1, 1, 3], "NHWC", [1, 2, 3, 99], [1, 1, 1, 4]) {
            try $0.input().tensor().set_color_format(.RGBX).set_shape([1, 1, 1, 4])
            try $0.input().preprocess().convert_color(.BGR)
        }
        XCTAssertEqual(withoutRest, [4, 3, 2])
    }

    func test_planes() throws {
        for (format, shapes) in [
            (ColorFormat.NV12_TWO_PLANES, [[1, 4, 4, 1], [1, 2, 2, 2]] as [Shape]), (.NV12_SINGLE_PLANE, [[1, 6, 4, 1]]),
            (.I420_THREE_PLANES, [[1, 4, 4, 1], [1, 2, 2, 1], [1, 2, 2, 1]]), (.I420_SINGLE_PLANE, [[1, 6, 4, 1]]),
        ] {
            let model = try Self.makeModel([[1, 3, 4, 4]])
            let processor = PrePostProcessor(model)
            try processor.input().tensor().set_element_type(.u8).set_color_format(format)
            try processor.input().preprocess().convert_color(.RGB)
            try processor.input().model().set_layout(Layout("NCHW"))
            try processor.build()
            XCTAssertEqual(try model.inputs.map { try $0.shape }, shapes, "\(format)")
            // Y, U and V of 128 are a grey of (128 - 16) * 1.164.
            let planes = try shapes.map { try Tensor([UInt8](repeating: 128, count: shape_size($0)), shape: $0) }
            for value in try compile(model)(planes)[0].floats { XCTAssertEqual(value, 112 * 1.164 + 1, accuracy: 1.5, "\(format)") }
        }
        let model = try Self.makeModel([[1, 3, 4, 4]])
        let processor = PrePostProcessor(model)
        try processor.input().tensor().set_element_type(.u8).set_color_format(.NV12_TWO_PLANES, ["luma", "chroma"])
        try processor.input().preprocess().convert_color(.BGR)
        try processor.input().model().set_layout(Layout("NCHW"))
        try processor.build()
        XCTAssertEqual(model.inputs.map(\.names), [["x/luma"], ["x/chroma"]])
    }

    func test_croppingAndPadding() throws {
        let cropped = try run([1, 2], "", [1, 2, 3, 4, 5, 6], [2, 3]) {
            try $0.input().tensor().set_shape([2, 3])
            try $0.input().preprocess().crop([1, 1], [2, 3])
        }
        XCTAssertEqual(cropped, [6, 7])
        let padded = try run([4], "", [1, 2], [2]) {
            try $0.input().tensor().set_from(Tensor(.f32, [2]))
            try $0.input().preprocess().pad([1], [1], 9, .CONSTANT)
        }
        XCTAssertEqual(padded, [10, 2, 3, 10])
    }
}

extension PrePostProcessor {
    fileprivate func resize(_ input: InputInfo) { input.preprocess().resize(.RESIZE_LINEAR) }
}
