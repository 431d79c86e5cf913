import InferAssembler

extension FunctionWriter {
    func leakyRelu(_ slope: Float) {
        let factor = constant(slope)
        each { $0.vmulps($1.t0, $1.x, factor) }
        if slope > 0, slope <= 1 { return each { $0.vmaxps($1.x, $1.t0, $1.x) } }
        each { $0.vblendvps($1.x, $1.x, $1.t0, $1.x) }
    }

    /// x·clamp(x/6 + 1/2, 0, 1)
    func hardSwish() {
        let (sixth, zero, one) = (constant(1 / 6), constant(0), constant(1))
        set(\.t0, 0.5)
        each { $0.vfmadd231ps($1.t0, $1.x, sixth) }
        each { $0.vmaxps($1.t0, $1.t0, zero) }
        each { $0.vminps($1.t0, $1.t0, one) }
        each { $0.vmulps($1.x, $1.x, $1.t0) }
    }

    /// x / (1 + |x|)
    func softSign() {
        let (magnitude, one) = (constant(word: 0x7fff_ffff), constant(1))
        each { $0.vandps($1.t0, $1.x, magnitude) }
        each { $0.vaddps($1.t0, $1.t0, one) }
        each { $0.vdivps($1.x, $1.x, $1.t0) }
    }
}
