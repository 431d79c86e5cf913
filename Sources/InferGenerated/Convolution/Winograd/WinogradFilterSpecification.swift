import InferAssembler
import InferKernels

/// What the code of a ``WinogradFilterSpecification`` is called with.
package struct WinogradFilterArguments {
    /// `[depth][taps][lanes]`
    package var source: UnsafePointer<Float>
    /// The place of the first input channel's lanes in the matrix of position 0.
    package var target: UnsafeMutablePointer<Float>
    /// Between the matrices.
    package var positionBytes: Int
    /// Between the rows of a matrix, one an input channel.
    package var rowBytes: Int
    /// Input channels; at least 1.
    package var depth: Int
}

/// Transforms filters in double precision, the output channels of a vector side by side.
package struct WinogradFilterSpecification: KernelSpecification {
    package let instructionSet: InstructionSet
    package let tile: WinogradTile

    package var name: String { "winograd_filter_\(tile.name)" }

    package func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let (source, target, place, half) = (GeneralRegister.rsi, GeneralRegister.rdx, GeneralRegister.r8, GeneralRegister.r9)
        let (positionBytes, rowBytes, depth) = (GeneralRegister.rcx, GeneralRegister.r10, GeneralRegister.r11)
        // A vector of doubles holds half of the lanes.
        let halfBytes = emitter.vectorBytes / 2
        emitter.function {
            a.mov(source, MemoryOperand(.rdi, 0))
            a.mov(target, MemoryOperand(.rdi, 8))
            a.mov(positionBytes, MemoryOperand(.rdi, 16))
            a.mov(rowBytes, MemoryOperand(.rdi, 24))
            a.mov(depth, MemoryOperand(.rdi, 32))
            a.sub(rowBytes, emitter.vectorBytes)
            emitter.loop(counting: depth) {
                a.mov(half, 2)
                emitter.loop(counting: half) {
                    a.mov(place, target)
                    emitFilters(emitter, source, place, positionBytes)
                    a.add(source, halfBytes)
                    a.add(target, halfBytes)
                }
                a.add(source, (tile.vertical.taps * tile.horizontal.taps - 1) * emitter.vectorBytes)
                a.add(target, rowBytes)
            }
        }
    }

    private func emitFilters(
        _ emitter: KernelEmitter, _ source: GeneralRegister, _ place: GeneralRegister, _ positionBytes: GeneralRegister
    ) {
        let registers = LinearMapEmitter(emitter, .double)
        let vertical = LinearMap(tile.vertical.filter)
        let horizontal = LinearMap(tile.horizontal.filter)
        let narrow: VectorWidth = emitter.instructionSet.width == .zmm ? .ymm : .xmm
        for group in vertical.rowGroups {
            var rows: [[LinearMapEmitter.Operand]] = group.map { _ in [] }
            for column in 0..<tile.horizontal.taps {
                let taps = (0..<tile.vertical.taps).map { row in
                    let register = registers.take()
                    let tap = row * tile.horizontal.taps + column
                    emitter.assembler.vcvtps2pd(register, MemoryOperand(source, tap * emitter.vectorBytes))
                    return LinearMapEmitter.Operand.register(register)
                }
                for (index, value) in registers.apply(vertical, rows: group, to: taps).enumerated() {
                    rows[index].append(.register(value))
                }
            }
            // The groups and their parts come in the order of the positions.
            for values in rows {
                registers.applyInGroups(horizontal, to: values) { _, value in
                    emitter.assembler.vcvtpd2ps(value.resized(narrow), value)
                    emitter.store(MemoryOperand(place), value.resized(narrow))
                    emitter.assembler.add(place, positionBytes)
                }
            }
        }
    }
}
