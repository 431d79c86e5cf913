import InferAssembler
import InferKernels
import InferTensors
import XCTest

@testable import InferGenerated

/// Compares generated conversions with the portable ones, over random bytes: all kinds of numbers.
final class GeneratedConversionTests: XCTestCase {
    private static let types: [(source: ElementType.Kind, target: ElementType.Kind)] = [
        (.f16, .f32), (.f32, .f16), (.bf16, .f32), (.u8, .f32), (.i8, .f32), (.i32, .f32), (.u8, .i32), (.i8, .i32),
    ]

    private func bytes(_ type: ElementType.Kind, _ count: Int) -> Int { ElementType(type).size * count }

    /// Quiet NaNs are equal, whatever else they say.
    private func plain(_ buffer: UnsafeMutableRawPointer, _ type: ElementType.Kind, _ count: Int) -> [UInt32] {
        (0..<count).map { index in
            switch type {
            case .f16:
                let bits = buffer.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
                return bits & 0x7fff > 0x7c00 ? 0x7e00 : UInt32(bits)
            case .f32:
                let value = buffer.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
                return value.isNaN ? Float.nan.bitPattern : value.bitPattern
            default: return buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            }
        }
    }

    private func check(_ count: Int, _ random: inout SeededNumbers, threads: Int, _ message: String) throws {
        let team = WorkerTeam(threads: threads)
        for (source, target) in Self.types {
            let side = random.pick(GuardedBuffer.Side.allCases)
            // Buffers count in floats; what they hold is flush against the end where its bytes are whole floats.
            let input = try GuardedBuffer(count: (bytes(source, count) + 3) / 4, side)
            let start = UnsafeMutableRawPointer(input.pointer) + (side == .end ? input.count * 4 - bytes(source, count) : 0)
            for offset in 0..<bytes(source, count) {
                start.storeBytes(of: UInt8.random(in: 0...255, using: &random), toByteOffset: offset, as: UInt8.self)
            }
            let wanted = UnsafeMutableRawPointer.allocate(byteCount: bytes(target, count), alignment: 64)
            defer { wanted.deallocate() }
            let plan = try XCTUnwrap(ConversionPlan(converting: source, to: target, count: count))
            plan.run(output: wanted, input: start)
            for instructionSet in InstructionSet.tested {
                guard let conversion = try GeneratedConversion(source, to: target, count: count, instructionSet) else {
                    XCTAssertLessThan(count, instructionSet.width.lanes, message)
                    continue
                }
                let output = try GuardedBuffer(count: (bytes(target, count) + 3) / 4, side)
                let result = UnsafeMutableRawPointer(output.pointer) + (side == .end ? output.count * 4 - bytes(target, count) : 0)
                conversion.run(output: result, input: start, team: team)
                XCTAssertEqual(
                    plain(result, target, count), plain(wanted, target, count), "\(source) to \(target) on \(instructionSet), \(message)")
            }
        }
    }

    func testAllCounts() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededNumbers(seed)
        for count in 1...70 { try check(count, &random, threads: 1, "\(count) elements, seed \(seed)") }
    }

    func testLargeTensorsAreSplit() throws {
        var random = SeededNumbers(11)
        try check(200_003, &random, threads: 2, "split")
    }

    func testOtherTypesHaveNoCode() throws {
        XCTAssertNil(try GeneratedConversion(.i64, to: .f32, count: 100, .native))
        XCTAssertNil(try GeneratedConversion(.f16, to: .f32, count: 100, .portable))
    }
}
