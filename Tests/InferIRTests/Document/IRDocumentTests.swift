import InferTensors
import XCTest

@testable import InferIR

final class IRDocumentTests: XCTestCase {
    private func document(_ text: String) throws -> IRDocument {
        try Array(text.utf8).withUnsafeBytes { try IRDocumentParser.parse($0, file: "f.xml") }
    }

    private func error(_ text: String) -> String? {
        do {
            _ = try document(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    func testEverythingThatAFileSaysIsKept() throws {
        let document = try document(
            """
            <?xml version="1.0"?>
            <net name="small" version="11">
                <layers>
                    <layer id="3" name="x, y" type="Parameter" version="opset1">
                        <data shape="?,3" element_type="f32" />
                        <rt_info><attribute name="old_api_map_element_type" version="0" value="f16" /></rt_info>
                        <output>
                            <port id="0" precision="FP32" names="x\\,y,z">
                                <dim>-1</dim>
                                <dim>3</dim>
                                <rt_info><attribute name="layout" version="0" layout="[N,C]" /></rt_info>
                            </port>
                        </output>
                    </layer>
                    <layer id="7" name="out" type="Result" version="opset1" output_names="out,x\\,y">
                        <input><port id="0" precision="FP32"><dim>-1</dim><dim>3</dim></port></input>
                    </layer>
                    <unknown><thing /></unknown>
                </layers>
                <edges><edge from-layer="3" from-port="0" to-layer="7" to-port="0" /></edges>
                <rt_info><Runtime_version value="2026" /><conversion_parameters><input value="a&lt;b" /></conversion_parameters></rt_info>
            </net>
            """)
        XCTAssertEqual(document.name, "small")
        XCTAssertEqual(document.version, 11)
        XCTAssertEqual(document.graph.edges, [IREdge(sourceLayer: 3, sourcePort: 0, targetLayer: 7, targetPort: 0)])
        let layers = document.graph.layers
        XCTAssertEqual(layers.map(\.id), [3, 7])
        XCTAssertEqual(layers[0].label, "layer 3 'x, y' (Parameter opset1)")
        XCTAssertEqual(layers[0].attributes, [IRAttribute(name: "shape", value: "?,3"), IRAttribute(name: "element_type", value: "f32")])
        XCTAssertEqual(layers[0].attribute("element_type"), "f32")
        XCTAssertNil(layers[0].attribute("missing"))
        XCTAssertEqual(layers[0].runtimeInformation?.children[0].attribute("value"), "f16")
        XCTAssertEqual(layers[0].outputs[0].names, ["x,y", "z"])
        XCTAssertEqual(layers[0].outputs[0].dimensions, [-1, 3])
        XCTAssertEqual(layers[0].outputs[0].precision, "FP32")
        XCTAssertEqual(layers[0].outputs[0].runtimeInformation?.children[0].attribute("layout"), "[N,C]")
        XCTAssertNil(layers[0].outputNames)
        XCTAssertEqual(layers[1].outputNames, ["out", "x,y"])
        XCTAssertEqual(layers[1].inputs.count, 1)
        XCTAssertEqual(document.graph.runtimeInformation?.children.map(\.name), ["Runtime_version", "conversion_parameters"])
        XCTAssertEqual(document.graph.runtimeInformation?.children[1].children[0].attribute("value"), "a<b")
    }

    func testBodiesPortMapsAndBackEdges() throws {
        let document = try document(
            """
            <net version="11"><layers><layer id="0" name="loop" type="Loop" version="opset5">
                <port_map>
                    <input axis="1" external_port_id="2" internal_layer_id="1" start="0" end="-1" stride="1" part_size="1" />
                    <input external_port_id="-1" internal_layer_id="0" purpose="current_iteration" />
                    <output external_port_id="5" internal_layer_id="9" />
                </port_map>
                <back_edges><edge from-layer="9" to-layer="2" /></back_edges>
                <body><layers><layer id="0" name="p" type="Parameter" version="opset1" /></layers><edges /></body>
            </layer><layer id="1" name="if" type="If" version="opset8">
                <then_port_map><input external_port_id="1" internal_layer_id="0" /></then_port_map>
                <else_port_map><output external_port_id="2" internal_layer_id="4" /></else_port_map>
                <then_body><layers /></then_body>
                <else_body><layers><layer id="4" type="Result" version="opset1" /></layers></else_body>
            </layer></layers></net>
            """)
        let loop = try XCTUnwrap(document.graph.layers[0].bodies.first)
        XCTAssertEqual(loop.role, "body")
        XCTAssertEqual(
            loop.inputs,
            [
                IRPortMapEntry(externalPort: 2, internalLayer: 1, axis: 1, start: 0, end: -1, stride: 1, partSize: 1),
                IRPortMapEntry(externalPort: -1, internalLayer: 0, purpose: "current_iteration"),
            ])
        XCTAssertEqual(loop.outputs, [IRPortMapEntry(externalPort: 5, internalLayer: 9)])
        XCTAssertEqual(loop.backEdges, [IRBackEdge(resultLayer: 9, parameterLayer: 2)])
        XCTAssertEqual(loop.graph.layers.map(\.name), ["p"])
        let bodies = document.graph.layers[1].bodies
        XCTAssertEqual(bodies.map(\.role), ["else_body", "then_body"])
        XCTAssertEqual(bodies[0].outputs.map(\.internalLayer), [4])
        XCTAssertEqual(bodies[0].graph.layers.map(\.id), [4])
        XCTAssertEqual(bodies[1].inputs.map(\.externalPort), [1])
    }

    func testNames() {
        XCTAssertEqual(IRDocumentParser.names(in: ""), [])
        XCTAssertEqual(IRDocumentParser.names(in: "a"), ["a"])
        XCTAssertEqual(IRDocumentParser.names(in: "a,b c,"), ["a", "b c"])
        XCTAssertEqual(IRDocumentParser.names(in: "a\\,b,c"), ["a,b", "c"])
        XCTAssertEqual(IRDocumentParser.names(in: "a\\b,c\\"), ["a\\b", "c\\"])
    }

    func testErrorsNameFileLineLayerAndCause() {
        func net(_ inside: String) -> String { "<net version=\"11\">\n<layers>\n\(inside)\n</layers></net>" }
        XCTAssertEqual(error("<model/>"), "f.xml: line 1: the document's element is <model>; an IR has <net>")
        XCTAssertEqual(error("<net version=\"7\"/>"), "f.xml: IR version 7 is not supported; versions 10 and 11 are")
        XCTAssertEqual(error("<net/>"), "f.xml: line 1: <net> has no attribute 'version'")
        XCTAssertEqual(error("<net version=\"11\"></net>"), "f.xml: line 1: the network has no <layers>")
        XCTAssertEqual(error(net("<layer name=\"a\"/>")), "f.xml: line 3: <layer> has no attribute 'id'")
        XCTAssertEqual(error(net("<layer id=\"1\" name=\"a\"/>")), "f.xml: line 3: layer 1 'a': <layer> has no attribute 'type'")
        XCTAssertEqual(
            error(net("<layer id=\"1\" name=\"a\" type=\"Add\"/>\n<layer id=\"1\" name=\"b\" type=\"Add\"/>")),
            "f.xml: line 4: layer 1 'b': another layer has the id 1")
        XCTAssertEqual(
            error(net("<layer id=\"1\" name=\"a\" type=\"Add\">\n<input><port id=\"x\"/></input></layer>")),
            "f.xml: line 4: layer 1 'a' (Add): attribute 'id' of <port> is 'x'; an integer is expected")
        XCTAssertEqual(
            error(net("<layer id=\"1\" name=\"a\" type=\"Add\"><input><port id=\"0\">\n<dim>?</dim></port></input></layer>")),
            "f.xml: line 4: layer 1 'a' (Add): <dim> holds no size; a number, or -1 for a dynamic one, is expected")
        XCTAssertEqual(
            error("<net version=\"11\"><layers/><edges><edge from-layer=\"1\"/></edges></net>"),
            "f.xml: line 1: <edge> has no attribute 'from-port'")
    }
}
