import Runtime
import XCTest

/// Rows A4 and C4: tensors bound to the ports of a static model.
final class PortTests: RuntimeTestCase {
    private static let types: [ElementType] = [.f32, .f64, .f16, .bf16, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64]

    func test_A4_1_C4_14_C4_15_C4_16_C4_17_oneTensorAcrossCallsAndRuns() throws {
        try onEachDevice {
            let request = try fixture().request()
            let input = try request.get_tensor("x")
            let output = try request.get_tensor("y")
            for _ in 0..<2 {
                XCTAssertEqual(try request.get_input_tensor().data, input.data)
                XCTAssertEqual(try request.get_output_tensor().data, output.data)
                try request.start_async()
                try request.wait()
            }
            XCTAssertTrue(try request.get_tensor("x") === input)
        }
    }

    func test_A4_2_C4_5_C4_6_C4_7_C4_8_C4_18_tensorsAreBoundByReference() throws {
        try onEachDevice {
            let request = try fixture().request()
            let input = try Tensor.counting([2, 2])
            let output = try Tensor(.f32, [2, 2])
            try request.set_tensor("x", input)
            try request.set_tensor("y", output)
            for (name, tensor) in [("x", input), ("y", output)] {
                let bound = try request.get_tensor(name)
                XCTAssertEqual(bound.data, tensor.data)
                XCTAssertEqual(bound.shape, tensor.shape)
                XCTAssertEqual(bound.element_type, tensor.element_type)
            }
            try request.infer()
            XCTAssertEqual(try output.floats, [1, 2, 3, 4])
            try input.data(Float.self)[0] = 41
            try request.infer()
            XCTAssertEqual(try output.floats, [42, 2, 3, 4])
            XCTAssertEqual(try request.get_tensor("x").data, input.data)
            XCTAssertEqual(try request.get_tensor("y").data, output.data)
        }
    }

    func test_A4_3_C4_10_C4_11_B15_otherShapesAreRefused() throws {
        try onEachDevice {
            let request = try fixture().request()
            let tensor = try Tensor.counting([4, 2])
            assertThrows(.mismatch, "input 0", "'x'", "[4,2]", "[2,2]") { try request.set_tensor("x", tensor) }
            assertThrows(.mismatch, "output 0", "[4,2]", "[2,2]") { try request.set_tensor("y", tensor) }
            assertThrows(.mismatch, "[4]") { try request.set_input_tensor(Tensor.counting([4])) }
            try request.infer()
        }
    }

    func test_A4_4_C4_9_B10_onlyTensorNamesFindPorts() throws {
        try onEachDevice {
            let request = try fixture().request()
            XCTAssertEqual(try request.get_tensor("y").data, try request.get_tensor("alias").data)
            for name in ["nope", "plus", "", "X"] {
                assertThrows(.notFound, "'\(name)'") { try request.get_tensor(name) }
                assertThrows(.notFound) { try request.set_tensor(name, Tensor.counting([2, 2])) }
            }
        }
    }

    func test_B51_everyNameOfAPortFindsItsTensor() throws {
        try onEachDevice {
            let model = try Self.makeModel([[2, 2]])
            try model.input().set_names(["b", "a", "c"])
            let fixture = try fixture(model)
            XCTAssertEqual(try fixture.compiled.input().any_name, "a")
            let request = try fixture.request()
            for name in ["a", "b", "c"] { XCTAssertTrue(try request.get_tensor(name) === request.get_input_tensor(), name) }
        }
    }

    func test_A4_4_inputsComeFirst() throws {
        try onEachDevice {
            let x = try opset.parameter(.f32, [2], name: "same")
            let model = try Model([opset.result(x)], [x])
            let request = try fixture(model).request()
            XCTAssertEqual(try request.get_tensor("same").data, try request.get_input_tensor().data)
        }
    }

