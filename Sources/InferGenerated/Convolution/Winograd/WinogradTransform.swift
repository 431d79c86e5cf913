/// How one dimension of a convolution is computed from fewer products: `outputs` neighbouring sums of `taps` inputs each are
/// `output · ((filter · weights) ⊙ (input · samples))`, with as many products as the matrices have rows.
///
/// Sources: S. Winograd, Arithmetic Complexity of Computations (1980), for the construction by polynomials that are evaluated at points;
/// A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks (2016), for its use on images.
package struct WinogradTransform: Hashable, Sendable {
    /// The named transforms: outputs and taps, at points that keep the error near that of direct sums.
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// One sample, one product, one output: the missing dimension of one-dimensional convolutions.
        case identity
        case f2x3, f4x3
        case f2x5, f4x5
        /// Three taps that move by two samples an output.
        case f3x3step2
    }

    package let kind: Kind
    /// Neighbouring results of one application.
    package let outputs: Int
    package let taps: Int
    /// By how many samples the taps move from one output to the next.
    package let stride: Int
    /// Samples that the outputs depend on.
    package var samples: Int { (outputs - 1) * stride + taps }
    package var products: Int { input.count }

    /// `[products][samples]`
    let input: [[Double]]
    /// `[products][taps]`
    let filter: [[Double]]
    /// `[outputs][products]`
    let output: [[Double]]

    package static func == (first: WinogradTransform, second: WinogradTransform) -> Bool { first.kind == second.kind }
    package func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    package init(_ kind: Kind) {
        // As 5/7 · 7/5 = 1, most factors at these points are the points and their squares, and the values stay small.
        let reciprocal = [0, 5.0 / 7, -5.0 / 7, 7.0 / 5, -7.0 / 5]
        switch kind {
        case .identity: self.init(kind, phases: [Matrices(outputs: 1)], outputs: 1, taps: 1)
        case .f2x3: self.init(kind, phases: [Matrices(outputs: 2, taps: 3, points: [0, 1, -1])], outputs: 2, taps: 3)
        case .f4x3: self.init(kind, phases: [Matrices(outputs: 4, taps: 3, points: reciprocal)], outputs: 4, taps: 3)
        case .f2x5: self.init(kind, phases: [Matrices(outputs: 2, taps: 5, points: reciprocal)], outputs: 2, taps: 5)
        case .f4x5:
            let points = [0, 1, -1, 2, -2, 0.5, -0.5]
            self.init(kind, phases: [Matrices(outputs: 4, taps: 5, points: points)], outputs: 4, taps: 5)
        case .f3x3step2:
            // Even samples meet the first and the last tap, odd ones the middle tap alone.
            self.init(kind, phases: [Matrices(outputs: 3, taps: 2, points: [0, 1, -1]), Matrices(outputs: 3)], outputs: 3, taps: 3)
        }
    }

    /// Interleaves the transforms of the phases, whose outputs add up.
    private init(_ kind: Kind, phases: [Matrices], outputs: Int, taps: Int) {
        let stride = phases.count
        let samples = (outputs - 1) * stride + taps
        func spread(_ row: [Double], _ phase: Int, _ count: Int) -> [Double] {
            var result = [Double](repeating: 0, count: count)
            for (index, value) in row.enumerated() { result[index * stride + phase] = value }
            return result
        }
        self.kind = kind
        self.outputs = outputs
        self.taps = taps
        self.stride = stride
        input = phases.enumerated().flatMap { phase, matrices in matrices.input.map { spread($0, phase, samples) } }
        filter = phases.enumerated().flatMap { phase, matrices in matrices.filter.map { spread($0, phase, taps) } }
        output = (0..<outputs).map { row in phases.flatMap { $0.output[row] } }
    }
}

extension WinogradTransform {
    /// The matrices of a convolution of stride 1.
    private struct Matrices {
        let input: [[Double]]
        let filter: [[Double]]
        let output: [[Double]]

        /// One tap: nothing to save.
        init(outputs: Int) {
            let identity = (0..<outputs).map { row in (0..<outputs).map { $0 == row ? 1.0 : 0 } }
            input = identity
            output = identity
            filter = Array(repeating: [1], count: outputs)
        }

        /// The product of polynomials by their values at the points and at infinity, transposed.
        init(outputs: Int, taps: Int, points: [Double]) {
            /// The coefficients of the product of `x - point`.
            func polynomial(_ roots: [Double]) -> [Double] {
                roots.reduce([1.0]) { product, root in
                    (0...product.count).map { power in
                        (power > 0 ? product[power - 1] : 0) - (power < product.count ? root * product[power] : 0)
                    }
                }
            }
            func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { value, _ in value * base } }
            // Rounded a little, so that factors that should be equal are.
            func rounded(_ value: Double) -> Double { (value * 0x1p40).rounded() * 0x1p-40 }
            input =
                points.indices.map { index in
                    var roots = points
                    roots.remove(at: index)
                    return (polynomial(roots) + [0]).map(rounded)
                } + [polynomial(points).map(rounded)]
            filter =
                points.map { point in
                    let scale = points.reduce(1.0) { $1 == point ? $0 : $0 * (point - $1) }
                    return (0..<taps).map { rounded(power(point, $0) / scale) }
                } + [(0..<taps).map { $0 == taps - 1 ? 1 : 0 }]
            output = (0..<outputs).map { row in
                points.map { rounded(power($0, row)) } + [row == outputs - 1 ? 1 : 0]
            }
        }
    }
}
