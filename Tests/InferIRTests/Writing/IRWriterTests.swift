import InferGraph
import InferTensors
import XCTest

@testable import InferIR

/// Models written and read again.
final class IRWriterTests: XCTestCase {
    private func copy(_ model: Model) throws -> Model {
        let writer = try IRWriter(model)
        let weights = try writer.weights()
        XCTAssertEqual(weights.count, writer.weightsByteCount)
        return try Data(writer.description.utf8).withUnsafeBytes {
            try IRReader.read(model: $0, weights: Tensor(.u8, [weights.count], bytes: weights))
        }
    }

    /// What there is to compare about a model.
    private func facts(_ model: Model) throws -> [String] {
        var facts = [model.friendly_name]
        for port in model.inputs + model.outputs {
            facts.append("\(port.names.sorted()) \(port.partial_shape) \(port.element_type) \(port.node.layout) \(port.node.friendly_name)")
        }
        for node in model.get_ordered_ops().sorted(by: { $0.friendly_name < $1.friendly_name }) {
            let attributes = node.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let inputs = node.inputs.map { "\($0.node.friendly_name).\($0.index)" }
            facts.append(
                "\(node.version) \(node.type_name) \(node.friendly_name) \(attributes) \(inputs) \(node.outputTypes.map { "\($0.partial_shape)" })"
            )
            if let tensor = node.constant_tensor, tensor.element_type != .string { facts.append("\(Array(try tensor.bytes))") }
            facts += notes(node.rt_info)
            for body in node.bodies { facts += try self.facts(body) }
        }
        return facts
    }

    private func notes(_ notes: [String: RuntimeInfo]) -> [String] {
        notes.sorted { $0.key < $1.key }.flatMap { name, note in
            if case .map(let inner) = note { return [name] + self.notes(inner) }
            return ["\(name): \(note.text ?? "")"]
        }
    }

    func testAttributesNamesLayoutsAndNotes() throws {
        let x = try opset.parameter(.f32, [Dimension(1, 8), 3, .dynamic, 5], name: "x <&\"'>\n, y")
        x.add_names(["plain", "with,comma"])
        try x.node.set_layout(Layout("NCHW"))
        let filter = try opset.constant((0..<27).map { Float($0) / 7 }, shape: [3, 3, 3, 1], name: "filter")
        let convolution = try opset.create(
            "Convolution", [x, filter],
            ["strides": [1, 1], "dilations": [1, 1], "pads_begin": [1, 0], "pads_end": [1, 0], "auto_pad": "explicit"], name: "convolution")
        let clamped = try opset.create("Clamp", [convolution], ["min": .real(-0.1), "max": .real(1e-7)], name: "clamp")
        clamped.node.rt_info = ["affinity": .value("CPU"), "map": .map(["a": .value("1"), "b": .value("two words")])]
        clamped.set_names(["inner"])
        let half = try opset.create("Convert", [clamped], ["destination_type": .elementType(.f16)], name: "half")
        let result = try opset.result(half, name: "out")
        try result.node.set_layout(Layout("N..."))
        let second = try opset.result(clamped)
        second.node.friendly_name = "second"
        let model = try Model([result, second], [x], "a model")
        model.rt_info = ["framework": .map(["name": .value("none")]), "note": .value("<here>")]
        let read = try copy(model)
        XCTAssertEqual(try facts(read), try facts(model))
        XCTAssertEqual(read.rt_info["framework"]?["name"]?.text, "none")
        XCTAssertEqual(read.rt_info["note"]?.text, "<here>")
        XCTAssertEqual(try facts(copy(read)), try facts(read))
    }

    func testConstantsOfEveryType() throws {
        let types: [ElementType] = [
            .f32, .f64, .f16, .bf16, .i4, .u4, .u1, .u2, .u3, .u6, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .boolean, .nf4, .f8e4m3,
            .f8e5m2, .f4e2m1, .f8e8m0,
        ]
        var results: [Output] = []
        for (index, type) in types.enumerated() {
            let tensor = try Tensor(type, [3, 5])
            try tensor.withUnsafeMutableBytes { bytes in
                for position in bytes.indices { bytes[position] = UInt8(truncatingIfNeeded: position & 1) }
            }
            results.append(try opset.result(opset.constant(tensor, name: "c\(index)"), name: "r\(index)"))
        }
        let texts = try Tensor(["", "ä", String(repeating: "long", count: 30)], shape: [3])
        results.append(try opset.result(opset.constant(texts, name: "texts"), name: "text"))
        let parent = try Tensor((0..<12).map { Float($0) }, shape: [3, 4])
        results.append(try opset.result(opset.constant(Tensor(parent, [0, 1], [3, 3]), name: "region"), name: "part"))
        let empty = try opset.constant(Tensor(.f32, [0, 3]), name: "empty")
        results.append(try opset.result(empty, name: "none"))
        let model = try Model(results, [])
        let read = try copy(model)
        XCTAssertEqual(try facts(read), try facts(model))
        XCTAssertEqual(try read.output("text").node.inputs[0].node.constant_tensor?.strings(), try texts.strings())
    }

    func testSharedConstantsAreWrittenOnce() throws {
        let tensor = try Tensor([Float](repeating: 1, count: 1000), shape: [1000])
        let constants = try (0..<5).map { try opset.constant(tensor, name: "c\($0)") }
        let writer = try IRWriter(Model(constants.map { try opset.result($0) }, []))
        XCTAssertEqual(writer.weightsByteCount, 4000)
    }

    func testModelsWithoutNamesAreWrittenAlike() throws {
        func description(isAnonymous: Bool) throws -> String {
            let x = try opset.parameter(.f32, [2])
            return try IRWriter(Model([opset.result(opset.create("Relu", [x]))], [x]), isAnonymous: isAnonymous).description
        }
        XCTAssertEqual(try description(isAnonymous: true), try description(isAnonymous: true))
        XCTAssertNotEqual(try description(isAnonymous: false), try description(isAnonymous: false))
    }

    func testBodies() throws {
        let description = """
            <net name="bodies" version="11"><layers>
            <layer id="0" name="n" type="Parameter" version="opset1"><data shape="" element_type="i64"/><output><port id="0" names="n"/></output></layer>
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
            """
        let model = try Data(description.utf8).withUnsafeBytes { try IRReader.read(model: $0, weights: Tensor([UInt8(1)], shape: [1])) }
        let read = try copy(model)
        XCTAssertEqual(try facts(read), try facts(model))
        func body(_ model: Model) throws -> ControlFlowBody {
            try XCTUnwrap((model.get_ordered_ops().first { $0.type_name == "Loop" }?.operation as? Loop)?.body)
        }
        let (before, after) = (try body(model), try body(read))
        XCTAssertEqual(after.inputs.sorted { $0.parameter < $1.parameter }, before.inputs.sorted { $0.parameter < $1.parameter })
        XCTAssertEqual(after.outputs.sorted { $0.result < $1.result }, before.outputs.sorted { $0.result < $1.result })
        XCTAssertEqual(after.iterationParameter, before.iterationParameter)
        XCTAssertEqual(after.conditionResult, before.conditionResult)
    }
}
