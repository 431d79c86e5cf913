import Foundation
import InferGraph
import InferTensors
import XCTest

@testable import InferIR

final class IRModelTests: XCTestCase {
    func testAModelHasTheFilesPortsNamesAndNotes() throws {
        var text = IRText(name: "small")
        let second = text.parameter("second", shape: "?,3..5", names: "b,b too")
        let first = text.parameter("first", type: "i64", shape: "", names: "a")
        let relu = text.layer(
            "ReLU", "relu", from: [(second, 0)], outputs: ["precision=\"FP32\" names=\"r\""],
            inside: "<rt_info><attribute name=\"fused_names\" version=\"0\" value=\"x,y\" /></rt_info>")
        text.result("out", from: (relu, 1))
        text.result("count", from: (first, 0))
        let model = try model(
            text.text(runtimeInformation: "<a><b value=\"c\" /></a><info name=\"with blank\" value=\"5\" />"))
        XCTAssertEqual(model.friendly_name, "small")
        XCTAssertEqual(model.inputs.map(\.node.friendly_name), ["second", "first"])
        XCTAssertEqual(model.inputs.map(\.names), [["b", "b too"], ["a"]])
        XCTAssertEqual(model.inputs.map(\.element_type), [.f32, .i64])
        XCTAssertEqual(model.inputs.map { "\($0.partial_shape)" }, ["[?,3..5]", "[]"])
        XCTAssertEqual(model.outputs.map(\.node.friendly_name), ["out", "count"])
        XCTAssertEqual(model.outputs.map(\.names), [["r"], ["a"]])
        XCTAssertEqual(model.outputs.map { "\($0.partial_shape)" }, ["[?,3..5]", "[]"])
        let node = try XCTUnwrap(model.get_ordered_ops().first { $0.friendly_name == "relu" })
        XCTAssertEqual(node.type_name, "Relu")
        XCTAssertEqual(node.rt_info["fused_names"]?.text, "x,y")
        XCTAssertEqual(model.rt_info["a"]?["b"]?.text, "c")
        XCTAssertEqual(model.rt_info["with blank"]?.text, "5")
        XCTAssertEqual(model.rt_info["version"]?.text, "11")
    }

    func testOutputNamesOfAResultAreItsOwnAndItsSources() throws {
        var text = IRText()
        let parameter = text.parameter("p", names: "p")
        let relu = text.layer("ReLU", "relu", from: [(parameter, 0)], outputs: ["precision=\"FP32\" names=\"r,b\""])
        text.result("one", from: (relu, 1), outputNames: "a,b")
        text.result("two", from: (relu, 1), outputNames: "z")
        let model = try model(text.text())
        XCTAssertEqual(model.outputs.map(\.names), [["a", "b"], ["z"]])
        XCTAssertEqual(try model.output("z"), model.outputs[1])
        XCTAssertEqual(model.get_ordered_ops().first { $0.friendly_name == "relu" }?.outputs[0].names, ["r", "a", "b", "z"])
    }

    /// The names expected are those that OpenVINO gives.
    func testC13_26_aTensorNameThatAnotherTensorHasGetsANumber() throws {
        func names(_ names: [String]) throws -> [Set<String>] {
            var text = IRText()
            var last = text.parameter("l0", names: names[0])
            for (index, name) in names.enumerated().dropFirst() {
                last = text.layer("ReLU", "l\(index)", from: [(last, last == 0 ? 0 : 1)], outputs: ["precision=\"FP32\" names=\"\(name)\""])
            }
            text.result(from: (last, 1))
            let nodes = try model(text.text()).get_ordered_ops()
            return names.indices.map { index in nodes.first { $0.friendly_name == "l\(index)" }?.outputs[0].names ?? [] }
        }
        XCTAssertEqual(try names(["a", "a", "a", "a_1"]), [["a"], ["a_2"], ["a_3"], ["a_1"]])
        XCTAssertEqual(try names(["a,b", "b,c", "a_1,c"]), [["a", "b"], ["b_1", "c_1"], ["a_1", "c"]])
        XCTAssertEqual(try names(["p", "q", "p", "q"]), [["p"], ["q_1"], ["p_1"], ["q"]])
    }

    func testLayoutsOfInputsAndOutputs() throws {
        func port(_ layout: String, _ dimensions: String) -> String {
            "\(dimensions)<rt_info><attribute name=\"layout\" version=\"0\" layout=\"\(layout)\" /></rt_info>"
        }
        let dimensions = "<dim>1</dim><dim>3</dim><dim>4</dim><dim>4</dim>"
        var text = IRText()
        let parameter = text.parameter("p", shape: "1,3,4,4", names: "p", inside: port("[N,C,H,W]", dimensions))
        let relu = text.layer("ReLU", "r", from: [(parameter, 0)], outputs: ["precision=\"FP32\">\(port("[N,H,W,C]", dimensions))</port>"])
        text.result(from: (relu, 1))
        let model = try model(text.text())
        XCTAssertEqual(model.inputs[0].node.layout, try Layout("NCHW"))
        XCTAssertEqual(model.outputs[0].node.layout, try Layout("NHWC"))
    }

