import XCTest

@testable import InferIdentify

final class FileListerTests: XCTestCase {
    func testFoldersStandForTheirFilesInTheOrderOfTheirNames() throws {
        let folder = try TemporaryFolder()
        for name in ["b/2", "b/1/x", "a", ".hidden", "c"] {
            _ = try folder.file(name, [1])
        }
        XCTAssertEqual(try names([folder.path], in: folder), [".hidden", "a", "b/1/x", "b/2", "c"])
        XCTAssertEqual(try names([Path("\(folder.path)/c"), Path("\(folder.path)/b/")], in: folder), ["c", "b/1/x", "b/2"])
    }

    func testLinksAreFollowedUnlessToldNotTo() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("target/file", [1])
        let link = try folder.link("link", to: "target")
        XCTAssertEqual(try names([link], in: folder), ["link/file"])
        let entries = FileLister(followsLinks: false).list([link])
        XCTAssertEqual(entries.map(\.path), [link])
        XCTAssertEqual(try entries[0].kind.get(), .link)
    }

    func testLinkToNothingIsAnError() throws {
        let folder = try TemporaryFolder()
        let link = try folder.link("link", to: "nothing")
        XCTAssertEqual(
            FileLister(followsLinks: true).list([link]).map(\.kind), [.failure(FileError(link, reason: "No such file or directory"))])
    }

    func testFolderInsideItselfEnds() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("a", [1])
        let loop = try folder.link("loop", to: ".")
        let entries = FileLister(followsLinks: true).list([folder.path])
        XCTAssertEqual(entries.map(\.path), [folder.path.appending(Path("a")), loop])
        XCTAssertThrowsError(try entries[1].kind.get())
    }

    func testSpecialFileIsNotOpened() throws {
        let entries = FileLister(followsLinks: true).list([Path("/dev/null")])
        XCTAssertEqual(try entries[0].kind.get(), .device)
        let folder = try TemporaryFolder()
        let pipe = folder.path.appending(Path("pipe"))
        XCTAssertEqual(pipe.withCString { mkfifo($0, 0o600) }, 0)
        XCTAssertEqual(try FileLister(followsLinks: true).list([pipe])[0].kind.get(), .special)
    }

    private func names(_ paths: [Path], in folder: TemporaryFolder) throws -> [String] {
        try FileLister(followsLinks: true).list(paths).map {
            XCTAssertEqual(try $0.kind.get(), .file)
            return String($0.path.description.dropFirst(folder.path.description.count + 1))
        }
    }
}