    func test_A4_5_portsOfModelAndCloneFindThePortsOfTheCompiledModel() throws {
        try onEachDevice {
            let fixture = try fixture([[2, 2], [3]])
            let request = try fixture.request()
            for source in [fixture.model, fixture.model.clone()] {
                for index in 0..<2 {
                    XCTAssertEqual(try request.get_tensor(source.input(index)).data, try request.get_input_tensor(index).data)
                    XCTAssertEqual(try request.get_tensor(source.output(index)).data, try request.get_output_tensor(index).data)
                }
            }
            for index in 0..<2 {
                XCTAssertEqual(try request.get_tensor(fixture.compiled.input(index)).data, try request.get_input_tensor(index).data)
                XCTAssertEqual(try request.get_tensor(fixture.compiled.output(index)).data, try request.get_output_tensor(index).data)
            }
            let tensor = try Tensor.counting([3])
            try request.set_tensor(fixture.model.input("x1"), tensor)
            XCTAssertEqual(try request.get_input_tensor(1).data, tensor.data)
        }
    }

    func test_A4_5_portsOfOtherModelsThrow() throws {
        try onEachDevice {
            let request = try fixture().request()
            let x = try opset.parameter(.f32, [2, 2], name: "other")
            let other = try Model([opset.result(opset.create("Relu", [x]), name: "out")], [x])
            assertThrows(.notFound, "other") { try request.get_tensor(other.input()) }
            assertThrows(.notFound) { try request.set_tensor(other.output(), Tensor.counting([2, 2])) }
        }
    }

    func test_A4_6_B11_B12_indices() throws {
        try onEachDevice {
            let one = try fixture().request()
            for index in [1, 5, -1, Int.max] {
                assertThrows(.notFound, "\(index)", "1 inputs") { try one.get_input_tensor(index) }
                assertThrows(.notFound, "\(index)", "1 inputs") { try one.set_input_tensor(index, Tensor.counting([2, 2])) }
                assertThrows(.notFound, "\(index)", "1 outputs") { try one.get_output_tensor(index) }
                assertThrows(.notFound, "\(index)", "1 outputs") { try one.set_output_tensor(index, Tensor.counting([2, 2])) }
            }
            let two = try fixture([[2, 2], [2, 2]]).request()
            assertThrows(.invalidArgument, "get_input_tensor()", "exactly one") { try two.get_input_tensor() }
            assertThrows(.invalidArgument, "set_input_tensor()", "exactly one") { try two.set_input_tensor(Tensor.counting([2, 2])) }
            assertThrows(.invalidArgument, "get_output_tensor()", "exactly one") { try two.get_output_tensor() }
            assertThrows(.invalidArgument, "set_output_tensor()", "exactly one") { try two.set_output_tensor(Tensor.counting([2, 2])) }
        }
    }

    func test_A4_7_C5_19_renamingTheSourceHasNoEffect() throws {
        try onEachDevice {
            let fixture = try fixture()
            let request = try fixture.request()
            try fixture.model.input().set_names(["renamed"])
            fixture.model.friendly_name = "renamed"
            XCTAssertNoThrow(try request.get_tensor("x"))
            assertThrows(.notFound) { try request.get_tensor("renamed") }
            XCTAssertEqual(try fixture.compiled.input().names, ["x"])
            XCTAssertEqual(try fixture.compiled.get_property(Property.model_name), "fake model")
        }
    }

    func test_A4_8_C4_25_C4_26_B14_otherElementTypesAreRefused() throws {
        try onEachDevice {
            for type in Self.types {
                let request = try fixture([[2, 2]], type).request()
                for other in Self.types {
                    let tensor = try Tensor(other, [2, 2])
                    if other == type {
                        try request.set_tensor("x", tensor)
                        try request.set_tensor("y", tensor)
                    } else {
                        assertThrows(.mismatch, type.description, other.description) { try request.set_tensor("x", tensor) }
                        assertThrows(.mismatch, type.description, other.description) { try request.set_tensor("y", tensor) }
                    }
                }
            }
        }
    }

