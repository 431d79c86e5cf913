import Foundation
import InferTensors
import XCTest

@testable import InferIR

final class MappedFileTests: XCTestCase {
    private func temporaryFile(_ contents: [UInt8]) throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("MappedFileTests-\(UUID().uuidString)")
        try Data(contents).write(to: url)
        addTeardownBlock { try FileManager.default.removeItem(at: url) }
        return url.path
    }

    func testContentsAreThoseOfTheFileEvenAfterItIsRemovedAndItsPagesAreDropped() throws {
        let contents = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let path = try temporaryFile(contents)
        let file = try MappedFile(path: path)
        XCTAssertEqual(file.count, contents.count)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        XCTAssertEqual(Array(file.bytes), contents)
        file.discard(file.bytes)
        XCTAssertEqual(Array(file.bytes), contents)
        try FileManager.default.moveItem(atPath: path + ".moved", toPath: path)
    }

    func testAnEmptyFileIsEmpty() throws {
        let file = try MappedFile(path: try temporaryFile([]))
        XCTAssertEqual(file.count, 0)
        XCTAssertTrue(file.bytes.isEmpty)
        file.discard(file.bytes)
    }

    func testMappingKeepsNoDescriptorOpen() throws {
        let path = try temporaryFile([1, 2, 3])
        // The system hands out the lowest number that is free.
        func lowestFreeNumber() throws -> Int32 {
            let descriptor = try FileDescriptor(path)
            defer { descriptor.close() }
            return descriptor.number
        }
        let before = try lowestFreeNumber()
        let files = try (0..<10).map { _ in try MappedFile(path: path) }
        XCTAssertEqual(try lowestFreeNumber(), before)
        XCTAssertEqual(files.map(\.count), Array(repeating: 3, count: 10))
    }

    func testWhatIsNoRegularFileIsRefused() throws {
        let missing = FileManager.default.temporaryDirectory.appendingPathComponent("missing-\(UUID().uuidString)").path
        XCTAssertThrowsError(try MappedFile(path: missing)) {
            XCTAssertEqual(($0 as? RuntimeError)?.kind, .notFound)
            XCTAssertTrue("\($0)".hasPrefix("\(missing): cannot open the file"))
        }
        let directory = FileManager.default.temporaryDirectory.path
        XCTAssertThrowsError(try MappedFile(path: directory)) { XCTAssertEqual("\($0)", "\(directory): is not a regular file") }
    }

    func testContentsAreReadWholeUpToALimit() throws {
        let contents = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let path = try temporaryFile(contents)
        XCTAssertEqual(try FileDescriptor.contents(of: path, limit: 100_000), contents)
        XCTAssertThrowsError(try FileDescriptor.contents(of: path, limit: 99_999)) {
            XCTAssertEqual("\($0)", "\(path): the file has 100000 bytes; at most 99999 are expected of a model's description")
        }
    }
}
