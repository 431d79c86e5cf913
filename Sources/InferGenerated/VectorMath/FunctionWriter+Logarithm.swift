import InferAssembler

extension FunctionWriter {
    /// (ln(1 + f) - f + f²/2) / f³ for f in -1/4...1/2, a minimax fit.
    private static let logarithmCoefficients: [Float] = [
        0.3333345055580139, -0.25000104308128357, 0.19990819692611694, -0.1664699912071228, 0.14478321373462677, -0.13163873553276062,
        0.10468878597021103, -0.04511205479502678,
    ]

    /// Natural logarithm: x = 2^k·m with m in 3/4..<3/2. Negative numbers give NaN, zeros -∞.
    func logarithm() {
        if scalesByInstruction { splitByInstruction() } else { splitByShifts() }
        // k is in t0, m in x. Both parts of ln 2 are positive, lest an infinite k leaves NaN.
        let (one, half, low, high) = (constant(1), constant(0.5), constant(3.194618329871446e-05), constant(0.693115234375))
        each { $0.vsubps($1.x, $1.x, one) }
        each { $0.vmulps($1.t1, $1.x, $1.x) }
        polynomial(\.t2, of: \.x, Self.logarithmCoefficients)
        each { $0.vmulps($1.t2, $1.t2, $1.x) }
        each { $0.vmulps($1.t2, $1.t2, $1.t1) }
        each { $0.vfmadd231ps($1.t2, $1.t0, low) }
        each { $0.vfmsub132ps($1.t1, $1.t2, half) }
        each { $0.vsubps($1.x, $1.x, $1.t1) }
        each { $0.vfmadd231ps($1.x, $1.t0, high) }
        guard !scalesByInstruction else { return }
        each { $0.vaddps($1.x, $1.x, $1.t3) }
    }

    private func splitByInstruction() {
        // Of infinity and zero the exponents are infinite too, and the mantissas 1; negative numbers have none.
        each { $0.vgetexpps($1.t0, $1.x) }
        each { $0.vgetmantps($1.x, $1.x, 0b11_11) }
        each { $0.vgetexpps($1.t1, $1.x) }
        each { $0.vsubps($1.t0, $1.t0, $1.t1) }
    }

    /// Leaves in `t3` what to add in the end: 0, or what the result is where x is no positive number.
    private func splitByShifts() {
        let (least, most, scale, zero) = (
            constant(.leastNormalMagnitude), constant(.greatestFiniteMagnitude), constant(8_388_608), constant(0)
        )
        // t3 = x - x = NaN for NaN and ∞; ∞ becomes itself again, 0 -∞, and negative numbers NaN.
        each { $0.vsubps($1.t3, $1.x, $1.x) }
        each { $0.vcmpps($1.t0, $1.x, most, .greater) }
        each { $0.vblendvps($1.t3, $1.t3, $1.x, $1.t0) }
        each { $0.vcmpps($1.t0, $1.x, zero, .less) }
        each { $0.vorps($1.t3, $1.t3, $1.t0) }
        let minusInfinity = constant(-.infinity)
        each { $0.vcmpps($1.t0, $1.x, zero, .equal) }
        each { $0.vblendvps($1.t3, $1.t3, minusInfinity, $1.t0) }
        // Subnormal numbers are made normal first.
        each { $0.vcmpps($1.t0, $1.x, least, .less) }
        each { $0.vmulps($1.t1, $1.x, scale) }
        each { $0.vblendvps($1.x, $1.x, $1.t1, $1.t0) }
        let (power, threeQuarters) = (constant(23), constant(0.75))
        each { $0.vandps($1.t1, $1.t0, power) }
        each { $0.vpsubd($1.t0, $1.x, threeQuarters) }
        each { $0.vpsrad($1.t0, $1.t0, 23) }
        each { $0.vpslld($1.t2, $1.t0, 23) }
        each { $0.vpsubd($1.x, $1.x, $1.t2) }
        each { $0.vcvtdq2ps($1.t0, $1.t0) }
        each { $0.vsubps($1.t0, $1.t0, $1.t1) }
    }
}
