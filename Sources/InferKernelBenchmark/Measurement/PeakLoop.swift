import InferAssembler
import InferGenerated

/// Nothing but multiply-adds on registers: what no kernel can exceed.
struct PeakLoop: KernelSpecification {
    let instructionSet: InstructionSet
    var name: String { "peak_\(instructionSet)" }

    private static let passes = 1000
    private static let accumulators = 12

    func emit(_ emitter: KernelEmitter) {
        emitter.function {
            for index in 0..<Self.accumulators { emitter.zero(emitter.vector(index)) }
            emitter.zero(emitter.vector(15))
            emitter.assembler.mov(.rax, Self.passes)
            emitter.loop(counting: .rax) {
                for index in 0..<Self.accumulators {
                    emitter.multiplyAdd(emitter.vector(index), emitter.vector(15), emitter.vector(15))
                }
            }
        }
    }

    /// GFLOP/s.
    func measure() throws -> Double {
        let code = try CodeCache.shared.code(self)
        var nothing = 0
        let operations = Double(2 * instructionSet.width.lanes * Self.accumulators * Self.passes)
        // The best of several looks, as what runs beside them only ever takes away.
        return (0..<5).reduce(0) { best, _ in max(best, operations / Measurement.nanoseconds(milliseconds: 100) { code.call(&nothing) }) }
    }
}
