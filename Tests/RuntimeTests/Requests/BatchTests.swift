import Runtime
import XCTest

/// Rows A4.13 and C5: a batch bound as one tensor for each item.
final class BatchTests: RuntimeTestCase {
    private func request(
        _ shape: PartialShape = [4, 2, 2], _ layout: String? = "N...", _ type: ElementType = .f32
    ) throws -> (InferRequest, Fixture) {
        let model = try Self.makeModel([shape], type)
        if let layout { try model.input().node.set_layout(Layout(layout)) }
        let fixture = try fixture(model)
        return (try fixture.request(), fixture)
    }

    private func items(_ count: Int, from start: Float = 0) throws -> [Tensor] {
        try (0..<count).map { try Tensor.counting([1, 2, 2], from: start + Float(4 * $0)) }
    }

    private let expected = (1...16).map { Float($0) }

    func test_A4_13_C5_1_C26_15_itemsAreGatheredWhenTheRunStarts() throws {
        try onEachDevice {
            let (request, _) = try request()
            let output = try request.get_output_tensor()
            let items = try items(4, from: 100)
            try request.set_input_tensors(items)
            for (index, item) in items.enumerated() { try Tensor.counting([1, 2, 2], from: Float(4 * index)).copy_to(item) }
            try request.infer()
            XCTAssertEqual(try output.floats, expected)
        }
    }

    func test_C5_2_asynchronousRuns() throws {
        try onEachDevice {
            let (request, _) = try request()
            try request.set_tensors("x", items(4))
            try request.start_async()
            XCTAssertTrue(try request.wait_for(.seconds(1)))
            XCTAssertEqual(try request.get_output_tensor().floats, expected)
        }
    }

    func test_A4_2_C5_3_aLaterTensorReplacesTheBatch() throws {
        try onEachDevice {
            let (request, _) = try request()
            try request.set_tensors("x", items(4))
            try request.set_tensor("x", Tensor.counting([4, 2, 2], from: 1))
            try request.infer()
            XCTAssertEqual(try request.get_output_tensor().floats, expected.map { $0 + 1 })
            XCTAssertNoThrow(try request.get_input_tensor())
        }
    }

    func test_C5_5_itemsAreGatheredAnewAtEachRun() throws {
        try onEachDevice {
            let (request, _) = try request()
            let items = try items(4)
            try request.set_tensors("x", items)
            for round in 0..<5 {
                for item in items { try Tensor.counting([1, 2, 2], from: Float(round)).copy_to(item) }
                try request.infer()
                let output = try request.get_output_tensor().floats
                XCTAssertEqual(output[0..<4], output[12..<16])
                XCTAssertEqual(output[0], Float(round + 1))
            }
        }
    }

    func test_C5_6_dynamicBatch() throws {
        try onEachDevice {
            let (request, _) = try request([.dynamic, 2, 2])
            for count in [2, 4, 3] {
                try request.set_tensors("x", items(count))
                try request.infer()
                XCTAssertEqual(try request.get_output_tensor().shape, [count, 2, 2])
                XCTAssertEqual(try request.get_output_tensor().floats, Array(expected.prefix(4 * count)))
            }
        }
    }

    func test_A4_13_C5_7_oneTensorIsATensor() throws {
        try onEachDevice {
            let (request, _) = try request([1, 2, 2], nil)
            let item = try Tensor.counting([1, 2, 2])
            try request.set_tensors("x", [item])
            XCTAssertEqual(try request.get_tensor("x").data, item.data)
            assertThrows(.mismatch) { try request.set_tensors("x", [Tensor.counting([2, 2, 2])]) }
        }
    }

    func test_C5_8_B32_noSingleTensorWhileABatchIsSet() throws {
        try onEachDevice {
            let (request, _) = try request()
            try request.set_tensors("x", items(4))
            assertThrows(.invalidArgument, "get_tensor", "input 0") { try request.get_tensor("x") }
            assertThrows(.invalidArgument) { try request.get_input_tensor() }
            assertThrows(.invalidArgument) { try request.input_tensors }
            XCTAssertNoThrow(try request.get_output_tensor())
        }
    }

