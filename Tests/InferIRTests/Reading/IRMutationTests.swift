import Foundation
import InferGraph
import InferTensors
import XCTest

@testable import InferIR

/// Damaged files end in a model or in an error that says what is wrong: never in a trap, a hang or a full memory.
final class IRMutationTests: XCTestCase {
    private static let weights =
        (0..<96).map { UInt8(truncatingIfNeeded: $0 &* 37) } + [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 65, 66]

    /// Values that no honest file has where numbers, shapes, types and names are expected.
    fileprivate static let absurdValues = [
        "", " ", "-1", "0", "1", "-9223372036854775808", "9223372036854775807", "18446744073709551616", "1e400", "nan", "-inf", "0x10",
        "1,,2",
        "4294967296,4294967296", "9223372036854775807,9223372036854775807", "0,9223372036854775807", "-1,-1", "?,?", "...", "1..0", "5..2",
        "..",
        "-3..7", "1..9223372036854775807", "9223372036854775807..", "true", "dynamic", "string", "u1", "f64", "FP64", "opset0", "opset1",
        "opset17",
        "opset99", "opset-1", "Parameter", "Result", "Const", "Loop", "If", "Assign", "\\,", ",",
        String(repeating: "1,", count: 3000) + "1",
        String(repeating: "9", count: 5000), String(repeating: "2,", count: 70) + "2", "&lt;", "\u{1F600}",
    ]

    private static let models = [elementwise, chain(version: 10), control("Loop", "opset5"), control("TensorIterator", "opset1"), branches]

    /// Constants of many types that are added up.
    private static var elementwise: String {
        var text = IRText(name: "elementwise")
        let parameter = text.parameter("in", shape: "?,2", names: "in,x\\,y")
        let constants = [
            text.constant("f32", type: "f32", shape: "1, 2", offset: 1, size: 8),
            text.constant("f32b", type: "f32", shape: "", offset: 8, size: 4),
            text.constant("i64", type: "i64", shape: "2", offset: 16, size: 16),
            text.constant("u4", type: "u4", shape: "3", offset: 40, size: 2),
            text.constant("u3", type: "u3", shape: "9", offset: 44, size: 4),
            text.constant("none", type: "f16", shape: "0", offset: 0, size: 1),
            text.constant("text", type: "string", shape: "2", offset: 96, size: 18),
        ]
        let sum = text.layer(
            "Add", "sum", data: "auto_broadcast=\"numpy\"", from: [(parameter, 0), (constants[0], 0)],
            outputs: ["precision=\"FP32\" names=\"s\""])
        let product = text.layer("Multiply", "product", data: "auto_broadcast=\"numpy\"", from: [(sum, 2), (constants[1], 0)])
        let clamp = text.layer("Clamp", "clamp", data: "min=\"-1\" max=\"6.5\"", from: [(product, 2)])
        let shape = text.layer("ShapeOf", "shape", version: "opset3", data: "output_type=\"i64\"", from: [(clamp, 1)])
        let reshape = text.layer("Reshape", "reshape", data: "special_zero=\"true\"", from: [(clamp, 1), (shape, 1)])
        let matmul = text.layer(
            "MatMul", "matmul", data: "transpose_a=\"false\" transpose_b=\"true\"", from: [(reshape, 2), (constants[0], 0)])
        text.result("out", from: (matmul, 2), outputNames: "out")
        for constant in constants[2...] { text.result("r\(constant)", from: (constant, 0)) }
        return text.text(runtimeInformation: "<a><b value=\"c\" /></a><info name=\"d\" value=\"e\" />")
    }