    func test_A4_11_C4_20_C4_22_C4_23_B21_shapesChangedThroughTheHandle() throws {
        try onEachDevice {
            let request = try fixture().request()
            for tensor in [try request.get_tensor("x"), try request.get_tensor("y")] {
                try tensor.set_shape([5, 5, 5])
                assertThrows(.mismatch, "[5,5,5]", "[2,2]") { try request.infer() }
                assertThrows(.mismatch, "[5,5,5]", "[2,2]") { try request.start_async() }
                try tensor.set_shape([2, 2])
                try request.infer()
                try request.start_async()
                try request.wait()
            }
        }
    }

    func test_A4_12_oneTensorOnBothSides() throws {
        try onEachDevice {
            let fixture = try fixture()
            let first = try fixture.request()
            let second = try fixture.request()
            try second.set_input_tensor(first.get_output_tensor())
            try first.set_input_tensor(Tensor.counting([2, 2]))
            try first.infer()
            try second.infer()
            XCTAssertEqual(try second.get_output_tensor().floats, [2, 3, 4, 5])

            let shared = try Tensor.counting([2, 2])
            try first.set_input_tensor(shared)
            try first.set_output_tensor(shared)
            for _ in 0..<3 { try first.infer() }
            XCTAssertEqual(try shared.floats, [3, 4, 5, 6])
        }
    }

    func test_A4_14_C4_12_C4_13_C4_24_untouchedTensorsWillDo() throws {
        try onEachDevice {
            let request = try fixture([[2, 2], [3]]).request()
            try request.infer()
            try request.start_async()
            try request.wait()
            let input = try request.get_input_tensor(1)
            try Tensor.counting([3]).copy_to(input)
            for _ in 0..<2 {
                try request.infer()
                XCTAssertEqual(try input.floats, [0, 1, 2], "a run does not write its inputs")
            }
        }
    }

    func test_C4_19_C4_21_handlesTakenBeforeTheRun() throws {
        try onEachDevice {
            let request = try fixture().request()
            let input = try request.get_tensor("x")
            let output = try request.get_tensor("y")
            try Tensor.counting([2, 2]).copy_to(input)
            try request.infer()
            XCTAssertEqual(try output.floats, [1, 2, 3, 4])
            try Tensor.counting([2, 2], from: 10).copy_to(input)
            try request.start_async()
            try request.wait()
            XCTAssertEqual(try output.floats, [11, 12, 13, 14])
        }
    }

    func test_C4_27_C4_28_everyWayToAPortGivesTheSameTensor() throws {
        try onEachDevice {
            for type in Self.types {
                let fixture = try fixture([[2, 2]], type)
                let request = try fixture.request()
                let inputs = [
                    try request.get_tensor(fixture.compiled.input()), try request.get_tensor(fixture.model.input()),
                    try request.get_tensor(fixture.compiled.input().any_name), try request.get_tensor(fixture.model.input().any_name),
                    try request.get_input_tensor(0), try request.get_input_tensor(), try request.input_tensors[0],
                ]
                let outputs = [
                    try request.get_tensor(fixture.compiled.output()), try request.get_tensor(fixture.model.output()),
                    try request.get_tensor(fixture.compiled.output().any_name), try request.get_tensor(fixture.model.output().any_name),
                    try request.get_output_tensor(0), try request.get_output_tensor(), try request.output_tensors[0],
                ]
                for tensors in [inputs, outputs] {
                    for tensor in tensors {
                        XCTAssertEqual(tensor.element_type, type)
                        XCTAssertEqual(tensor.shape, [2, 2])
                        XCTAssertEqual(tensor.byte_size, 4 * type.size)
                        XCTAssertEqual(try tensor.strides, try tensors[0].strides)
                        XCTAssertEqual(tensor.data, tensors[0].data)
                    }
                }
                XCTAssertNotEqual(inputs[0].data, outputs[0].data)
            }
        }
    }

    func test_C4_29_C4_30_portsHaveTensorsOfTheirOwn() throws {
        try onEachDevice {
            let fixture = try fixture([[2, 2], [2, 2]])
            let request = try fixture.request()
            let tensors = try request.input_tensors + request.output_tensors
            XCTAssertEqual(Set(tensors.map(\.data)).count, 4)
            XCTAssertEqual(try request.get_tensor("x1").data, tensors[1].data)
            XCTAssertEqual(try request.get_tensor(fixture.model.output(1)).data, tensors[3].data)
        }
    }

