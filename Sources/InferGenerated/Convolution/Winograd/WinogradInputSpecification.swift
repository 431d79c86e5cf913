import InferAssembler
import InferKernels

/// What the code of a ``WinogradInputSpecification`` is called with.
package struct WinogradInputArguments {
    /// The first channel of the first sample of the first tile.
    package var source: UnsafePointer<Float>
    /// Between the rows of the image.
    package var rowBytes: Int
    /// The first tile's row in the matrix of position 0.
    package var target: UnsafeMutablePointer<Float>
    /// Tiles that follow each other along an image row; at least 1.
    package var tiles: Int
}

/// Transforms the samples of tiles, whose channels are contiguous: a row for each tile in each of the tile's matrices, one a position.
package struct WinogradInputSpecification: KernelSpecification {
    package let instructionSet: InstructionSet
    package let tile: WinogradTile
    /// At least as many as a vector has lanes.
    package let channels: Int
    /// Floats between neighbouring samples of an image row.
    package let pixelStride: Int
    /// Floats between the rows of a matrix.
    package let matrixStride: Int
    /// Floats between matrices.
    package let positionStride: Int

    package var name: String { "winograd_input_\(tile.name)_\(channels)" }

    package func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let image = ImageAddress(first: .rsi, fourth: .r8, row: .rdx, threeRows: .rcx)
        let (target, left, step, tiles) = (GeneralRegister.r9, GeneralRegister.rax, GeneralRegister.r11, GeneralRegister.r10)
        emitter.function {
            a.mov(image.first, MemoryOperand(.rdi, 0))
            a.mov(image.row, MemoryOperand(.rdi, 8))
            a.mov(target, MemoryOperand(.rdi, 16))
            a.mov(tiles, MemoryOperand(.rdi, 24))
            image.prepare(a)
            let registers = LinearMapEmitter(emitter)
            let maps = (vertical: LinearMap(tile.vertical.input), horizontal: LinearMap(tile.horizontal.input))
            registers.loadFactors([maps.horizontal, maps.vertical], leaving: 2 * tile.horizontal.samples + 4)
            emitter.loop(counting: tiles) {
                a.mov(left, (channels - emitter.lanes) * 4)
                let vector = a.placedLabel()
                let end = a.makeLabel()
                emitVector(registers, maps.vertical, maps.horizontal, image, target)
                // The last vector ends at the last channel, even where it overlaps the one before.
                a.test(left, left)
                a.jump(.zero, end)
                a.mov(step, emitter.vectorBytes)
                a.cmp(left, step)
                a.cmov(.below, step, left)
                a.sub(left, step)
                for pointer in [image.first, image.fourth, target] { a.add(pointer, step) }
                a.jump(vector)
                a.place(end)
                let back = (channels - emitter.lanes) * 4
                let tileBytes = tile.horizontal.outputs * tile.horizontal.stride * pixelStride * 4
                for pointer in [image.first, image.fourth] { a.add(pointer, tileBytes - back) }
                a.add(target, matrixStride * 4 - back)
            }
        }
    }

    /// One vector of channels of a tile.
    private func emitVector(
        _ registers: LinearMapEmitter, _ vertical: LinearMap, _ horizontal: LinearMap, _ image: ImageAddress, _ target: GeneralRegister
    ) {
        for group in vertical.rowGroups {
            var rows: [[LinearMapEmitter.Operand]] = group.map { _ in [] }
            for column in 0..<tile.horizontal.samples {
                let samples = (0..<tile.vertical.samples).map { row in
                    LinearMapEmitter.Operand.memory(image[row, column * pixelStride * 4])
                }
                for (index, value) in registers.apply(vertical, rows: group, to: samples).enumerated() {
                    rows[index].append(.register(value))
                }
            }
            for (row, values) in zip(group, rows) {
                registers.applyInGroups(horizontal, to: values) { column, value in
                    let position = row * tile.horizontal.products + column
                    registers.store(MemoryOperand(target, position * positionStride * 4), value)
                }
            }
        }
    }
}

/// The rows of an image from one on, at a distance that comes with the call.
struct ImageAddress {
    let first: GeneralRegister
    /// Points to the fourth row.
    let fourth: GeneralRegister
    /// The bytes between rows.
    let row: GeneralRegister
    let threeRows: GeneralRegister

    /// Sets what follows from the first row and the distance.
    func prepare(_ a: Assembler) {
        a.lea(threeRows, MemoryOperand(row, row, 2))
        a.lea(fourth, MemoryOperand(first, threeRows))
    }

    /// A place in one of the first eight rows.
    subscript(_ index: Int, _ displacement: Int) -> MemoryOperand {
        switch index {
        case 0: MemoryOperand(first, displacement)
        case 1: MemoryOperand(first, row, 1, displacement)
        case 2: MemoryOperand(first, row, 2, displacement)
        case 3: MemoryOperand(fourth, displacement)
        case 4: MemoryOperand(fourth, row, 1, displacement)
        case 5: MemoryOperand(fourth, row, 2, displacement)
        case 6: MemoryOperand(fourth, threeRows, 1, displacement)
        default: MemoryOperand(fourth, row, 4, displacement)
        }
    }
}
