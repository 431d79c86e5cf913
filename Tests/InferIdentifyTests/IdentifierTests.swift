import Synchronization
import XCTest

@testable import InferIdentify

final class IdentifierTests: XCTestCase {
    func testFilesThatNeedNoNetwork() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("1 empty", [])
        _ = try folder.file("2 few", Array("abc".utf8))
        _ = try folder.file("3 blank", Array(repeating: UInt8(ascii: " "), count: 5000))
        _ = try folder.file("4 bytes", [0xFF])
        _ = try folder.link("5 device", to: "/dev/null")
        _ = try folder.link("6 link", to: "nothing")
        let followed = try answers(folder.path)
        XCTAssertEqual(try followed.dropLast().map { try $0.get().label }, ["empty", "txt", "txt", "unknown", "empty"])
        XCTAssertThrowsError(try XCTUnwrap(followed.last).get())
        XCTAssertEqual(try XCTUnwrap(answers(folder.path, followsLinks: false).last).get(), Decision(certain: "symlink"))
    }

    /// Labels and scores are the reference implementation's (magika 1.0.3 from PyPI).
    func testAnswersOfTheNetwork() throws {
        #if DEBUG
            throw XCTSkip("The network takes ten seconds in a debug build")
        #else
            let folder = try TemporaryFolder()
            _ = try folder.file(
                "1",
                Array(
                    "#!/usr/bin/env python3\nimport sys\n\n\ndef main():\n    print(sys.argv)\n\n\nif __name__ == '__main__':\n    main()\n"
                        .utf8))
            _ = try folder.file(
                "2", Array("<!DOCTYPE html>\n<html><head><title>Hello</title></head><body><p>Hello, world</p></body></html>\n".utf8))
            let decisions = try answers(folder.path).map { try $0.get() }
            XCTAssertEqual(decisions.map(\.label), ["python", "html"])
            XCTAssertEqual(decisions[0].score, 0.99991, accuracy: 0.001)
            XCTAssertEqual(decisions[1].score, 0.81148, accuracy: 0.001)
        #endif
    }

    /// The answers in the order of the files.
    private func answers(_ path: Path, followsLinks: Bool = true) throws -> [Answer] {
        let files = FileLister(followsLinks: followsLinks).list([path])
        let identifier = try Identifier(NetworkFiles.configuration(), NetworkFiles.contentTypes(), expectedFiles: files.count)
        let answers = AnswerBox()
        try identifier.identify(files) { index, answer in answers.byIndex.withLock { $0[index] = answer } }
        return try files.indices.map { index in try XCTUnwrap(answers.byIndex.withLock { $0[index] }) }
    }

    private final class AnswerBox: Sendable {
        let byIndex = Mutex<[Int: Answer]>([:])
    }
}
