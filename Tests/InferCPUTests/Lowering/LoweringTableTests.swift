import XCTest

@testable import InferCPU
@testable import InferGraph

final class LoweringTableTests: XCTestCase {
    /// Operations that no step computes.
    private static let withoutLowering: Set<String> = ["Parameter", "Result"]

    func testEveryOperationHasALowering() {
        var missing: Set<String> = []
        for entry in OperationSet.entries.values where LoweringTable.find(entry.make()) == nil { missing.insert(entry.key.type) }
        XCTAssertEqual(missing.sorted(), Self.withoutLowering.sorted())
    }
}
