import XCTest

@testable import InferIdentify

final class LineTests: XCTestCase {
    func testSentence() throws {
        XCTAssertEqual(try text("a.py", ["python": 0.996]), "a.py: Python source (code) 99%")
        XCTAssertEqual(
            try text("a.py", ["python": 0.25]), "a.py: Generic text document (text) [low confidence, best guess: Python source (code)] 25%")
    }

    func testObject() throws {
        XCTAssertEqual(try text("a b\".py", ["python": 0.5], json: true), #"{"path":"a b\".py","label":"python","score":0.5}"#)
    }

    func testQuoting() throws {
        let string = "\"\\/\u{1}\u{1F}\n\r\t\u{7F}é𝄞"
        let quoted = Line.quoted(string)
        XCTAssertEqual(quoted, #""\"\\/\u0001\u001f\n\r\t"# + "\u{7F}é𝄞\"")
        XCTAssertEqual(try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8)), [string])
    }

    private func text(_ path: String, _ scores: [String: Float], json: Bool = false) throws -> String {
        let configuration = try NetworkFiles.configuration()
        let contentTypes = try NetworkFiles.contentTypes()
        let row = configuration.labels.map { scores[$0] ?? 0 }
        let decision = try XCTUnwrap(row.withUnsafeBufferPointer { Decision(scores: $0, configuration, contentTypes) })
        return Line(printsJSON: json, contentTypes: contentTypes).text(Path(path), decision)
    }
}
