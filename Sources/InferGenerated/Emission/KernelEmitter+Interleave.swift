import InferAssembler

extension KernelEmitter {
    /// Two vectors element by element in turn.
    ///
    /// - Parameters:
    ///   - first: is overwritten, as is `second`.
    ///   - temporaries: three vectors, which are overwritten.
    /// - Returns: the registers of the first and of the second half.
    package func interleave(
        _ first: VectorRegister, _ second: VectorRegister, temporaries: [VectorRegister]
    ) -> (VectorRegister, VectorRegister) {
        let (a, t) = (assembler, temporaries)
        if hasMaskRegisters {
            // Lanes of both as `vpermt2ps` counts them.
            for (index, start) in [UInt32(0), 8].enumerated() {
                load(t[index], constant(vector: (0..<8).flatMap { [start + $0, start + $0 + 16] }))
            }
            move(t[2], first)
            a.vpermt2ps(t[2], t[0], second)
            a.vpermt2ps(first, t[1], second)
            return (t[2], first)
        }
        a.vunpcklps(t[0], first, second)
        a.vunpckhps(t[1], first, second)
        a.vperm2f128(first, t[0], t[1], 0x20)
        a.vperm2f128(second, t[0], t[1], 0x31)
        return (first, second)
    }
}
