import InferAssembler

/// The first few lanes of a vector: what loads and stores at the end of a row touch.
package struct LaneMask: Sendable {
    enum Place: Sendable {
        case mask(MaskRegister)
        case vector(VectorRegister)
    }

    let place: Place

    fileprivate init(place: Place) { self.place = place }

    /// A mask that is in place (AVX-512).
    package init(_ mask: MaskRegister) { place = .mask(mask) }

    /// A mask that is in place: all bits of the lanes that count, none of the others (AVX2).
    package init(_ vector: VectorRegister) { place = .vector(vector) }
}

extension KernelEmitter {
    /// A mask of a fixed number of lanes.
    ///
    /// - Parameters:
    ///   - mask: where it is kept on AVX-512.
    ///   - vector: where it is kept on AVX2.
    ///   - general: is overwritten on AVX-512.
    package func laneMask(_ count: Int, mask: MaskRegister, vector: VectorRegister, general: GeneralRegister = .rax) -> LaneMask {
        if hasMaskRegisters {
            assembler.mov32(general, (1 << count) - 1)
            assembler.kmovw(mask, general)
            return LaneMask(place: .mask(mask))
        }
        load(vector, constant(vector: (0..<lanes).map { $0 < count ? UInt32.max : 0 }))
        return LaneMask(place: .vector(vector))
    }

    /// A mask of as many lanes as a register says, 0 to ``lanes``; `general` is overwritten, `count` is not.
    package func laneMask(
        counted count: GeneralRegister, mask: MaskRegister, vector: VectorRegister, general: GeneralRegister = .rax
    ) -> LaneMask {
        if hasMaskRegisters {
            assembler.mov(general, -1)
            assembler.bzhi(general, general, count)
            assembler.kmovw(mask, general)
            return LaneMask(place: .mask(mask))
        }
        // A window into as many ones, then as many zeros, that begins so that `count` ones are seen.
        let table = constant(vector: Array(repeating: UInt32.max, count: lanes) + Array(repeating: 0, count: lanes))
        assembler.lea(general, table + lanes * 4)
        assembler.neg(count)
        assembler.vmovups(vector, MemoryOperand(general, count, 4))
        assembler.neg(count)
        return LaneMask(place: .vector(vector))
    }

    /// Reads the mask's lanes; the others become zero and their memory is not touched.
    package func load(_ target: VectorRegister, _ source: MemoryOperand, _ lanes: LaneMask?) {
        switch lanes?.place {
        case nil: load(target, source)
        case .mask(let mask): assembler.vmovups(target.masked(mask, zeroing: true), source)
        case .vector(let vector): assembler.vmaskmovps(target, vector, source)
        }
    }

    /// Writes the mask's lanes; the memory of the others is not touched.
    package func store(_ target: MemoryOperand, _ source: VectorRegister, _ lanes: LaneMask?) {
        switch lanes?.place {
        case nil: store(target, source)
        case .mask(let mask): assembler.vmovups(target, source.masked(mask))
        case .vector(let vector): assembler.vmaskmovps(target, vector, source)
        }
    }
}
