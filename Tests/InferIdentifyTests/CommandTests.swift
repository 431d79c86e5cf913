import XCTest

@testable import InferIdentify

final class CommandTests: XCTestCase {
    func testPathsAndFlags() throws {
        XCTAssertEqual(try command(), .identify(Command.Options()))
        XCTAssertEqual(
            try command("a", "--json", "b", "--no-dereference"),
            .identify(Command.Options(paths: [Path("a"), Path("b")], printsJSON: true, followsLinks: false)))
    }

    func testEverythingAfterTwoDashesIsAPath() throws {
        XCTAssertEqual(
            try command("--json", "--", "--json", "-h"), .identify(Command.Options(paths: [Path("--json"), Path("-h")], printsJSON: true)))
        XCTAssertEqual(try command("-"), .identify(Command.Options(paths: [Path("-")])))
    }

    func testHelp() throws {
        XCTAssertEqual(try command("-h"), .help)
        XCTAssertEqual(try command("a", "--help"), .help)
    }

    func testUnknownFlagIsNamed() {
        for flag in ["-x", "--jsonl", "--json=1"] {
            XCTAssertThrowsError(try command(flag)) { XCTAssertEqual("\($0)", "unknown option '\(flag)'") }
        }
    }

    func testPathsNeedNotBeText() throws {
        let path = Path(bytes: [0x61, 0xff])
        XCTAssertEqual(try Command([path]), .identify(Command.Options(paths: [path])))
        XCTAssertEqual(path.description, "a\u{FFFD}")
    }

    private func command(_ arguments: String...) throws -> Command {
        try Command(arguments.map { Path($0) })
    }
}