    /// A model of the kind that most are: convolution, pooling, activation.
    private static func chain(version: Int) -> String {
        var text = IRText(version: version, name: "chain")
        let parameter = text.parameter("in", shape: "1,1,4,4")
        let weights = text.constant("weights", type: "f32", shape: "2, 1, 3, 3", offset: 0, size: 72)
        let convolution = text.layer(
            "Convolution", "convolution",
            data: "strides=\"1, 1\" dilations=\"1, 1\" pads_begin=\"1, 1\" pads_end=\"1, 1\" auto_pad=\"explicit\"",
            from: [(parameter, 0), (weights, 0)])
        let relu = text.layer("ReLU", "relu", from: [(convolution, 2)])
        let pooled = text.layer(
            "MaxPool", "pooled",
            data: "strides=\"2, 2\" pads_begin=\"0, 0\" pads_end=\"0, 0\" kernel=\"2, 2\" rounding_type=\"floor\" auto_pad=\"explicit\"",
            from: [(relu, 1)])
        let order = text.constant("order", type: "u8", shape: "4", offset: 3, size: 4)
        let joined = text.layer("Concat", "joined", data: "axis=\"1\"", from: [(pooled, 1), (pooled, 1)])
        let softmax = text.layer("SoftMax", "softmax", data: "axis=\"1\"", from: [(joined, 2)])
        text.result("out", from: (softmax, 1))
        text.result("order out", from: (order, 0))
        return text.text()
    }

    /// A loop that adds a slice of one input to a state.
    private static func control(_ type: String, _ version: String) -> String {
        let isLoop = type == "Loop"
        var body = IRText()
        let slice = body.parameter("slice", shape: "1,2")
        let state = body.parameter("state", shape: "1,2")
        let sum = body.layer("Add", "sum", data: "auto_broadcast=\"numpy\"", from: [(slice, 0), (state, 0)])
        let next = body.result("next", from: (sum, 2))
        let go = body.constant("go", type: "boolean", shape: "", offset: 3, size: 1)
        let condition = body.result("condition", from: (go, 0))
        let counter = body.parameter("counter", type: "i64", shape: "")
        body.result("unused", from: (counter, 0))

        var text = IRText(name: type)
        let count = text.constant("count", type: "i64", shape: "", offset: 8, size: 8)
        let start = text.constant("start", type: "boolean", shape: "", offset: 3, size: 1)
        let sequence = text.parameter("sequence", shape: "5,2")
        let initial = text.parameter("initial", shape: "1,2")
        let first = isLoop ? 2 : 0
        let map = """
            <port_map>
            <input axis="0" external_port_id="\(first)" internal_layer_id="\(slice)" start="0" end="-1" stride="1" part_size="1" />
            <input external_port_id="\(first + 1)" internal_layer_id="\(state)" />
            <output external_port_id="\(first + 2)" internal_layer_id="\(next)" />
            <output axis="0" external_port_id="\(first + 3)" internal_layer_id="\(next)" start="0" end="-1" stride="1" part_size="1" />
            \(isLoop ? "<input external_port_id=\"-1\" internal_layer_id=\"\(counter)\" purpose=\"current_iteration\" />" : "")
            \(isLoop ? "<output external_port_id=\"-1\" internal_layer_id=\"\(condition)\" purpose=\"execution_condition\" />" : "")
            </port_map>
            <back_edges><edge from-layer="\(next)" to-layer="\(state)" /></back_edges>

            """
        let loop = text.layer(
            type, "loop", version: version, from: (isLoop ? [(count, 0), (start, 0)] : []) + [(sequence, 0), (initial, 0)],
            outputs: ["precision=\"FP32\"", "precision=\"FP32\""], inside: map + "<body>\(body.graph())</body>")
        text.result("last", from: (loop, first + 2))
        text.result("all", from: (loop, first + 3))
        return text.text()
    }

    private static var branches: String {
        func branch(_ type: String) -> String {
            var body = IRText()
            body.result("result", from: (body.layer(type, "layer", from: [(body.parameter("p"), 0)]), 1))
            return body.graph()
        }
        var text = IRText(name: "branches")
        let condition = text.parameter("condition", type: "boolean", shape: "")
        let value = text.parameter("value")
        let map = "<input external_port_id=\"1\" internal_layer_id=\"0\" />\n<output external_port_id=\"2\" internal_layer_id=\"2\" />\n"
        let choice = text.layer(
            "If", "choice", version: "opset8", from: [(condition, 0), (value, 0)],
            inside:
                "<then_port_map>\(map)</then_port_map><else_port_map>\(map)</else_port_map><then_body>\(branch("ReLU"))</then_body><else_body>\(branch("Abs"))</else_body>"
        )
        text.result("out", from: (choice, 2))
        return text.text()
    }

