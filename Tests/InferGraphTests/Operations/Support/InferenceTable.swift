import InferTensors
import XCTest

@testable import InferGraph

/// Shape inference in lines of text: `type version | inputs | attributes | outputs | remark`.
///
/// Inputs and outputs are element types with partial shapes, separated by semicolons; an input with elements in braces is a constant. The
/// outputs are OpenVINO's answers, or `error` where it refuses the inputs; where ours are others the remark gives OpenVINO's.
struct InferenceTable {
    struct Row {
        let text: String
        let type: String
        let version: String
        let inputs: [String]
        let attributes: [String: AttributeValue]
        let outputs: String
    }

    let rows: [Row]

    init(_ text: String) {
        rows = text.split(separator: "\n").map { line in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            let name = fields[0].split(separator: " ")
            var attributes: [String: AttributeValue] = [:]
            for attribute in fields[2].split(separator: ";") {
                let parts = attribute.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                attributes[parts[0].trimmingCharacters(in: .whitespaces)] = .string(parts[1].trimmingCharacters(in: .whitespaces))
            }
            return Row(
                text: String(line), type: String(name[0]), version: String(name[1]),
                inputs: fields[1].split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }, attributes: attributes,
                outputs: fields[3])
        }
    }

    /// Checks each row.
    func check(file: StaticString = #filePath, line: UInt = #line) {
        XCTAssertFalse(rows.isEmpty, file: file, line: line)
        for row in rows {
            do {
                let inputs = try row.inputs.map(Self.output)
                let node = try opset.createNode(row.type, inputs, row.attributes, version: row.version, name: "tested")
                let got = node.outputTypes.map { "\($0.element_type)\($0.partial_shape)" }.joined(separator: "; ")
                XCTAssertEqual(got, row.outputs, row.text, file: file, line: line)
            } catch {
                XCTAssertEqual("error", row.outputs, "\(row.text): \(error)", file: file, line: line)
                XCTAssertTrue("\(error)".contains("'tested'"), "\(error) does not name the node", file: file, line: line)
            }
        }
    }

    /// A parameter or constant of its text.
    static func output(_ text: String) throws -> Output {
        let open = try XCTUnwrap(text.firstIndex(of: "["))
        let close = try XCTUnwrap(text.firstIndex(of: "]"))
        let type = try ElementType(String(text[..<open]))
        let shape = try PartialShape(String(text[open...close]))
        let elements = text[text.index(after: close)...]
        guard elements.first == "{" else { return try opset.parameter(type, shape) }
        let words = elements.dropFirst().dropLast().split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let lengths = try shape.to_shape()
        switch type {
        case .i64: return try opset.constant(words.map { try XCTUnwrap(Int64($0)) }, shape: lengths)
        case .i32: return try opset.constant(words.map { try XCTUnwrap(Int32($0)) }, shape: lengths)
        case .boolean: return try opset.constant(words.map { $0 == "1" }, shape: lengths)
        case .f32: return try opset.constant(words.map { try XCTUnwrap(Float($0)) }, shape: lengths)
        default: throw RuntimeError(.invalidArgument, "constants of type \(type) are not in the tables")
        }
    }
}