    func testLayersMayStandInAnyOrderAndWhatNothingNeedsIsLeftOut() throws {
        let document = """
            <net name="n" version="11"><layers>
            <layer id="9" name="out" type="Result" version="opset1"><input><port id="0" /></input></layer>
            <layer id="4" name="lost" type="NoSuchOperation" version="opset1" />
            <layer id="2" name="relu" type="Relu" version="opset1"><input><port id="7" /></input><output><port id="8" /></output></layer>
            <layer id="5" name="unused" type="Parameter" version="opset1"><data shape="2" element_type="f32" /><output><port id="0" /></output></layer>
            <layer id="3" name="in" type="Parameter" version="opset1"><data shape="2" element_type="f32" /><output><port id="0" /></output></layer>
            </layers><edges>
            <edge from-layer="2" from-port="8" to-layer="9" to-port="0" /><edge from-layer="3" from-port="0" to-layer="2" to-port="7" />
            </edges></net>
            """
        let model = try model(document)
        XCTAssertEqual(model.get_ordered_ops().map(\.friendly_name), ["unused", "in", "relu", "out"])
        XCTAssertEqual(model.inputs.map(\.node.friendly_name), ["unused", "in"])
    }

    func testVersionsOfOperations() throws {
        func key(_ type: String, _ version: String) throws -> String {
            var text = IRText()
            let parameter = text.parameter("p")
            let layer = text.layer(type, "layer", version: version, from: [(parameter, 0)])
            text.result(from: (layer, 1))
            let node = try XCTUnwrap(model(text.text()).get_ordered_ops().first { $0.friendly_name == "layer" })
            return "\(node.type_name) \(node.version)"
        }
        XCTAssertEqual(try key("ReLU", "opset1"), "Relu opset1")
        XCTAssertEqual(try key("Relu", "opset1"), "Relu opset1")
        // Some files name the operation set that the model was made with.
        XCTAssertEqual(try key("ReLU", "opset14"), "Relu opset1")
    }

    func testUnknownOperationsAreRefusedByNameTypeAndVersion() {
        func refusal(_ type: String, _ version: String) -> String {
            var text = IRText()
            let parameter = text.parameter("p")
            let layer = text.layer(type, "odd", version: version, from: [(parameter, 0)])
            text.result(from: (layer, 1))
            return self.refusal(text.text())
        }
        XCTAssertTrue(
            refusal("Foo", "opset1").hasPrefix(
                "model in memory: layer 1 'odd' (Foo opset1): there is no operation of type 'Foo' (version 'opset1')"))
        XCTAssertTrue(
            refusal("ReLU", "opset99").hasPrefix(
                "model in memory: layer 1 'odd' (ReLU opset99): operation 'ReLU' has no version 'opset99'; it has opset1"))
        XCTAssertTrue(refusal("ReLU", "extension").contains("has no version 'extension'"))
        XCTAssertTrue(refusal("ReLU", "").contains("has no version ''"))
    }

    func testBrokenEdgesAreRefused() {
        func refusal(_ source: (Int, Int), _ target: (Int, Int), twice: Bool = false) -> String {
            var text = IRText()
            text.parameter("in")
            text.layer("ReLU", "relu", from: [(0, 0)])
            text.result("out", from: (1, 1))
            text.edge(source.0, source.1, target.0, target.1)
            return self.refusal(text.text())
        }
        XCTAssertEqual(refusal((7, 0), (1, 0)), "model in memory: the edge from layer 7 port 0 to layer 1 port 0: there is no layer 7")
        XCTAssertEqual(refusal((0, 0), (7, 0)), "model in memory: the edge from layer 0 port 0 to layer 7 port 0: there is no layer 7")
        XCTAssertEqual(
            refusal((0, 5), (1, 0)),
            "model in memory: the edge from layer 0 port 5 to layer 1 port 0: layer 0 'in' (Parameter opset1) has no output port 5")
        XCTAssertEqual(
            refusal((0, 0), (1, 5)),
            "model in memory: the edge from layer 0 port 0 to layer 1 port 5: layer 1 'relu' (ReLU opset1) has no input port 5")
        XCTAssertEqual(
            refusal((0, 0), (1, 0)),
            "model in memory: the edge from layer 0 port 0 to layer 1 port 0: another edge feeds input port 0 of layer 1 'relu' (ReLU opset1)"
        )
    }

