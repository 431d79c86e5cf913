import XCTest

@testable import InferBenchmark

final class RandomNumbersTests: XCTestCase {
    func testSameSeedSameNumbers() {
        XCTAssertEqual(elements(UInt64.self, "i64", seed: 3), elements(UInt64.self, "i64", seed: 3))
        XCTAssertNotEqual(elements(UInt64.self, "i64", seed: 3), elements(UInt64.self, "i64", seed: 4))
    }

    func testNumbersSpanARangeThatTheTypeHolds() {
        assertSpan(elements(Float.self, "f32").map(Double.init), 0...255)
        assertSpan(elements(Double.self, "f64"), 0...255)
        assertSpan(elements(Int64.self, "i64").map(Double.init), 0...255)
        assertSpan(elements(Int8.self, "i8").map(Double.init), 0...127)
        assertSpan(elements(UInt8.self, "u8").map(Double.init), 0...255)
        assertSpan(elements(UInt8.self, "boolean").map(Double.init), 0...1)
        assertSpan(elements(UInt16.self, "bf16").map { Double(Float(bitPattern: UInt32($0) << 16)) }, 0...255)
        #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
            assertSpan(elements(Float16.self, "f16").map(Double.init), 0...255)
        #endif
    }

    func testTypeWithoutNumbers() {
        var random = RandomNumbers(seed: 0)
        XCTAssertFalse(withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { random.fill($0, elementType: "string") })
    }

    private func assertSpan(_ numbers: [Double], _ range: ClosedRange<Double>, line: UInt = #line) {
        XCTAssertTrue(numbers.allSatisfy(range.contains), line: line)
        XCTAssertLessThan((numbers.min() ?? .infinity), range.lowerBound + (range.upperBound - range.lowerBound) * 0.05, line: line)
        XCTAssertGreaterThan((numbers.max() ?? 0), range.lowerBound + (range.upperBound - range.lowerBound) * 0.95, line: line)
    }

    private func elements<Element: BitwiseCopyable>(_: Element.Type, _ elementType: String, seed: UInt64 = 1) -> [Element] {
        var random = RandomNumbers(seed: seed)
        return [Element](unsafeUninitializedCapacity: 500) { buffer, count in
            XCTAssertTrue(random.fill(UnsafeMutableRawBufferPointer(buffer), elementType: elementType))
            count = 500
        }
    }
}
