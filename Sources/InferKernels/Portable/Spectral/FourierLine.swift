/// The discrete Fourier transform of one line of complex numbers, of any length.
///
/// Powers of two by halving; other lengths by way of a convolution of such a length (Bluestein). In double precision, which costs little
/// beside the memory that transforms touch.
struct FourierLine: Sendable {
    let count: Int
    private let isInverse: Bool
    /// The lengths' roots of unity.
    private let roots: [SIMD2<Double>]
    /// For lengths that are no power of two: the chirp, its transform, and the transform of the longer lines.
    private let chirp: [SIMD2<Double>]
    private let chirpSpectrum: [SIMD2<Double>]
    private let padded: Int

    /// - Parameter inverse: with the other sign, and divided by the length.
    init(count: Int, inverse: Bool) {
        self.count = count
        isInverse = inverse
        let sign: Double = inverse ? 1 : -1
        let isPower = count & (count - 1) == 0
        var size = 1
        if !isPower { while size < 2 * count - 1 { size *= 2 } }
        padded = isPower ? count : size
        let length = isPower ? count : size
        // Longer lines are transformed forwards.
        let rootSign: Double = isPower ? sign : -1
        roots = (0..<max(length / 2, 1)).map { Self.unit(rootSign * 2 * .pi * Double($0) / Double(length)) }
        guard !isPower else {
            chirp = []
            chirpSpectrum = []
            return
        }
        // Squares are taken modulo twice the length, so that angles stay small.
        let factors = (0..<count).map { Self.unit(sign * .pi * Double($0 * $0 % (2 * count)) / Double(count)) }
        chirp = factors
        var spectrum = [SIMD2<Double>](repeating: .zero, count: length)
        for index in 0..<count {
            let value = SIMD2(factors[index].x, -factors[index].y)
            spectrum[index] = value
            if index > 0 { spectrum[length - index] = value }
        }
        let table = roots
        spectrum.withUnsafeMutableBufferPointer { Self.transform($0, table) }
        chirpSpectrum = spectrum
    }

    private static func unit(_ angle: Double) -> SIMD2<Double> { SIMD2(ScalarMath.cosine(angle), ScalarMath.sine(angle)) }

    @inline(__always)
    private static func multiply(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
    }

    /// Complex numbers that a transform needs as scratch memory.
    var scratchCount: Int { padded }

    /// Transforms the first `count` numbers of `line`, in place.
    /// - Parameter scratch: ``scratchCount`` numbers.
    func run(_ line: UnsafeMutableBufferPointer<SIMD2<Double>>, scratch: UnsafeMutableBufferPointer<SIMD2<Double>>) {
        guard count > 1 else { return }
        let scale = isInverse ? 1 / Double(count) : 1
        if padded == count {
            Self.transform(UnsafeMutableBufferPointer(rebasing: line[..<count]), roots)
            if isInverse { for index in 0..<count { line[index] *= scale } }
            return
        }
        let work = UnsafeMutableBufferPointer(rebasing: scratch[..<padded])
        for index in 0..<padded { work[index] = index < count ? Self.multiply(line[index], chirp[index]) : .zero }
        Self.transform(work, roots)
        // The inverse transform of the product is the forward one of its conjugate, conjugated.
        for index in 0..<padded {
            let product = Self.multiply(work[index], chirpSpectrum[index])
            work[index] = SIMD2(product.x, -product.y)
        }
        Self.transform(work, roots)
        let factor = scale / Double(padded)
        for index in 0..<count { line[index] = Self.multiply(SIMD2(work[index].x, -work[index].y), chirp[index]) * factor }
    }

    /// A line whose length is a power of two.
    private static func transform(_ line: UnsafeMutableBufferPointer<SIMD2<Double>>, _ roots: [SIMD2<Double>]) {
        let count = line.count
        guard count > 1 else { return }
        var reversed = 0
        for index in 1..<count {
            var bit = count >> 1
            while reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
            if index < reversed { line.swapAt(index, reversed) }
        }
        var size = 2
        while size <= count {
            let half = size / 2
            let step = count / size
            for start in stride(from: 0, to: count, by: size) {
                for index in 0..<half {
                    let low = line[start + index]
                    let high = multiply(line[start + index + half], roots[index * step])
                    line[start + index] = low + high
                    line[start + index + half] = low - high
                }
            }
            size *= 2
        }
    }
}
