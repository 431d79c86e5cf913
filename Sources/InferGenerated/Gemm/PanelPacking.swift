import InferAssembler

/// Writes vectors of columns of a matrix B into a panel: whole vectors of columns, and whole squares of them where B is transposed.
package struct PanelPacking: KernelSpecification {
    package let instructionSet: InstructionSet
    /// Vectors of columns that are written.
    package var vectors: Int
    /// Vectors from one k to the next in the panel.
    package var panelVectors: Int
    /// Whether the k of a column follow one another, rather than the columns of a k.
    package var isTransposed: Bool
    /// Whether the elements are halves, in the matrix and in the panel.
    package var isHalf: Bool

    package var name: String { "pack\(isTransposed ? "_transposed" : "")\(isHalf ? "_f16" : "_f32")_\(instructionSet)" }

    package struct Arguments {
        /// k = 0 of the first column.
        package var source: UnsafeRawPointer
        /// Bytes from one k to the next, or from one column to the next where B is transposed.
        package var sourceStride: Int
        /// The panel.
        package var target: UnsafeMutableRawPointer
        /// How many k, or squares of as many k as a vector has lanes where B is transposed; at least one.
        package var count: Int

        package init(source: UnsafeRawPointer, sourceStride: Int, target: UnsafeMutableRawPointer, count: Int) {
            self.source = source
            self.sourceStride = sourceStride
            self.target = target
            self.count = count
        }
    }

    private func elementBytes(_ lanes: Int) -> Int { lanes * (isHalf ? 2 : 4) }

    package func emit(_ emitter: KernelEmitter) {
        emitter.function(preserving: [.rbx, .r12]) {
            let a = emitter.assembler
            a.mov(.rsi, emitter.argument(\Arguments.source))
            a.mov(.r9, emitter.argument(\Arguments.sourceStride))
            a.mov(.rdx, emitter.argument(\Arguments.target))
            if isTransposed {
                emitSquares(emitter)
            } else {
                emitRows(emitter)
            }
        }
    }

    private func emitRows(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let bytes = elementBytes(emitter.lanes)
        a.mov(.rcx, emitter.argument(\Arguments.count))
        emitter.loop(counting: .rcx) {
            for vector in 0..<vectors {
                let register = isHalf ? emitter.vector(vector).halved : emitter.vector(vector)
                emitter.load(register, MemoryOperand(.rsi, vector * bytes))
                emitter.store(MemoryOperand(.rdx, vector * bytes), register)
            }
            a.add(.rsi, .r9)
            a.add(.rdx, panelVectors * bytes)
        }
    }

    private func emitSquares(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let lanes = emitter.lanes
        let bytes = elementBytes(lanes)
        let rows = (0..<lanes).map { emitter.vector($0) }
        let temporaries = (lanes..<2 * lanes).map { emitter.vector($0) }
        a.lea(.r10, MemoryOperand(.r9, .r9, 2))
        a.lea(.r11, MemoryOperand(.r9, .r9, 4))
        a.lea(.rbx, MemoryOperand(.r10, .r9, 4))
        for vector in 0..<vectors {
            a.mov(.rax, .rsi)
            a.lea(.r8, MemoryOperand(.rdx, vector * bytes))
            a.mov(.rcx, emitter.argument(\Arguments.count))
            emitter.loop(counting: .rcx) {
                a.mov(.r12, .rax)
                for row in 0..<lanes {
                    if row == 8 { a.lea(.r12, MemoryOperand(.rax, .r9, 8)) }
                    let place: MemoryOperand
                    switch row % 8 {
                    case 0: place = MemoryOperand(.r12)
                    case 1: place = MemoryOperand(.r12, .r9, 1)
                    case 2: place = MemoryOperand(.r12, .r9, 2)
                    case 3: place = MemoryOperand(.r12, .r10, 1)
                    case 4: place = MemoryOperand(.r12, .r9, 4)
                    case 5: place = MemoryOperand(.r12, .r11, 1)
                    case 6: place = MemoryOperand(.r12, .r10, 2)
                    default: place = MemoryOperand(.r12, .rbx, 1)
                    }
                    if isHalf { a.vcvtph2ps(rows[row], place) } else { emitter.load(rows[row], place) }
                }
                for (k, column) in emitter.transpose(rows, temporaries: temporaries).enumerated() {
                    let place = MemoryOperand(.r8, k * panelVectors * bytes)
                    if isHalf { a.vcvtps2ph(place, column, 0) } else { emitter.store(place, column) }
                }
                a.add(.rax, bytes)
                a.add(.r8, lanes * panelVectors * bytes)
            }
            if vector < vectors - 1 {
                a.imul(.rax, .r9, lanes)
                a.add(.rsi, .rax)
            }
        }
    }
}

extension VectorRegister {
    /// The lower half.
    fileprivate var halved: VectorRegister { resized(width == .zmm ? .ymm : .xmm) }
}
