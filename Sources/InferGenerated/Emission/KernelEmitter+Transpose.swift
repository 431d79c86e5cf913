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
        for pair in 0..<lanes / 2 {
            a.vunpcklps(t[2 * pair], r[2 * pair], r[2 * pair + 1])
            a.vunpckhps(t[2 * pair + 1], r[2 * pair], r[2 * pair + 1])
        }
        // Now quarter `q` of r[4j + c] has rows 4j… of column 4q + c.
        for first in stride(from: 0, to: lanes, by: 4) {
            a.vunpcklpd(r[first], t[first], t[first + 2])
            a.vunpckhpd(r[first + 1], t[first], t[first + 2])
            a.vunpcklpd(r[first + 2], t[first + 1], t[first + 3])
            a.vunpckhpd(r[first + 3], t[first + 1], t[first + 3])
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
}
