extension Activation {
    /// Replaces `count` consecutive values by the function of them.
    package func apply(to values: UnsafeMutablePointer<Float>, count: Int) {
        typealias Lanes = VectorMath.Lanes
        switch self {
        case .relu: Activation.map(values, count) { VectorMath.maximum($0, Lanes()) }
        case .leakyRelu(let slope): Activation.map(values, count) { $0.replacing(with: $0 * slope, where: $0 .< 0) }
        case .clamp(let low, let high):
            let low = Lanes(repeating: low)
            let high = Lanes(repeating: high)
            Activation.map(values, count) { VectorMath.minimum(VectorMath.maximum($0, low), high) }
        case .sigmoid: Activation.map(values, count) { VectorMath.sigmoid($0) }
        case .tanh: Activation.map(values, count) { VectorMath.tanh($0) }
        case .swish(let beta):
            let beta = Lanes(repeating: beta)
            Activation.map(values, count) { VectorMath.swish($0, beta: beta) }
        case .hardSwish: Activation.map(values, count) { VectorMath.hardSwish($0) }
        case .hardSigmoidOverSix: Activation.map(values, count) { VectorMath.hardSigmoid($0) }
        case .hardSigmoid(let alpha, let beta):
            let one = Lanes(repeating: 1)
            Activation.map(values, count) { VectorMath.minimum(VectorMath.maximum($0 * alpha + beta, Lanes()), one) }
        case .geluErf: Activation.map(values, count) { VectorMath.geluErf($0) }
        case .geluTanh: Activation.map(values, count) { VectorMath.geluTanh($0) }
        case .elu(let alpha):
            Activation.map(values, count) { VectorMath.select($0 .> 0, $0, VectorMath.expMinusOne($0) * alpha) }
        case .selu(let alpha, let lambda):
            let scale = alpha * lambda
            Activation.map(values, count) { VectorMath.select($0 .> 0, $0 * lambda, VectorMath.expMinusOne($0) * scale) }
        case .mish: Activation.map(values, count) { VectorMath.mish($0) }
        case .softPlus: Activation.map(values, count) { VectorMath.softplus($0) }
        case .softSign: Activation.map(values, count) { $0 / (VectorMath.magnitude($0) + 1) }
        case .exp: Activation.map(values, count) { VectorMath.exp($0) }
        case .log: Activation.map(values, count) { VectorMath.log($0) }
        case .erf: Activation.map(values, count) { VectorMath.erf($0) }
        case .abs: Activation.map(values, count) { VectorMath.magnitude($0) }
        case .negate: Activation.map(values, count) { -$0 }
        case .sqrt: Activation.map(values, count) { VectorMath.squareRoot($0) }
        case .square: Activation.map(values, count) { $0 * $0 }
        case .linear(let scale, let shift): Activation.map(values, count) { $0 * scale + shift }
        }
    }

    @inline(__always)
    private static func map(_ values: UnsafeMutablePointer<Float>, _ count: Int, _ function: (VectorMath.Lanes) -> VectorMath.Lanes) {
        let raw = UnsafeMutableRawPointer(values)
        var index = 0
        while index &+ 8 <= count {
            let value = raw.loadUnaligned(fromByteOffset: index &* 4, as: VectorMath.Lanes.self)
            raw.storeBytes(of: function(value), toByteOffset: index &* 4, as: VectorMath.Lanes.self)
            index &+= 8
        }
        guard index < count else { return }
        var rest = VectorMath.Lanes()
        for lane in 0..<(count &- index) { rest[lane] = values[index &+ lane] }
        rest = function(rest)
        for lane in 0..<(count &- index) { values[index &+ lane] = rest[lane] }
    }
}