    /// A file that is damaged in one of many ways.
    struct Mutator {
        var random: SeededGenerator

        mutating func below(_ count: Int) -> Int { count > 0 ? Int.random(in: 0..<count, using: &random) : 0 }

        mutating func damage(_ text: inout [UInt8]) {
            guard !text.isEmpty else { return }
            switch below(8) {
            case 0: text.removeSubrange(below(text.count)...)
            case 1: text[below(text.count)] ^= UInt8(1 << below(8))
            case 2, 3:
                let values = values(of: text)
                guard !values.isEmpty else { return }
                let absurd = IRMutationTests.absurdValues[below(IRMutationTests.absurdValues.count)]
                text.replaceSubrange(values[below(values.count)], with: Array(absurd.utf8))
            case 4, 5:
                // What one attribute has, another gets: edges are rewired, types change, ids come twice.
                let values = values(of: text)
                guard !values.isEmpty else { return }
                let value = Array(text[values[below(values.count)]])
                text.replaceSubrange(values[below(values.count)], with: value)
            case 6:
                text.removeSubrange(line(of: text))
            default:
                let copy = Array(text[line(of: text)])
                text.insert(contentsOf: copy, at: line(of: text).lowerBound)
            }
        }

        /// A line with its end.
        private mutating func line(of text: [UInt8]) -> Range<Int> {
            let position = below(text.count)
            let start = text[..<position].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            return start..<(text[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count)
        }

        private func values(of text: [UInt8]) -> [Range<Int>] {
            var ranges: [Range<Int>] = []
            var start: Int?
            var index = 0
            while index < text.count {
                if text[index] == 0x22 {
                    if let begin = start { ranges.append(begin..<index) }
                    start = start == nil ? index + 1 : nil
                }
                index += 1
            }
            return ranges
        }
    }

    static func tensor(_ bytes: [UInt8]) throws -> Tensor {
        let tensor = try Tensor(.u8, Shape([bytes.count]))
        bytes.withUnsafeBytes { if let base = $0.baseAddress { tensor.data.copyMemory(from: base, byteCount: $0.count) } }
        return tensor
    }

    /// The message with which a file is refused; nil where it is read.
    private static func refusal(_ text: [UInt8], _ weights: Tensor, _ label: String) -> String? {
        do {
            _ = try text.withUnsafeBytes { try IRReader.read(model: $0, weights: weights) }
            return nil
        } catch let error as RuntimeError {
            XCTAssertNotEqual(error.kind, .internalInconsistency, "\(label): \(error)")
            XCTAssertTrue(error.message.hasPrefix("model in memory: "), "\(label): \(error)")
            XCTAssertLessThan(error.message.count, 100_000, label)
            return error.message
        } catch {
            XCTFail("\(label): \(error)")
            return nil
        }
    }

    private func run(_ model: Int, rounds: Int) throws {
        let text = Array(Self.models[model].utf8)
        let weights = try Self.tensor(Self.weights)
        var mutator = Mutator(random: SeededGenerator(seed: UInt64(model)))
        var refused = 0
        for round in 0..<rounds {
            var damaged = text
            for _ in 0...mutator.below(3) { mutator.damage(&damaged) }
            let start = ContinuousClock.now
            if Self.refusal(damaged, weights, "model \(model), round \(round)") != nil { refused += 1 }
            XCTAssertLessThan(ContinuousClock.now - start, .seconds(5), "model \(model), round \(round)")
        }
        XCTAssertGreaterThan(refused, rounds / 4)
    }

    func testModelsAreReadAsTheyAre() throws {
        for (index, text) in Self.models.enumerated() {
            XCTAssertNil(Self.refusal(Array(text.utf8), try Self.tensor(Self.weights), "model \(index)"))
        }
    }

    func testDamagedElementwise() throws { try run(0, rounds: 1000) }
    func testDamagedChain() throws { try run(1, rounds: 1000) }
    func testDamagedLoop() throws { try run(2, rounds: 1000) }
    func testDamagedTensorIterator() throws { try run(3, rounds: 1000) }
    func testDamagedBranches() throws { try run(4, rounds: 1000) }

