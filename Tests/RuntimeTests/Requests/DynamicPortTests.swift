import Runtime
import XCTest

/// Rows A4.9, A4.10 and C3: ports whose shapes are not known before a run.
final class DynamicPortTests: RuntimeTestCase {
    func test_A4_9_C3_8_B17_outputBeforeAndAfterARun() throws {
        try onEachDevice {
            let request = try fixture([[.dynamic, 4]]).request()
            let output = try request.get_output_tensor()
            XCTAssertEqual(output.shape, [0, 4])
            XCTAssertEqual(output.size, 0)
            XCTAssertEqual(output.element_type, .f32)
            try request.infer()
            XCTAssertEqual(output.shape, [0, 4])
            let input = try request.get_input_tensor()
            try input.set_shape([2, 4])
            try Tensor.counting([2, 4]).copy_to(input)
            try request.infer()
            XCTAssertEqual(output.shape, [2, 4])
            XCTAssertEqual(try output.floats, [1, 2, 3, 4, 5, 6, 7, 8])
            try request.start_async()
            try request.wait()
            XCTAssertEqual(try request.get_output_tensor().shape, [2, 4])
        }
    }

    func test_A4_9_B19_C3_11_C3_17_dynamicRank() throws {
        try onEachDevice {
            let request = try fixture([.dynamic]).request()
            let output = try request.get_output_tensor()
            XCTAssertEqual(output.shape, [0])
            XCTAssertEqual(output.size, 0)
            try request.set_tensor("x", Tensor.counting([2, 1, 2]))
            for _ in 0..<2 {
                try request.infer()
                XCTAssertEqual(output.shape, [2, 1, 2])
                XCTAssertEqual(try output.floats, [1, 2, 3, 4])
            }
            try request.set_tensor("x", Tensor.counting([3]))
            try request.infer()
            XCTAssertEqual(output.shape, [3])
        }
    }

    func test_A4_3_B16_boundsAreChecked() throws {
        try onEachDevice {
            let request = try fixture([[Dimension(2, 3), 4]]).request()
            for shape: Shape in [[1, 4], [4, 4], [2, 5], [4]] {
                assertThrows(.mismatch, "input 0", "[2..3,4]", shape.description) { try request.set_tensor("x", Tensor.counting(shape)) }
            }
            let handle = try request.get_input_tensor()
            for shape: Shape in [[7, 4], [1, 4]] {
                try handle.set_shape(shape)
                assertThrows(.mismatch, shape.description) { try request.infer() }
            }
            try handle.set_shape([3, 4])
            try request.infer()
        }
    }

    func test_A4_10_B18_C3_2_C3_3_C3_4_C3_5_userTensorsAsDynamicOutput() throws {
        try onEachDevice {
            let request = try fixture([[Dimension(1, 8), 4]]).request()
            try request.set_input_tensor(Tensor.counting([2, 4]))
            let expected: [Float] = [1, 2, 3, 4, 5, 6, 7, 8]

            let bigger = try Tensor(.f32, [5, 4])
            let pointer = bigger.data
            try request.set_output_tensor(bigger)
            try request.infer()
            XCTAssertEqual(bigger.shape, [2, 4])
            XCTAssertEqual(bigger.data, pointer)
            XCTAssertEqual(try bigger.floats, expected)

            let memory = UnsafeMutablePointer<Float>.allocate(capacity: 20)
            memory.initialize(repeating: -1, count: 20)
            defer { memory.deallocate() }
            try request.set_output_tensor(Tensor(.f32, [5, 4], memory))
            try request.infer()
            XCTAssertEqual(try request.get_output_tensor().data, UnsafeMutableRawPointer(memory))
            XCTAssertEqual((0..<9).map { memory[$0] }, expected + [-1])

            try request.set_output_tensor(Tensor(.f32, [1, 4], memory))
            XCTAssertThrowsError(try request.infer()) { XCTAssertTrue("\($0)".contains("[2,4]"), "\($0)") }
            XCTAssertThrowsError(
                try {
                    try request.start_async(); try request.wait()
                }())

            let smaller = try Tensor(.f32, [1, 4])
            try request.set_output_tensor(smaller)
            try request.infer()
            XCTAssertEqual(try smaller.floats, expected)

            for shape: Shape in [[0], [0, 2], [0, 4, 20], [1, 0]] {
                let empty = try Tensor(.f32, shape)
                try request.set_output_tensor(empty)
                try request.infer()
                XCTAssertEqual(try empty.floats, expected)
            }
            try request.get_output_tensor().set_shape([7, 4])
            try request.infer()
            XCTAssertEqual(try request.get_output_tensor().floats, expected)
        }
    }

