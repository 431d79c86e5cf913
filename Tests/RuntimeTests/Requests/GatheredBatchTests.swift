import Runtime
import XCTest

/// What reaches the device of a batch whose elements are not plain numbers.
final class GatheredBatchTests: RuntimeTestCase {
    func test_C23_27_C23_28_stringsAreCopied() throws {
        let x = try opset.parameter(.string, [2, 1], name: "x")
        try x.node.set_layout(Layout("NC"))
        let fixture = try fixture(Model([opset.result(x)], [x]))
        let request = try fixture.request()
        for text in ["short", String(repeating: "long", count: 100)] {
            let items = try ["a", "b"].map { try Tensor([$0 + text], shape: [1, 1]) }
            try request.set_tensors("x", items)
            try request.infer()
            let merged = try XCTUnwrap(fixture.control.seenInputs.first)
            XCTAssertEqual(try merged.strings(), ["a" + text, "b" + text])
            try merged.set_strings(["1", "2"])
            XCTAssertEqual(try items[0].strings(), ["a" + text])
        }
    }

    func test_subBytesItems() throws {
        let x = try opset.parameter(.u4, [2, 2], name: "x")
        try x.node.set_layout(Layout("NC"))
        let fixture = try fixture(Model([opset.result(x)], [x]))
        let request = try fixture.request()
        let bytes: [UInt8] = [0x21, 0x43]
        let items = try bytes.map { byte in
            let tensor = try Tensor(.u4, [1, 2])
            tensor.data.storeBytes(of: byte, as: UInt8.self)
            return tensor
        }
        try request.set_tensors("x", items)
        try request.infer()
        let merged = try XCTUnwrap(fixture.control.seenInputs.first)
        XCTAssertEqual((0..<2).map { merged.data.load(fromByteOffset: $0, as: UInt8.self) }, bytes)
    }
}
