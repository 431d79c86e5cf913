import Foundation
import InferGraph
import InferTensors
import XCTest

@testable import InferIR

final class IRConstantTests: XCTestCase {
    private func text(type: String, shape: String, offset: Int = 0, size: Int) -> String {
        var text = IRText()
        text.result(from: (text.constant(type: type, shape: shape, offset: offset, size: size), 0))
        return text.text()
    }

    private func tensor(_ text: String, _ weights: [UInt8]) throws -> Tensor {
        try XCTUnwrap(model(text, weights: weights).get_ordered_ops().compactMap(\.constant_tensor).first)
    }

    private func bytes(_ tensor: Tensor) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: tensor.data, count: tensor.byte_size))
    }

    private let weights = (0..<64).map { UInt8($0) }

    func testEveryTypeAndPacking() throws {
        for type in ElementType.allTypes where type != .dynamic && type != .string {
            for count in [1, 5, 9] {
                let size = (count * type.bitwidth + 7) / 8
                guard size <= 60 else { continue }
                for offset in [0, 1, 3] where offset + size <= 64 {
                    let tensor = try tensor(text(type: type.description, shape: "\(count)", offset: offset, size: size), weights)
                    XCTAssertEqual(tensor.element_type, type)
                    XCTAssertEqual(tensor.shape, Shape([count]))
                    XCTAssertEqual(bytes(tensor), Array(weights[offset..<(offset + size)]), "\(type) \(count) \(offset)")
                }
            }
        }
    }

    func testGroupsOfThreeBytesThatTheFileCutsShort() throws {
        // Nine u3 take four bytes, five u6 as well; their groups take six.
        for (type, count) in [("u3", 9), ("u6", 5)] {
            let tensor = try tensor(text(type: type, shape: "\(count)", offset: 60, size: 4), weights)
            XCTAssertEqual(bytes(tensor), [60, 61, 62, 63])
        }
    }

    func testShapes() throws {
        for (shape, expected) in [("", []), ("2", [2]), ("1, 2", [1, 2]), (" 2 ,1 ,  1 ", [2, 1, 1])] as [(String, [Int])] {
            XCTAssertEqual(try tensor(text(type: "f32", shape: shape, size: 8), weights).shape, Shape(expected))
        }
    }

    func testConstantsWithoutElementsNeedNoBytes() throws {
        for size in [0, 1] {
            let model = try model(text(type: "f32", shape: "0, 3", offset: 1000, size: size))
            XCTAssertEqual(model.get_ordered_ops().first?.constant_tensor?.shape, Shape([0, 3]))
        }
    }

    func testConstantsOfOnePlaceShareMemoryAndNothingIsCopiedThatLiesWell() throws {
        var text = IRText()
        let constants = [(0, "2"), (0, "2"), (0, "1, 2"), (8, "2"), (13, "2"), (13, "2")].map { offset, shape in
            text.constant(type: "f32", shape: shape, offset: offset, size: 8)
        }
        for constant in constants { text.result(from: (constant, 0)) }
        let weights = try Tensor(.u8, Shape([64]))
        let model = try Array(text.text().utf8).withUnsafeBytes { try IRReader.read(model: $0, weights: weights) }
        let tensors = model.outputs.compactMap { $0.node.inputs.first?.node.constant_tensor }
        XCTAssertEqual(tensors.count, 6)
        XCTAssertEqual(tensors[0].data, weights.data)
        XCTAssertTrue(tensors[0] === tensors[1])
        XCTAssertEqual(tensors[2].data, weights.data)
        XCTAssertEqual(tensors[3].data, weights.data + 8)
        // At 13 no float can be read, so it is copied, once.
        XCTAssertTrue(tensors[4] === tensors[5])
        XCTAssertEqual(Int(bitPattern: tensors[4].data) % 4, 0)
    }

    func testLargeWeightsAreNotCopiedWhereverTheyLie() throws {
        let count = 1 << 17
        var text = IRText()
        text.result(from: (text.constant(type: "f32", shape: "\(count)", offset: 13, size: count * 4), 0))
        let weights = try Tensor(.u8, Shape([count * 4 + 64]))
        (weights.data + 13 + 40).storeBytes(of: 1.5, as: Float.self)
        let model = try Array(text.text().utf8).withUnsafeBytes { try IRReader.read(model: $0, weights: weights) }
        let tensor = try XCTUnwrap(model.outputs.first?.node.inputs.first?.node.constant_tensor)
        XCTAssertEqual(tensor.data, weights.data + 13)
        XCTAssertEqual(try tensor.scalars(as: Float.self)[9...11], [0, 1.5, 0])
    }

    func testConstantsOfAFileStayWhenItIsRemoved() throws {
        let stem = FileManager.default.temporaryDirectory.appendingPathComponent("IRConstantTests-\(UUID().uuidString)").path
        defer { for suffix in [".xml", ".bin"] { try? FileManager.default.removeItem(atPath: stem + suffix) } }
        try Data(text(type: "u8", shape: "4", offset: 8, size: 4).utf8).write(to: URL(fileURLWithPath: stem + ".xml"))
        XCTAssertThrowsError(try IRReader.read(path: stem + ".xml")) {
            XCTAssertEqual(
                "\($0)", "\(stem).xml: layer 0 'constant' (Const opset1): needs 4 bytes of weights; there is no file \(stem).bin")
        }
        try Data(weights).write(to: URL(fileURLWithPath: stem + ".bin"))
        let model = try IRReader.read(path: stem + ".xml")
        try FileManager.default.removeItem(atPath: stem + ".bin")
        let tensor = try XCTUnwrap(model.get_ordered_ops().first?.constant_tensor)
        XCTAssertEqual(bytes(tensor), [8, 9, 10, 11])
        XCTAssertThrowsError(try IRReader.read(path: stem + ".xml", weightsPath: stem + ".none")) {
            XCTAssertTrue("\($0)".hasPrefix("\(stem).none: cannot open the file"), "\($0)")
        }
    }

    func testStrings() throws {
        func packed(_ strings: [String], count: Int? = nil) -> [UInt8] {
            var ends = [0]
            for string in strings { ends.append(ends[ends.count - 1] + string.utf8.count) }
            let header = [Int32(count ?? strings.count)] + ends.map { Int32($0) }
            return header.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
                + strings.flatMap { Array($0.utf8) }
        }
        let strings = ["ab", "", "имя"]
        let bytes = [0xFF] + packed(strings)
        XCTAssertEqual(try tensor(text(type: "string", shape: "3", offset: 1, size: bytes.count - 1), bytes).strings(), strings)
        XCTAssertTrue(
            refusal(text(type: "string", shape: "2", offset: 1, size: bytes.count - 1), weights: bytes).contains("holds 3 strings"))
        XCTAssertTrue(
            refusal(text(type: "string", shape: "3", offset: 1, size: 19), weights: bytes).contains("has 19 bytes, too few for 3 strings"))
        XCTAssertTrue(
            refusal(text(type: "string", shape: "3", offset: 1, size: 21), weights: bytes).contains("outside its 1 bytes of text"))
        for index in stride(from: 1, to: 21, by: 4) {
            var damaged = bytes
            damaged[index + 3] = 0xFF
            XCTAssertFalse(refusal(text(type: "string", shape: "3", offset: 1, size: bytes.count - 1), weights: damaged).isEmpty)
        }
    }

    func testBytesThatDoNotSufficeAreRefused() {
        func refusal(_ type: String, _ shape: String, _ offset: Int, _ size: Int) -> String {
            let message = self.refusal(text(type: type, shape: shape, offset: offset, size: size), weights: weights)
            XCTAssertTrue(message.hasPrefix("model in memory: layer 0 'constant' (Const opset1): "), message)
            return String(message.dropFirst("model in memory: layer 0 'constant' (Const opset1): ".count))
        }
        XCTAssertEqual(refusal("f32", "3", 0, 8), "has 8 bytes; shape [3] of f32 takes 12")
        XCTAssertEqual(refusal("f32", "2", 60, 8), "its bytes 60..<68 lie outside the tensor of weights, which has 64")
        XCTAssertEqual(refusal("f32", "2", .max, 8), "its bytes \(Int.max)..<… lie outside the tensor of weights, which has 64")
        XCTAssertEqual(
            refusal("f32", "4294967296, 4294967296", 0, 8), "shape [4294967296,4294967296] has more elements than can be addressed")
        XCTAssertEqual(
            refusal("f32", "0, 4294967296, 4294967296", 0, 8), "shape [0,4294967296,4294967296] has more elements than can be addressed")
        XCTAssertEqual(refusal("f32", "-1", 0, 8), "attribute 'shape' is '-1'; lengths are expected")
        XCTAssertEqual(refusal("f32", "2,", 0, 8), "attribute 'shape' is '2,'; lengths are expected")
        XCTAssertEqual(refusal("f32", "2", -4, 8), "attribute 'offset' is '-4'; a number of bytes is expected")
        XCTAssertEqual(refusal("dynamic", "2", 0, 8), "attribute 'element_type' is 'dynamic'; the type of its elements is expected")
        XCTAssertEqual(refusal("f31", "2", 0, 8), "attribute 'element_type' is 'f31'; the type of its elements is expected")
    }

    func testMissingAttributesAreNamed() {
        for name in ["element_type", "shape", "offset", "size"] {
            let text = text(type: "f32", shape: "2", size: 8).replacingOccurrences(of: " \(name)=", with: " x=")
                .replacingOccurrences(of: "<data \(name)=", with: "<data y=")
            XCTAssertEqual(
                refusal(text, weights: weights), "model in memory: layer 0 'constant' (Const opset1): attribute '\(name)' is missing")
        }
    }

    func testConstantsThatOverlapAHundredfoldDoNotFillTheMemory() {
        var text = IRText()
        for offset in 1...100 {
            text.result(from: (text.constant("c\(offset)", type: "f32", shape: "1000", offset: offset * 4 + 1, size: 4000), 0))
        }
        let message = refusal(text.text(), weights: Array(repeating: 0, count: 4500))
        XCTAssertTrue(message.contains("overlap those of too many other constants"), message)
    }
}
