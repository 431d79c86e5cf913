import XCTest

@testable import InferIdentify

final class FileFeaturesTests: XCTestCase {
    /// Made with the reference implementation (magika 1.0.3 from PyPI): bytes of the beginning, of the end, of a block, and least number | the file
    /// in hexadecimal digits | the row for the network, or the label where it is not asked.
    private static let goldens = """
        6 6 16 4 |  | empty
        6 6 16 4 | 616263 | txt
        6 6 16 4 | fffe | unknown
        6 6 16 4 | 61c3a9 | txt
        6 6 16 4 | 202020616263202020 | 97 98 99 32 32 32 32 32 32 97 98 99
        6 6 16 4 | 20090a0d0b0c6162636420090a0d0b0c | 97 98 99 100 32 9 11 12 97 98 99 100
        6 6 16 4 | 1c1d616263641e1f85a0 | 28 29 97 98 99 100 99 100 30 31 133 160
        6 6 16 4 | 00000000 | 0 0 0 0 256 256 256 256 0 0 0 0
        6 6 16 4 | 61626364 | 97 98 99 100 256 256 256 256 97 98 99 100
        6 6 16 4 | 6162636465666768696a | 97 98 99 100 101 102 101 102 103 104 105 106
        6 6 16 4 | 202020202020202020202020202020206162636465666768 | txt
        6 6 16 4 | 202020202020202020202020202020c3a96162636465666768 | unknown
        6 6 16 4 | 2020202020202020202020202020c3a96162636465666768 | txt
        6 6 16 4 | 61626364656667680a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a | 97 98 99 100 101 102 256 256 256 256 256 256
        6 6 16 4 | 61626364656667680a0a0a0a0a0a0a0a0a0a0a0a0a | 97 98 99 100 101 102 256 256 256 102 103 104
        6 6 16 4 | 4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768 | 65 66 67 68 69 70 99 100 101 102 103 104
        6 6 16 4 | 202020202020202020206162636465666768696a6b6c6d6e6f707172737475767778797a202020202020202020202020 | 97 98 99 100 101 102 256 256 119 120 121 122
        6 6 16 4 | 6162636465666768696a6b6c6d6e6f70 | 97 98 99 100 101 102 107 108 109 110 111 112
        6 6 16 4 | 6162636465666768696a6b6c6d6e6f7071 | 97 98 99 100 101 102 108 109 110 111 112 113
        8 2 12 8 | 61626364656667 | txt
        8 2 12 8 | 2061626364656667 | txt
        8 2 12 8 | 6162636465666768 | 97 98 99 100 101 102 103 104 103 104
        2 8 12 2 | 6120622063206420652066206720682069206a206b206c0a | 97 32 32 105 32 106 32 107 32 108
        6 2 11 4 | 4d25bb6dde201e72cb17940b5cbe1e0c0db95c0b0a | 77 37 187 109 222 32 185 92
        6 3 13 4 | 09d70a0b20f20c0a20b5fc | 215 10 11 32 242 12 32 181 252
        6 8 12 1 | fe0d0d0a765a200a090b400c0d0d1f6a383433090c0bf20df720 | 254 13 13 10 118 90 52 51 9 12 11 242 13 247
        7 1 17 3 | b9980b55a80909b60a090cba0964 | 185 152 11 85 168 9 9 100
        5 8 15 2 | 3d0920ed5109 | 61 9 32 237 81 256 256 256 61 9 32 237 81
        8 2 11 2 | 4334de0e950a200c420902480a36092020a60d0c6720e27b0c0949efcb090a0a0c0ae10a | 67 52 222 14 149 10 32 12 10 225
        4 2 14 1 | 0a090d09201d20 | 29 32 256 256 32 29
        4 7 18 2 | 203e0b891609190c0a0a0907090c0b9d750d1b0cdc0c902009200a206f0a0d662e49209b2b0a4c | 62 11 137 22 46 73 32 155 43 10 76
        7 6 16 3 | 082b0c0d190d012ff2870cfc0c17270a200d320a0d3c200a0b896b0c090c0dc90dcf | 8 43 12 13 25 13 1 9 12 13 201 13 207
        5 4 14 4 | 20ad640a0d0a2020 | 173 100 10 13 10 256 32 173 100
        7 2 18 1 | 0920680ce692090a0acf0d3d090de6625909840cc40a0db82f0ddd200b20ef374d | 104 12 230 146 9 10 10 55 77
        6 3 14 4 | 40 | txt
        """

    func testFeaturesAreTheReferences() throws {
        for line in Self.goldens.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
            let configuration = try configuration(fields[0].map { try XCTUnwrap(Int($0)) })
            let content = try bytes(hexadecimal: fields[1].first ?? "")
            let row = fields[2].compactMap { Int32($0) }
            let expected: FileFeatures = row.isEmpty ? .few(label: String(fields[2][0])) : .row(row)
            let first = Array(content.prefix(configuration.blockSize))
            let last = Array(content.suffix(configuration.blockSize))
            XCTAssertEqual(FileFeatures(first: first, last: last, configuration), expected, "\(line)")
        }
    }

    func testOnlyTheTwoBlocksOfAFileAreRead() throws {
        let configuration = configuration([6, 6, 16, 4])
        let folder = try TemporaryFolder()
        let content = Array("  beginning of the file".utf8) + [UInt8](repeating: 0, count: 100_000) + Array("end of the file \n".utf8)
        let path = try folder.file("file", content)
        XCTAssertEqual(try FileFeatures(of: path, configuration), .row("beginne file".utf8.map(Int32.init)))
        XCTAssertEqual(try FileFeatures(of: folder.file("empty", []), configuration), .few(label: "empty"))
    }

    func testUnreadableFileIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending(Path("missing"))
        XCTAssertThrowsError(try FileFeatures(of: path, configuration([6, 6, 16, 4]))) {
            XCTAssertEqual("\($0)", "\(path): No such file or directory")
        }
    }

    private func configuration(_ sizes: [Int]) -> ModelConfiguration {
        ModelConfiguration(
            beginningSize: sizes[0], endSize: sizes[1], blockSize: sizes[2], minimumSize: sizes[3], paddingToken: 256, labels: [],
            thresholds: [:], defaultThreshold: 0.5, replacements: [:])
    }

    private func bytes(hexadecimal digits: some StringProtocol) throws -> [UInt8] {
        let digits = Array(digits)
        return try stride(from: 0, to: digits.count, by: 2).map { try XCTUnwrap(UInt8(String(digits[$0..<$0 + 2]), radix: 16)) }
    }
}
