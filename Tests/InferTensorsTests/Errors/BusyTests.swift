import InferTensors
import XCTest

final class BusyTests: XCTestCase {
    func testMessagesAreOpenVINOs() {
        let busy: any Error = Busy()
        XCTAssertEqual("\(busy)", "Infer Request is busy")
        XCTAssertEqual(busy.localizedDescription, "Infer Request is busy")
        let cancelled: any Error = Cancelled()
        XCTAssertEqual("\(cancelled)", "Infer Request was canceled")
        XCTAssertEqual(cancelled.localizedDescription, "Infer Request was canceled")
    }
}
