import Foundation
import XCTest

/// Holds the tests to the table of behaviours, `Tests/Behaviours.md`: no id is missing, and rows and tests name each other.
final class BehaviourTests: XCTestCase {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// How many rows each group has; B is one group, and its ids have no second number.
    private static let counts: KeyValuePairs = [
        "A1": 11, "A2": 8, "A3": 5, "A4": 14, "A5": 14, "A6": 4, "B": 66, "C1": 6, "C2": 4, "C3": 20, "C4": 31, "C5": 22, "C6": 2, "C7": 6,
        "C8": 4, "C9": 4, "C10": 7, "C11": 6, "C12": 4, "C13": 41, "C14": 26, "C15": 13, "C16": 8, "C17": 30, "C18": 71, "C19": 11,
        "C20": 11,
        "C21": 10, "C22": 31, "C23": 30, "C24": 8, "C25": 87, "C26": 33,
    ]

    private struct Row {
        let id: String
        let scope: String
        /// What the last column says beside tests.
        let reason: String
        let tests: Set<String>
    }

    private func rows() throws -> [Row] {
        let text = try String(contentsOf: Self.tests.appendingPathComponent("Behaviours.md"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 6, cells[1].wholeMatch(of: /[ABC]\d+(\.\d+)?/) != nil, let shown = cells.dropLast().last else {
                return nil
            }
            let tests = shown.matches(of: /`(\w+\.\w+)`/).map { String($0.1) }
            return Row(id: cells[1], scope: cells[2], reason: shown.replacing(/`\w+\.\w+`,?/, with: ""), tests: Set(tests))
        }
    }

    /// All tests of the package as `Class.method`.
    private func tests() throws -> Set<String> {
        var found: Set<String> = []
        let files = FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "swift" {
            var owner = ""
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /(?m)^(?:final )?class (\w+)|^    func (test\w+)\(/) {
                if let name = match.1 { owner = String(name) } else if let name = match.2 { found.insert("\(owner).\(name)") }
            }
        }
        return found
    }

    /// The ids that a test's name carries: `A1_2`, `C25_3_4` for two of a group, `C25_3_to_6` for four, `B12`.
    static func ids(of test: String) -> Set<String> {
        let method = test.split(separator: ".").last ?? ""
        let words = method.trimmingPrefix(/test_?/).split(separator: "_")
        var ids: Set<String> = []
        var group: Substring?
        var last: Int?
        for word in words {
            if word.wholeMatch(of: /B\d+/) != nil {
                ids.insert(String(word))
                group = nil
            } else if word.wholeMatch(of: /[AC]\d+/) != nil {
                group = word
                last = nil
            } else if let name = group, let number = Int(word) {
                for id in min(last ?? number, number)...number { ids.insert("\(name).\(id)") }
                last = nil
            } else if word == "to", let name = group {
                last = ids.filter { $0.hasPrefix("\(name).") }.compactMap { Int($0.dropFirst(name.count + 1)) }.max()
            } else {
                group = nil
            }
        }
        return ids
    }

    func testIdsInNames() {
        XCTAssertEqual(
            Self.ids(of: "X.test_A1_2_B60_C25_3_4_C7_1_to_3_something_5"), ["A1.2", "B60", "C25.3", "C25.4", "C7.1", "C7.2", "C7.3"])
        XCTAssertEqual(Self.ids(of: "X.testB52_names"), ["B52"])
        XCTAssertEqual(Self.ids(of: "X.testCopy_2"), [])
    }

    func testNoRowIsMissing() throws {
        let ids = try rows().map(\.id)
        let expected = Self.counts.flatMap { group, count in (1...count).map { group == "B" ? "B\($0)" : "\(group).\($0)" } }
        XCTAssertEqual(ids, expected)
    }

    func testEveryRowIsShownOrSaysWhyNot() throws {
        for row in try rows() {
            let reason = row.reason.trimmingCharacters(in: .whitespaces)
            let kind = reason.prefix { $0 != ":" }
            switch kind {
            case "": XCTAssertFalse(row.tests.isEmpty, "\(row.id) has neither test nor reason")
            case "vacuous": break
            case "in reverse": XCTAssertFalse(row.tests.isEmpty, "\(row.id) has no test")
            case "apart": XCTAssertTrue(["P", "X"].contains(row.scope), "\(row.id) is a must and cannot stand apart")
            default: XCTFail("\(row.id): \(reason) is neither vacuous, in reverse nor apart")
            }
            if !kind.isEmpty { XCTAssertGreaterThan(reason.count, kind.count + 10, "\(row.id) gives no reason") }
        }
    }

    func testRowsAndTestsNameEachOther() throws {
        let rows = try rows()
        let tests = try tests()
        var testsOfID: [String: Set<String>] = [:]
        for test in tests { for id in Self.ids(of: test) { testsOfID[id, default: []].insert(test) } }
        for row in rows { XCTAssertEqual(row.tests.sorted(), testsOfID[row.id, default: []].sorted(), row.id) }
        XCTAssertEqual(Set(testsOfID.keys).subtracting(rows.map(\.id)), [], "ids that no row has")
    }
}