    func test_C3_6_C3_7_C3_9_C3_10_C3_15_handlesOfDynamicPorts() throws {
        try onEachDevice {
            for shape: PartialShape in [[.dynamic, .dynamic], [Dimension(0, 5), Dimension(0, 5)], [Dimension(0, 19), 4]] {
                let request = try fixture([shape]).request()
                let output = try request.get_output_tensor()
                let input = try request.get_tensor("x")
                for rows in [1, 4, 2] {
                    try input.set_shape([rows, 4])
                    try output.set_shape([5 - rows, 4])
                    XCTAssertEqual(try request.get_tensor("x").shape, [rows, 4])
                }
                try Tensor.counting([2, 4]).copy_to(input)
                try request.infer()
                XCTAssertEqual(output.shape, [2, 4])
                try request.start_async()
                try request.wait()
                XCTAssertEqual(try output.floats, [1, 2, 3, 4, 5, 6, 7, 8])
            }
        }
    }

    func test_C3_12_C3_13_shapesOutOfBoundsThroughTheHandleThrowOnlyAtTheRun() throws {
        try onEachDevice {
            let request = try fixture([[Dimension(2, 3)]]).request()
            let input = try request.get_input_tensor()
            try input.set_shape([1])
            try input.set_shape([9])
            XCTAssertThrowsError(try request.infer())
        }
    }

    func test_C3_1_C3_14_C3_16_C3_18_C26_22_successiveShapes() throws {
        try onEachDevice {
            let fixture = try fixture([[Dimension(1, 40), .dynamic]])
            let request = try fixture.request()
            for shape: Shape in [[1, 28], [1, 32], [1, 28], [3, 2]] {
                let input = try Tensor.counting(shape)
                for request in [request, try fixture.request()] {
                    try request.set_tensor("x", input)
                    try request.infer()
                    try request.start_async()
                    try request.wait()
                    XCTAssertEqual(try request.get_output_tensor().shape, shape)
                    XCTAssertEqual(try request.get_output_tensor().floats, try input.floats.map { $0 + 1 })
                    XCTAssertEqual(input.shape, shape)
                }
            }
        }
    }

    func test_C3_19_requestsWithoutTheCore() throws {
        try onEachDevice {
            let compiled = try fixture([[.dynamic]]).compiled
            let request = try compiled.create_infer_request()
            try request.set_input_tensor(Tensor.counting([2]))
            try request.infer()
            XCTAssertEqual(try request.get_output_tensor().floats, [1, 2])
        }
    }

    func test_C11_6_outputsThatGrowFedBack() throws {
        let x = try opset.parameter(.f32, [.dynamic, 16], name: "x")
        let row = try opset.constant((0..<16).map { Float($0) }, shape: [1, 16])
        let model = try Model([opset.result(opset.create("Concat", [x, row], ["axis": .integer(0)]))], [x])
        let request = try Core().compile_model(model, "CPU").create_infer_request()
        try request.set_input_tensor(Tensor(.f32, [0, 16]))
        for count in 1...10 {
            try request.infer()
            let output = try request.get_output_tensor()
            XCTAssertEqual(output.shape, [count, 16])
            XCTAssertEqual(try output.floats, (0..<count * 16).map { Float($0 % 16) })
            // From now on one tensor is both.
            try request.set_input_tensor(output)
        }
    }

    func test_C11_6_outputsFedBack() throws {
        try onEachDevice {
            let request = try fixture([[.dynamic]]).request()
            try request.set_input_tensor(Tensor.counting([3]))
            for _ in 0..<10 {
                try request.infer()
                try request.set_input_tensor(request.get_output_tensor())
            }
            XCTAssertEqual(try request.get_output_tensor().floats, [10, 11, 12])
        }
    }
}