    func testTruncations() throws {
        let text = Array(Self.branches.utf8)
        let weights = try Self.tensor(Self.weights)
        // The last byte is a line end, which a model can do without.
        for count in stride(from: text.count - 2, through: 0, by: -3) {
            XCTAssertNotNil(Self.refusal(Array(text[..<count]), weights, "truncated to \(count) bytes"), "truncated to \(count) bytes")
        }
    }

    func testDamagedWeights() throws {
        let text = Array(Self.elementwise.utf8)
        for count in 0..<Self.weights.count {
            _ = Self.refusal(text, try Self.tensor(Array(Self.weights[..<count])), "\(count) bytes of weights")
        }
        var random = SeededGenerator(seed: 5)
        for round in 0..<200 {
            let bytes = Self.weights.map {
                Int.random(in: 0..<3, using: &random) == 0 ? UInt8.random(in: .min ... .max, using: &random) : $0
            }
            _ = Self.refusal(text, try Self.tensor(bytes), "weights, round \(round)")
        }
    }

    /// On a stack as small as those that threads have on some systems.
    func testDeepNesting() throws {
        let weights = try Self.tensor([])
        let finished = expectation(description: "all depths are read")
        let thread = Thread {
            for depth in [1, 8, 9, 40, 42, 43, 200, 20_000] {
                // A TensorIterator in a TensorIterator in …, each with a Result so that it is needed.
                let open = """
                    <layers><layer id="1" type="Parameter" version="opset1"><data shape="1" element_type="f32"/><output><port id="0"/></output></layer>
                    <layer id="2" type="Result" version="opset1"><input><port id="0"/></input></layer>
                    <layer id="0" name="t" type="TensorIterator" version="opset1"><input><port id="0"/></input><output><port id="1"/></output>
                    <port_map><input external_port_id="0" internal_layer_id="1"/><output external_port_id="1" internal_layer_id="2"/></port_map><body>
                    """
                let close = """
                    </body></layer></layers><edges><edge from-layer="1" from-port="0" to-layer="0" to-port="0"/>
                    <edge from-layer="0" from-port="1" to-layer="2" to-port="0"/></edges>
                    """
                let inner = """
                    <layers><layer id="1" type="Parameter" version="opset1"><data shape="1" element_type="f32"/><output><port id="0"/></output></layer>
                    <layer id="2" type="Result" version="opset1"><input><port id="0"/></input></layer></layers>
                    <edges><edge from-layer="1" from-port="0" to-layer="2" to-port="0"/></edges>
                    """
                let text =
                    "<net version=\"11\">" + String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
                    + "</net>"
                let message = Self.refusal(Array(text.utf8), weights, "depth \(depth)")
                if depth > 42 {
                    XCTAssertTrue(message?.hasSuffix("more than 128 elements are nested in each other") ?? false, message ?? "read")
                }
                let notes = "<net version=\"11\"><layers /><rt_info>" + String(repeating: "<a>", count: depth)
                XCTAssertNotNil(Self.refusal(Array(notes.utf8), weights, "notes of depth \(depth)"))
            }
            finished.fulfill()
        }
        thread.stackSize = 512 << 10
        thread.start()
        wait(for: [finished], timeout: 60)
    }

    /// What grows with the square of a file's size would take hours here.
    func testLargeFilesOfOddForm() throws {
        let weights = try Self.tensor([])
        let names = (0..<5000).map { "name\($0)" }.joined(separator: ",")
        var text = IRText()
        let parameter = text.parameter("p", names: names)
        for index in 0..<5000 { text.result("r\(index)", from: (parameter, 0)) }
        XCTAssertNil(Self.refusal(Array(text.text().utf8), weights, "many Results of many names"))
        let parts = "<net version=\"11\">" + String(repeating: "<layers/><edges/><rt_info/>", count: 20_000) + "</net>"
        XCTAssertNil(Self.refusal(Array(parts.utf8), weights, "many parts"))
    }
}