    func testInputsWithoutEdgesAndPortsOfOneIdAreRefused() {
        let open = """
            <net version="11"><layers><layer id="0" name="out" type="Result" version="opset1"><input><port id="3" /></input></layer></layers></net>
            """
        XCTAssertEqual(refusal(open), "model in memory: layer 0 'out' (Result opset1): no edge feeds input port 3")
        let double = """
            <net version="11"><layers><layer id="0" name="out" type="Result" version="opset1"><input><port id="3" /><port id="3" /></input></layer></layers></net>
            """
        XCTAssertEqual(refusal(double), "model in memory: layer 0 'out' (Result opset1): two input ports have the id 3")
    }

    func testCyclesAreRefusedByTheirLayers() {
        var text = IRText()
        text.layer("ReLU", "a", from: [(1, 1)])
        text.layer("ReLU", "b", from: [(0, 1)])
        text.result(from: (0, 1))
        XCTAssertEqual(
            refusal(text.text()), "model in memory: the edges form a cycle through layer 0 'a' (ReLU opset1), layer 1 'b' (ReLU opset1)")
        var loop = IRText()
        loop.layer("ReLU", "self", from: [(0, 1)])
        loop.result(from: (0, 1))
        XCTAssertEqual(refusal(loop.text()), "model in memory: the edges form a cycle through layer 0 'self' (ReLU opset1)")
    }

    func testAChainOfManyLayersNeedsNoStack() throws {
        var text = IRText()
        var last = text.parameter("p")
        for index in 0..<4000 { last = text.layer("ReLU", "r\(index)", from: [(last, index == 0 ? 0 : 1)]) }
        text.result(from: (last, 1))
        XCTAssertEqual(try model(text.text()).get_ordered_ops().count, 4002)
    }

    func testWrongAttributesAreRefused() {
        var text = IRText()
        let parameter = text.parameter("in", shape: "1,x")
        text.result(from: (parameter, 0))
        let message = refusal(text.text())
        XCTAssertTrue(message.hasPrefix("model in memory: layer 0 'in' (Parameter opset1): attribute 'shape' is '1,x'"), message)
        var other = IRText()
        other.result(from: (other.parameter("in", type: "f99"), 0))
        XCTAssertTrue(
            refusal(other.text()).hasPrefix("model in memory: layer 0 'in' (Parameter opset1): attribute 'element_type' is 'f99'"))
    }

    func testABodyWhereNoneBelongsIsRefused() {
        var body = IRText()
        body.result(from: (body.parameter("p"), 0))
        var text = IRText()
        let parameter = text.parameter("in")
        let relu = text.layer("ReLU", "relu", from: [(parameter, 0)], inside: "<body>\(body.graph())</body>")
        text.result(from: (relu, 1))
        XCTAssertEqual(
            refusal(text.text()).prefix(84),
            "model in memory: layer 1 'relu' (ReLU opset1): an operation of type ReLU has no body".prefix(84))
    }

