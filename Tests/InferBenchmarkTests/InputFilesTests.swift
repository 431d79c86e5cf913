import XCTest

@testable import InferBenchmark

final class InputFilesTests: XCTestCase {
    private var folder = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["1.npy", "2.npy", "3.bin", "note.txt", "with:colon.npy"] {
            try Data().write(to: folder.appendingPathComponent(name))
        }
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: folder)
    }

    func testNamesMayHoldColons() throws {
        XCTAssertEqual(try files("x:0:@1.npy,y:@2.npy"), [["1.npy"], ["2.npy"]])
        XCTAssertEqual(try files("y:@2.npy,@1.npy,x:0:@3.bin"), [["3.bin"], ["2.npy", "1.npy"]])
        XCTAssertEqual(try files("y:@with:colon.npy"), [[], ["with:colon.npy"]])
        XCTAssertEqual(try files("x:0:@1.npy", "y:@2.npy"), [["1.npy"], ["2.npy"]])
    }

    func testFilesWithoutNamesGoRoundTheInputs() throws {
        XCTAssertEqual(try files("@1.npy,@2.npy"), [["1.npy"], ["2.npy"]])
        XCTAssertEqual(try files("@1.npy"), [["1.npy"], []])
        XCTAssertEqual(try files("@1.npy,@2.npy,@3.bin"), [["1.npy"], ["2.npy"]])
        XCTAssertEqual(try files("@with:colon.npy"), [["with:colon.npy"], []])
    }

    func testFolderStandsForItsFiles() throws {
        XCTAssertEqual(try files("y:@"), [[], ["1.npy", "2.npy", "3.bin", "with:colon.npy"]])
    }

    func testErrors() {
        XCTAssertThrowsError(try files("z:@1.npy")) { XCTAssertEqual("\($0)", "The model has no input 'z'; its inputs are x:0, y") }
        XCTAssertThrowsError(try InputFiles(["/nowhere.npy"], names)) { XCTAssertEqual("\($0)", "Path '/nowhere.npy' doesn't exist") }
    }

    private let names = PortNames([["x:0", "node_x"], ["y"]])

    /// `@` stands for the folder in the arguments.
    private func files(_ arguments: String...) throws -> [[String]] {
        let found = try InputFiles(arguments.map { $0.replacingOccurrences(of: "@", with: folder.path + "/") }, names).files
        return found.map { $0.map { String($0.split(separator: "/").last ?? "") } }
    }
}