    func test_C4_31_C13_23_outputsOfOneNode() throws {
        let x = try opset.parameter(.f32, [2, 4], name: "x")
        let split = try opset.createNode("Split", [x, opset.constant([1] as [Int64], shape: [])], ["num_splits": 2], name: "split")
        let outputs = split.outputs
        for (index, output) in outputs.enumerated() { output.set_names(["half\(index)"]) }
        let model = try Model(outputs.map { try opset.result($0) }, [x])
        let compiled = try Core().compile_model(model, "CPU")
        assertThrows(.invalidArgument, "exactly one") { try compiled.output() }
        let request = try compiled.create_infer_request()
        try request.set_input_tensor(Tensor.counting([2, 4]))
        try request.infer()
        for (index, expected) in ([[0, 1, 4, 5], [2, 3, 6, 7]] as [[Float]]).enumerated() {
            XCTAssertEqual(try compiled.output(index).names, ["half\(index)"])
            XCTAssertEqual(try compiled.output("half\(index)"), try compiled.output(index))
            let tensor = try request.get_output_tensor(index)
            XCTAssertEqual(try tensor.floats, expected)
            for other in [
                try request.get_tensor("half\(index)"), try request.get_tensor(compiled.output(index)),
                try request.get_tensor(model.output(index)),
            ] { XCTAssertTrue(other === tensor) }
        }
    }

    func test_C6_1_C6_2_B22_regionsAsInput() throws {
        try onEachDevice {
            let request = try fixture([[1, 2, 2, 2]]).request()
            let parent = try Tensor.counting([1, 3, 4, 4])
            let region = try Tensor(parent, [0, 1, 1, 2], [1, 3, 3, 4])
            try request.set_tensor("x", region)
            XCTAssertEqual(try request.get_tensor("x").data, region.data)
            XCTAssertEqual(try request.get_tensor("x").strides, try parent.strides)
            try request.infer()
            XCTAssertEqual(try request.get_output_tensor().floats, try region.floats.map { $0 + 1 })
            XCTAssertEqual(try region.floats, [22, 23, 26, 27, 38, 39, 42, 43])

            let line = try fixture([[3]]).request()
            try line.set_tensor("x", Tensor(Tensor.counting([8]), [4], [7]))
            try line.infer()
            XCTAssertEqual(try line.get_output_tensor().floats, [5, 6, 7])
        }
    }

    func test_B23_B24_regionsAsOutput() throws {
        try onEachDevice {
            let request = try fixture([[2, 2]]).request()
            try request.set_input_tensor(Tensor.counting([2, 2]))
            try request.infer()
            let parent = try Tensor([Float](repeating: -1, count: 9), shape: [3, 3])
            try request.set_output_tensor(Tensor(parent, [1, 1], [3, 3]))
            try request.infer()
            XCTAssertEqual(try parent.floats, [-1, -1, -1, -1, 1, 2, -1, 3, 4])
        }
    }

    func test_C26_13_C26_14_severalTensorsAtOnce() throws {
        try onEachDevice {
            let request = try fixture([[2], [2]]).request()
            let first = try Tensor.counting([2])
            let second = try Tensor.counting([2], from: 10)
            let output = try Tensor(.f32, [2])
            try request.set_tensors(["x": first, "x1": second, "y1": output])
            try request.infer()
            XCTAssertEqual(try output.floats, [11, 12])
            try request.set_input_tensors([0: second, 1: first])
            let other = try Tensor(.f32, [2])
            try request.set_output_tensors([0: other])
            try request.infer()
            XCTAssertEqual(try other.floats, [11, 12])
            assertThrows(.mismatch) { try request.set_tensors(["x": first, "x1": Tensor.counting([3])]) }
            XCTAssertEqual(try request.get_tensor("x").data, second.data, "none is bound when one does not fit")
        }
    }
}
