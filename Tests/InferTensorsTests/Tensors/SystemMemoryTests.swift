import XCTest

@testable import InferTensors

final class SystemMemoryTests: XCTestCase {
    func testWhatThereIs() {
        XCTAssertNoThrow(try SystemMemory.require(0, of: 8, for: "nothing"))
        XCTAssertNoThrow(try SystemMemory.require(1 << 20, of: 8, for: "a little"))
        XCTAssertNoThrow(try SystemMemory.require(1 << 27, of: 1, for: "more"))
    }

    func testWhatNoMachineHas() {
        for (count, size) in [(1 << 50, 1), (Int.max, 1), (Int.max, 16), (1 << 40, 1 << 40)] {
            XCTAssertThrowsError(try SystemMemory.require(count, of: size, for: "the table")) { error in
                XCTAssertEqual((error as? RuntimeError)?.kind, .outOfMemory)
                XCTAssertTrue("\(error)".hasPrefix("the table takes "), "\(error)")
            }
        }
    }
}
