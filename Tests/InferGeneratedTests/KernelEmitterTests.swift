import InferAssembler
import XCTest

@testable import InferGenerated

final class KernelEmitterTests: XCTestCase {
    /// Adds 1 to the first `count` elements, where the count comes with the call.
    private struct Increment: KernelSpecification {
        let instructionSet: InstructionSet
        var name: String { "increment" }

        func emit(_ emitter: KernelEmitter) {
            let a = emitter.assembler
            emitter.function {
                a.mov(.rsi, MemoryOperand(.rdi, 8))
                a.mov(.rdi, MemoryOperand(.rdi, 0))
                let lanes = emitter.laneMask(counted: .rsi, mask: .k1, vector: emitter.vector(2))
                emitter.load(emitter.vector(0), MemoryOperand(.rdi), lanes)
                a.vaddps(emitter.vector(0), emitter.vector(0), emitter.constant(1))
                emitter.store(MemoryOperand(.rdi), emitter.vector(0), lanes)
            }
        }
    }

    func testMaskedAccessTouchesTheFirstLanesAlone() throws {
        for instructionSet in InstructionSet.allCases where instructionSet != .portable && instructionSet <= .native {
            let code = try CodeCache.shared.code(Increment(instructionSet: instructionSet))
            for count in 0...instructionSet.width.lanes {
                var values = (0..<16).map(Float.init)
                values.withUnsafeMutableBufferPointer { buffer in
                    var arguments = (buffer.baseAddress!, count)
                    withUnsafeMutableBytes(of: &arguments) { code.call($0.baseAddress!) }
                }
                XCTAssertEqual(values, (0..<16).map { Float($0) + ($0 < count ? 1 : 0) }, "\(instructionSet), \(count) lanes")
            }
        }
    }

    func testEqualSpecificationsShareCodeWhileItIsHeld() throws {
        guard let instructionSet = InstructionSet.allCases.last(where: { $0 <= .native && $0 != .portable }) else { return }
        let first = try CodeCache.shared.code(Increment(instructionSet: instructionSet))
        let second = try CodeCache.shared.code(Increment(instructionSet: instructionSet))
        XCTAssertTrue(first === second)
    }
}
