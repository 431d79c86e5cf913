import InferAssembler

/// Pairs of floats from two sources taken in turn, row by row: `a0 b0 a1 b1 …`. The portable kernel is `ChannelInterleaving`.
package struct InterleavedRows: KernelSpecification {
    package let instructionSet: InstructionSet
    /// How many elements each source gives to a row.
    package let pairs: Int

    /// More than this many pairs would make long code.
    package static let mostPairs = 1024

    /// nil where the row is too long.
    package init?(_ instructionSet: InstructionSet, pairs: Int) {
        guard instructionSet != .portable, pairs > 0, pairs <= Self.mostPairs else { return nil }
        self.instructionSet = instructionSet
        self.pairs = pairs
    }

    /// What a call takes: `rows` rows, at least one; strides in bytes.
    package struct Arguments {
        package var first: UnsafePointer<Float>
        package var second: UnsafePointer<Float>
        package var target: UnsafeMutablePointer<Float>
        package var rows: Int
        package var sourceStride: Int
        package var targetStride: Int

        package init(
            first: UnsafePointer<Float>, second: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>, rows: Int, sourceStride: Int,
            targetStride: Int
        ) {
            self.first = first
            self.second = second
            self.target = target
            self.rows = rows
            self.sourceStride = sourceStride
            self.targetStride = targetStride
        }
    }

    package var name: String { "interleave_\(instructionSet)_\(pairs)" }

    package func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let lanes = emitter.lanes
        emitter.function {
            let fields: [(GeneralRegister, MemoryOperand)] = [
                (.rsi, emitter.argument(\Arguments.first)), (.rdx, emitter.argument(\Arguments.second)),
                (.rcx, emitter.argument(\Arguments.rows)), (.r8, emitter.argument(\Arguments.sourceStride)),
                (.r9, emitter.argument(\Arguments.targetStride)), (.rdi, emitter.argument(\Arguments.target)),
            ]
            for (register, field) in fields { a.mov(register, field) }
            let rest = pairs % lanes
            let sourceMask = rest > 0 ? emitter.laneMask(rest, mask: .k1, vector: emitter.vector(13)) : nil
            // The last pairs take up to two vectors of the target.
            let lowCount = min(2 * rest, lanes)
            let highCount = max(2 * rest - lanes, 0)
            let lowMask = lowCount % lanes == 0 ? nil : emitter.laneMask(lowCount, mask: .k2, vector: emitter.vector(14))
            let highMask = highCount % lanes == 0 ? nil : emitter.laneMask(highCount, mask: .k3, vector: emitter.vector(15))
            if emitter.hasMaskRegisters {
                emitter.load(emitter.vector(4), emitter.constant(vector: Self.order(from: 0)))
                emitter.load(emitter.vector(5), emitter.constant(vector: Self.order(from: 8)))
            }
            emitter.loop(counting: .rcx) {
                for vector in 0..<(pairs + lanes - 1) / lanes {
                    let isLast = rest > 0 && vector == pairs / lanes
                    let (offset, twice) = (vector * lanes * 4, vector * lanes * 8)
                    emitter.load(emitter.vector(0), MemoryOperand(.rsi, offset), isLast ? sourceMask : nil)
                    emitter.load(emitter.vector(1), MemoryOperand(.rdx, offset), isLast ? sourceMask : nil)
                    let (low, high) = interleave(emitter)
                    emitter.store(MemoryOperand(.rdi, twice), low, isLast ? lowMask : nil)
                    if !isLast || highCount > 0 {
                        emitter.store(MemoryOperand(.rdi, twice + lanes * 4), high, isLast ? highMask : nil)
                    }
                }
                a.add(.rsi, .r8)
                a.add(.rdx, .r8)
                a.add(.rdi, .r9)
            }
        }
    }

    /// Lanes of two vectors of 16 in turn, as `vpermt2ps` counts them.
    private static func order(from first: UInt32) -> [UInt32] { (0..<8).flatMap { [first + $0, first + $0 + 16] } }

    /// Vectors 0 and 1 element by element in turn.
    private func interleave(_ emitter: KernelEmitter) -> (VectorRegister, VectorRegister) {
        let a = emitter.assembler
        let v = emitter.vector
        if emitter.hasMaskRegisters {
            emitter.move(v(2), v(0))
            a.vpermt2ps(v(2), v(4), v(1))
            a.vpermt2ps(v(0), v(5), v(1))
            return (v(2), v(0))
        }
        a.vunpcklps(v(2), v(0), v(1))
        a.vunpckhps(v(3), v(0), v(1))
        a.vperm2f128(v(0), v(2), v(3), 0x20)
        a.vperm2f128(v(1), v(2), v(3), 0x31)
        return (v(0), v(1))
    }
}
