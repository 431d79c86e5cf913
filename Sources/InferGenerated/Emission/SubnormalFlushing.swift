import InferAssembler

/// Lets a thread's vector arithmetic take subnormal numbers for zeros, as operands and as results.
///
/// Activations far from zero and scales near it make such numbers in trained networks too; on many processors each then costs many times what
/// others do.
package struct SubnormalFlushing: Sendable {
    private let load: MachineCode
    private let store: MachineCode

    /// Flush to zero, and denormals are zeros (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, 10.2.3).
    private static let bits: UInt32 = 0x8040

    /// Reads or writes the control and status of vector arithmetic.
    private struct ControlCode: KernelSpecification {
        let instructionSet: InstructionSet
        let writes: Bool
        var name: String { writes ? "load_control" : "store_control" }

        func emit(_ emitter: KernelEmitter) {
            emitter.function {
                if writes {
                    emitter.assembler.vldmxcsr(MemoryOperand(.rdi))
                } else {
                    emitter.assembler.vstmxcsr(MemoryOperand(.rdi))
                }
            }
        }
    }

    /// - Returns: nil where no code may be generated: what the compiler made computes with all numbers.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init?(_ instructionSet: InstructionSet) throws {
        guard instructionSet != .portable else { return nil }
        load = try CodeCache.shared.code(ControlCode(instructionSet: instructionSet, writes: true))
        store = try CodeCache.shared.code(ControlCode(instructionSet: instructionSet, writes: false))
    }

    /// Begins on the calling thread; what held before is given to ``end(_:)`` on the same thread.
    package func begin() -> UInt32 {
        var control: UInt32 = 0
        withUnsafeMutablePointer(to: &control) { store.call($0) }
        let before = control
        control |= Self.bits
        withUnsafeMutablePointer(to: &control) { load.call($0) }
        return before
    }

    package func end(_ before: UInt32) {
        var control = before
        withUnsafeMutablePointer(to: &control) { load.call($0) }
    }
}
