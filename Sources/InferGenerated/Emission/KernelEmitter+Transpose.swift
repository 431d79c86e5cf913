import InferAssembler

extension KernelEmitter {
    /// Transposes a square of as many vectors as a vector has lanes.
    ///
    /// - Parameters:
    ///   - rows: the square's rows, which are overwritten.
    ///   - temporaries: as many vectors, which are overwritten.
    /// - Returns: the registers of the columns, in order.
    package func transpose(_ rows: [VectorRegister], temporaries: [VectorRegister]) -> [VectorRegister] {
        let (a, r, t) = (assembler, rows, temporaries)
        // Then quarter `q` of r[4j + c] has rows 4j… of column 4q + c.
        for first in stride(from: 0, to: lanes, by: 4) {
            transposeFours(Array(r[first..<first + 4]), temporaries: Array(t[first..<first + 4]))
        }
        guard lanes == 16 else {
            for column in 0..<4 {
                a.vperm2f128(t[column], r[column], r[4 + column], 0x20)
                a.vperm2f128(t[4 + column], r[column], r[4 + column], 0x31)
            }
            return Array(t.prefix(8))
        }
        // Even quarters, then odd ones.
        for column in 0..<4 {
            for (place, half) in [(0, 0), (8, 8)] {
                a.vshuff32x4(t[place + column], r[half + column], r[half + 4 + column], 0x88)
                a.vshuff32x4(t[place + 4 + column], r[half + column], r[half + 4 + column], 0xdd)
            }
        }
        for column in 0..<4 {
            a.vshuff32x4(r[column], t[column], t[8 + column], 0x88)
            a.vshuff32x4(r[8 + column], t[column], t[8 + column], 0xdd)
            a.vshuff32x4(r[4 + column], t[4 + column], t[12 + column], 0x88)
            a.vshuff32x4(r[12 + column], t[4 + column], t[12 + column], 0xdd)
        }
        return Array(r.prefix(16))
    }

    /// Transposes in place, in each 128 bits, the 4 × 4 elements of four vectors of any width.
    ///
    /// - Parameter temporaries: four vectors, which are overwritten.
    package func transposeFours(_ rows: [VectorRegister], temporaries: [VectorRegister]) {
        let (a, r, t) = (assembler, rows, temporaries)
        a.vunpcklps(t[0], r[0], r[1])
        a.vunpckhps(t[1], r[0], r[1])
        a.vunpcklps(t[2], r[2], r[3])
        a.vunpckhps(t[3], r[2], r[3])
        a.vunpcklpd(r[0], t[0], t[2])
        a.vunpckhpd(r[1], t[0], t[2])
        a.vunpcklpd(r[2], t[1], t[3])
        a.vunpckhpd(r[3], t[1], t[3])
    }
}
