import InferTensors
import XCTest

final class RuntimeErrorTests: XCTestCase {
    func testMessageIsTheDescriptionAndTheLocalizedDescription() {
        let error: any Error = RuntimeError(.notFound, "Port for tensor name 'x' was not found.")
        XCTAssertEqual("\(error)", "Port for tensor name 'x' was not found.")
        XCTAssertEqual(error.localizedDescription, "Port for tensor name 'x' was not found.")
    }
}
