import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Poolings of integers, which are exact in their own width.
final class PoolingLoweringTests: LoweringTestCase {
    func testAveragesOfIntegersAreRoundedToEven() throws {
        let numbers = [0, 1, 1, 2, 2, 3, 100, 101, 7, 7]
        let attributes: [String: AttributeValue] = ["kernel": [2], "strides": [2], "pads_begin": [0], "pads_end": [0], "exclude-pad": true]
        func check<Element: FixedWidthInteger>(_ type: ElementType, _: Element.Type) throws {
            let input = try tensor(type, numbers.map { Element($0) }, [1, 1, 10])
            let output = try run("AvgPool", attributes, [input], version: 14)[0]
            XCTAssertEqual(output.element_type, type)
            XCTAssertEqual(try elements(output, Element.self), [0, 2, 2, 100, 7], "\(type)")
        }
        try check(.i8, Int8.self)
        try check(.u8, UInt8.self)
        try check(.i16, Int16.self)
        try check(.i32, Int32.self)
        try check(.u32, UInt32.self)
        try check(.i64, Int64.self)
        let negative = try run("AvgPool", attributes, [try tensor(.i32, [Int32(-1), 0, -2, -1, -3, -2], [1, 1, 6])], version: 14)[0]
        XCTAssertEqual(try elements(negative, Int32.self), [0, -2, -2])
    }

    func testMaximaOfWideIntegersAreExact() throws {
        let large = Int64(1) << 53
        let input = try tensor(.i64, [large, large + 1, large + 3, large + 2, .min, .min], [1, 1, 6])
        let outputs = try run("MaxPool", ["kernel": [2], "strides": [2], "index_element_type": "i32"], [input], version: 8, outputs: 2)
        XCTAssertEqual(try elements(outputs[0], Int64.self), [large + 1, large + 3, .min])
        XCTAssertEqual(try elements(outputs[1], Int32.self), [1, 2, 4])
    }

    /// A last window that lies in padding alone gives the type's lowest number, and the place where its channel begins.
    func testEmptyWindows() throws {
        let attributes: [String: AttributeValue] = [
            "kernel": [2], "strides": [2], "pads_begin": [0], "pads_end": [1], "rounding_type": "ceil",
        ]
        let bytes = try tensor(.i8, [Int8(-4), 7, -1, -1, 1, 2, 3, 4], [1, 2, 4])
        let outputs = try run("MaxPool", attributes, [bytes], version: 8, outputs: 2)
        XCTAssertEqual(try elements(outputs[0], Int8.self), [7, -1, -128, 2, 4, -128])
        XCTAssertEqual(try elements(outputs[1], Int64.self), [1, 2, 0, 5, 7, 4])
        let singles = try run("MaxPool", attributes, [try floats([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4])], version: 8, outputs: 2)
        XCTAssertEqual(try elements(singles[1], Int64.self), [1, 3, 0, 5, 7, 4])
    }

    func testAdaptivePoolingsOfIntegers() throws {
        let input = try tensor(.i32, [Int32(1), 9, 4, 2, 7, 3], [1, 1, 6])
        let size = try integers([2])
        let maxima = try run("AdaptiveMaxPool", [:], [input, size], constants: [1], outputs: 2)
        XCTAssertEqual(try elements(maxima[0], Int32.self), [9, 7])
        XCTAssertEqual(try elements(maxima[1], Int64.self), [1, 4])
        let averages = try run("AdaptiveAvgPool", [:], [input, size], constants: [1])[0]
        XCTAssertEqual(try elements(averages, Int32.self), [5, 4])
    }

    private func tensor<Element: FixedWidthInteger>(_ type: ElementType, _ values: [Element], _ shape: Shape) throws -> Tensor {
        let tensor = try Tensor(type, shape)
        values.withUnsafeBytes { tensor.data.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        return tensor
    }

    private func elements<Element>(_ tensor: Tensor, _ type: Element.Type) throws -> [Element] {
        Array(UnsafeBufferPointer(start: UnsafeRawPointer(tensor.data).assumingMemoryBound(to: Element.self), count: tensor.size))
    }

    /// Maxima are the same whether somebody reads their places, for which there is other code, or not.
    func testMaximaWithAndWithoutPlaces() throws {
        var generator = SeededGenerator(seed: 8)
        let image = try ModelRunner.random([2, 5, 6, 7], &generator)
        let attributes: [String: AttributeValue] = [
            "strides": [2, 1], "dilations": [1, 2], "kernel": [3, 2], "pads_begin": [1, 0], "pads_end": [0, 1],
        ]
        let both = try run("MaxPool", attributes, [image], version: 14, outputs: 2)
        let alone = try run("MaxPool", attributes, [image], version: 14)
        XCTAssertEqual(try ModelRunner.floats(both[0]), try ModelRunner.floats(alone[0]))
    }
}