    func test_C5_9_C5_22_B32_layouts() throws {
        try onEachDevice {
            for layout in ["DCH", nil] {
                let (request, _) = try request([4, 2, 2], layout)
                assertThrows(.invalidArgument, "layout") { try request.set_tensors("x", self.items(4)) }
            }
            let (request, _) = try request([4, 2, 2], "CNH")
            assertThrows(.notImplemented, "1") { try request.set_tensors("x", self.items(4)) }
        }
    }

    func test_C5_10_C5_11_C5_12_C5_13_unknownPorts() throws {
        try onEachDevice {
            let (request, _) = try request()
            assertThrows(.notFound) { try request.set_tensors("nope", self.items(4)) }
            assertThrows(.notFound) { try request.set_tensors("plus", self.items(4)) }
            assertThrows(.notFound) { try request.set_input_tensors(10, self.items(4)) }
        }
    }

    func test_C5_14_severalInputs() throws {
        try onEachDevice {
            let request = try fixture([[4, 2, 2], [4, 2, 2]]).request()
            assertThrows(.invalidArgument, "exactly one") { try request.set_input_tensors(self.items(4)) }
        }
    }

    func test_A4_13_outputsTakeNoBatch() throws {
        try onEachDevice {
            let (request, _) = try request()
            assertThrows(.invalidArgument, "output 0") { try request.set_tensors("y", self.items(4)) }
        }
    }

    func test_C5_15_C5_16_C5_17_counts() throws {
        try onEachDevice {
            let (request, _) = try request()
            assertThrows(.mismatch, "5") { try request.set_tensors("x", self.items(5)) }
            assertThrows(.invalidArgument) { try request.set_tensors("x", []) }
            assertThrows(.mismatch, "batch 1") {
                try request.set_tensors("x", [Tensor.counting([2, 2, 2])] + self.items(2))
            }
            assertThrows(.mismatch) { try request.set_tensors("x", self.items(3) + [Tensor.counting([2, 2, 2])]) }
        }
    }

    func test_C5_18_chunksOfOneBuffer() throws {
        try onEachDevice {
            let (request, _) = try request([2, 2, 2])
            let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 8)
            defer { buffer.deallocate() }
            for index in 0..<8 { buffer[index] = Float(index) }
            try request.set_tensors("x", [Tensor(.f32, [1, 2, 2], buffer), Tensor(.f32, [1, 2, 2], buffer + 4)])
            try request.infer()
            XCTAssertEqual(try request.get_output_tensor().floats, Array(expected.prefix(8)))
        }
    }

    func test_C5_20_C5_21_itemsThatDoNotMatch() throws {
        try onEachDevice {
            let (request, _) = try request()
            assertThrows(.mismatch, "tensor 3", "i32", "f32") { try request.set_tensors("x", self.items(3) + [Tensor(.i32, [1, 2, 2])]) }
            assertThrows(.mismatch, "tensor 3", "[1,4,1]") { try request.set_tensors("x", self.items(3) + [Tensor(.f32, [1, 4, 1])]) }
            let region = try Tensor(Tensor.counting([1, 2, 3]), [0, 0, 0], [1, 2, 2])
            assertThrows(.mismatch, "tensor 3", "strides") { try request.set_tensors("x", self.items(3) + [region]) }
        }
    }

    func test_A4_13_itemsThatAreReshapedLater() throws {
        try onEachDevice {
            let (request, _) = try request()
            let items = try items(4)
            try request.set_tensors("x", items)
            try items[2].set_shape([1, 4])
            assertThrows(.mismatch, "Tensor 2") { try request.infer() }
            try items[2].set_shape([1, 2, 2])
            try request.infer()
        }
    }
}
