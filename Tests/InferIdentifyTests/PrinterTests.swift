import XCTest

@testable import InferIdentify

final class PrinterTests: XCTestCase {
    func testLinesComeInTheOrderOfTheFiles() throws {
        let output = try CapturedStream()
        let printer = Printer(["a", "b", "c"].map { Path($0) }, Line(printsJSON: true, contentTypes: [:]), output: output.stream)
        for index in [2, 0, 1] {
            printer.print(index, .success(Decision(certain: "\(index)")))
        }
        XCTAssertEqual(printer.finish(), 0)
        XCTAssertEqual(
            try output.text(), (0..<3).map { #"{"path":"\#(["a", "b", "c"][$0])","label":"\#($0)","score":1.0}"# + "\n" }.joined())
    }

    func testFilesThatFailAreNamedAndCounted() throws {
        let output = try CapturedStream()
        let errors = try CapturedStream()
        let printer = Printer(
            ["a", "b"].map { Path($0) }, Line(printsJSON: false, contentTypes: [:]), output: output.stream, errors: errors.stream)
        printer.print(0, .failure(FileError(Path("a"), reason: "gone")))
        printer.print(1, .success(Decision(certain: "txt")))
        XCTAssertEqual(printer.finish(), 1)
        XCTAssertEqual(try output.text(), "b: txt (unknown) 100%\n")
        XCTAssertEqual(try errors.text(), "identify: a: gone\n")
    }

    /// A stream whose text can be read back.
    private final class CapturedStream {
        private let file = Pipe()
        var stream: StandardStream { StandardStream(descriptor: file.fileHandleForWriting.fileDescriptor) }

        init() throws {}

        func text() throws -> String {
            try file.fileHandleForWriting.close()
            return String(decoding: try file.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }
    }
}
