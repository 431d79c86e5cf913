#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The C library's function, where a method of the same name would hide it.
private func exponential(_ value: Double) -> Double { exp(value) }

/// Functions of one number, by the C library, for kernels that do not spend their time in them.
enum ScalarMath {
    static func exp(_ value: Float) -> Float { expf(value) }
    static func log(_ value: Float) -> Float { logf(value) }
    static func log2(_ value: Float) -> Float { log2f(value) }
    static func sine(_ value: Double) -> Double { sin(value) }
    static func cosine(_ value: Double) -> Double { cos(value) }

    /// log(1 + exp(value)) of a number that is not positive.
    static func logOnePlusExp(_ value: Double) -> Double { log1p(exponential(value)) }

    /// The whole part of a number, as an index: what no index can be stays at the ends, and NaN is below all.
    @inline(__always)
    static func index(_ value: Float) -> Int {
        guard value > -0x1p40 else { return -1 << 40 }
        return value < 0x1p40 ? Int(value) : 1 << 40
    }
}
