import Foundation
import XCTest

/// Holds the sources to the directions that Package.swift gives the modules.
final class ImportTests: XCTestCase {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What a source may import beside the package's own modules.
    private static let toolchain: Set<String> = [
        "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc", "Musl", "Darwin",
    ]

    private func sources(of target: String) throws -> [URL] {
        let folder = Self.root.appendingPathComponent("Sources/\(target)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    /// Target names with what each may import, as Package.swift declares it.
    private func declaredDependencies() throws -> [String: Set<String>] {
        let manifest = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        var dependencies: [String: Set<String>] = [:]
        let target = /\.(?:target|executableTarget)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/
        for match in manifest.matches(of: target) {
            let names = (match.2 ?? "").split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\" \n")) }
            dependencies[String(match.1)] = Set(names.filter { !$0.isEmpty })
        }
        return dependencies
    }

    func testModulesImportOnlyWhatTheManifestDeclares() throws {
        let dependencies = try declaredDependencies()
        XCTAssertGreaterThan(dependencies.count, 5)
        for (target, allowed) in dependencies {
            let files = try sources(of: target)
            XCTAssertFalse(files.isEmpty, "no sources of \(target)")
            for file in files {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(
                    of: /(?m)^\s*(?:@\w+(?:\([^)]*\))?\s+)?(?:public |package |internal )?import (?:struct |class |enum |func )?(\w+)/)
                {
                    let module = String(match.1)
                    XCTAssertTrue(
                        allowed.contains(module) || Self.toolchain.contains(module),
                        "\(target)/\(file.lastPathComponent) imports \(module), which Package.swift does not let it")
                }
            }
        }
    }

    func testDependenciesRunOneWay() throws {
        let dependencies = try declaredDependencies()
        var finished: Set<String> = []
        func visit(_ target: String, _ path: [String]) {
            XCTAssertFalse(path.contains(target), "modules import in a circle: \(path + [target])")
            guard !path.contains(target), finished.insert(target).inserted else { return }
            for next in dependencies[target] ?? [] where dependencies[next] != nil { visit(next, path + [target]) }
        }
        for target in dependencies.keys { visit(target, []) }
    }

    func testThereIsNoOtherLanguage() throws {
        let files = FileManager.default.enumerator(at: Self.root.appendingPathComponent("Sources"), includingPropertiesForKeys: nil)
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
            XCTAssertFalse(["c", "cc", "cpp", "h", "hpp", "m", "mm", "s", "S"].contains(file.pathExtension), "\(file.path) is not Swift")
        }
    }
}
