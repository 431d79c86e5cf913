import InferGraph
import InferTensors
import XCTest

@testable import InferIR

extension XCTestCase {
    /// The model of a file's text.
    func model(_ text: String, weights: [UInt8]? = nil) throws -> Model {
        let tensor = try weights.map { bytes in
            let tensor = try Tensor(.u8, Shape([bytes.count]))
            bytes.withUnsafeBytes { if let base = $0.baseAddress { tensor.data.copyMemory(from: base, byteCount: $0.count) } }
            return tensor
        }
        return try Array(text.utf8).withUnsafeBytes { try IRReader.read(model: $0, weights: tensor) }
    }

    /// The message with which a file is refused.
    func refusal(_ text: String, weights: [UInt8]? = nil, file: StaticString = #filePath, line: UInt = #line) -> String {
        do {
            _ = try model(text, weights: weights)
            XCTFail("no error is thrown", file: file, line: line)
            return ""
        } catch {
            XCTAssertTrue(error is RuntimeError, "\(error)", file: file, line: line)
            return "\(error)"
        }
    }
}