    /// A loop whose port ids and layer ids are no indices.
    func testBodiesAreJoinedByIndices() throws {
        func loop(_ change: (String) -> String = { $0 }) -> String {
            change(
                """
                <net version="11"><layers>
                <layer id="0" name="n" type="Parameter" version="opset1"><data shape="" element_type="i64"/><output><port id="0"/></output></layer>
                <layer id="1" name="c" type="Parameter" version="opset1"><data shape="" element_type="boolean"/><output><port id="0"/></output></layer>
                <layer id="2" name="x" type="Parameter" version="opset1"><data shape="5,2" element_type="f32"/><output><port id="0"/></output></layer>
                <layer id="3" name="loop" type="Loop" version="opset5">
                <input><port id="10"/><port id="11"/><port id="12"/><port id="13"/></input><output><port id="20"/><port id="21"/></output>
                <port_map>
                <input external_port_id="-1" internal_layer_id="7" purpose="current_iteration"/>
                <input axis="0" external_port_id="12" internal_layer_id="5"/>
                <input external_port_id="13" internal_layer_id="6"/>
                <output external_port_id="-1" internal_layer_id="32" purpose="execution_condition"/>
                <output axis="1" external_port_id="21" internal_layer_id="31" start="0" end="-1" stride="1" part_size="1"/>
                <output external_port_id="20" internal_layer_id="30"/>
                </port_map>
                <back_edges><edge from-layer="31" to-layer="6"/></back_edges>
                <body><layers>
                <layer id="5" name="p5" type="Parameter" version="opset1"><data shape="?,2" element_type="f32"/><output><port id="0"/></output></layer>
                <layer id="6" name="p6" type="Parameter" version="opset1"><data shape="5,2" element_type="f32"/><output><port id="0"/></output></layer>
                <layer id="7" name="p7" type="Parameter" version="opset1"><data shape="" element_type="i64"/><output><port id="0"/></output></layer>
                <layer id="8" name="go" type="Const" version="opset1"><data shape="" element_type="boolean" offset="0" size="1"/><output><port id="0"/></output></layer>
                <layer id="30" name="r30" type="Result" version="opset1"><input><port id="0"/></input></layer>
                <layer id="31" name="r31" type="Result" version="opset1"><input><port id="0"/></input></layer>
                <layer id="32" name="r32" type="Result" version="opset1"><input><port id="0"/></input></layer>
                </layers><edges>
                <edge from-layer="5" from-port="0" to-layer="30" to-port="0"/><edge from-layer="6" from-port="0" to-layer="31" to-port="0"/>
                <edge from-layer="8" from-port="0" to-layer="32" to-port="0"/>
                </edges></body></layer>
                <layer id="4" name="out" type="Result" version="opset1"><input><port id="0"/></input></layer>
                </layers><edges>
                <edge from-layer="0" from-port="0" to-layer="3" to-port="10"/><edge from-layer="1" from-port="0" to-layer="3" to-port="11"/>
                <edge from-layer="2" from-port="0" to-layer="3" to-port="12"/><edge from-layer="2" from-port="0" to-layer="3" to-port="13"/>
                <edge from-layer="3" from-port="21" to-layer="4" to-port="0"/>
                </edges></net>
                """)
        }
        let model = try model(loop(), weights: [1])
        let operation = try XCTUnwrap(model.get_ordered_ops().first { $0.type_name == "Loop" }?.operation as? Loop)
        let body = try XCTUnwrap(operation.body)
        XCTAssertEqual(
            body.inputs.sorted { $0.parameter < $1.parameter },
            [
                ControlFlowBody.InputLink(parameter: 0, input: 2, slice: ControlFlowBody.Slice(axis: 0)),
                ControlFlowBody.InputLink(parameter: 1, input: 3, backEdgeResult: 1),
            ])
        XCTAssertEqual(
            body.outputs.sorted { $0.output < $1.output },
            [
                ControlFlowBody.OutputLink(result: 0, output: 0),
                ControlFlowBody.OutputLink(result: 1, output: 1, slice: ControlFlowBody.Slice(axis: 1)),
            ])
        XCTAssertEqual(body.iterationParameter, 2)
        XCTAssertEqual(body.conditionResult, 2)
        XCTAssertEqual(body.model.parameters.map(\.friendly_name), ["p5", "p6", "p7"])

        let prefix = "model in memory: layer 3 'loop' (Loop opset5): "
        for (from, to, cause) in [
            ("internal_layer_id=\"5\"", "internal_layer_id=\"30\"", "its body has no Parameter with the id 30"),
            ("internal_layer_id=\"30\"", "internal_layer_id=\"5\"", "its body has no Result with the id 5"),
            ("external_port_id=\"13\"", "external_port_id=\"20\"", "a port map names input port 20, which it does not have"),
            ("external_port_id=\"20\"", "external_port_id=\"13\"", "a port map names output port 13, which it does not have"),
            ("from-layer=\"31\" to-layer=\"6\"", "from-layer=\"31\" to-layer=\"9\"", "its body has no Parameter with the id 9"),
            (
                "type=\"Const\"", "type=\"Cnst\"",
                "in its body: layer 8 'go' (Cnst opset1): there is no operation of type 'Cnst' (version 'opset1')"
            ),
        ] {
            XCTAssertEqual(refusal(loop { $0.replacingOccurrences(of: from, with: to) }, weights: [1]), prefix + cause)
        }
        let purpose = refusal(loop { $0.replacingOccurrences(of: "execution_condition", with: "Concat") }, weights: [1])
        XCTAssertTrue(purpose.contains("attribute 'purpose' of <output> is 'Concat'"), purpose)
    }

    func testAModelWithoutResultsIsRead() throws {
        var text = IRText()
        text.parameter("in")
        let model = try model(text.text())
        XCTAssertEqual(model.inputs.count, 1)
        XCTAssertEqual(model.outputs.count, 0)
    }

    func testRecognition() {
        func recognises(_ text: String) -> Bool { Array(text.utf8).withUnsafeBytes { IRReader.recognises($0) } }
        for text in ["<?xml version=\"1.0\"?>\n<net", "<net name", "\u{FEFF}<?xml ?>", "\n <!-- c --><net>"] {
            XCTAssertTrue(recognises(text), text)
        }
        for text in ["", "\u{8}\u{8}", "net", "{}", "<html>"] { XCTAssertFalse(recognises(text), text) }
    }
}
