/// Loads and stores of vectors that may be partly filled or spread out.
enum LaneAccess {
    typealias Eight = SIMD8<Float>
    typealias Sixteen = SIMD16<Float>

    @inline(__always) static func load8(_ pointer: UnsafePointer<Float>) -> Eight {
        UnsafeRawPointer(pointer).loadUnaligned(as: Eight.self)
    }
    @inline(__always) static func load16(_ pointer: UnsafePointer<Float>) -> Sixteen {
        UnsafeRawPointer(pointer).loadUnaligned(as: Sixteen.self)
    }
    @inline(__always) static func store(_ value: Eight, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Eight.self)
    }
    @inline(__always) static func store(_ value: Sixteen, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Sixteen.self)
    }

    /// The first `count` lanes, `stride` elements apart, the others filled.
    @inline(__always)
    static func load<Lanes: SIMD>(_ pointer: UnsafePointer<Float>, count: Int, stride: Int = 1, filler: Float = 0) -> Lanes
    where Lanes.Scalar == Float {
        if stride == 1, count == Lanes.scalarCount { return UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self) }
        return loadSlowly(pointer, count, stride, filler)
    }

    @inline(__always)
    static func store<Lanes: SIMD>(_ value: Lanes, _ pointer: UnsafeMutablePointer<Float>, count: Int) where Lanes.Scalar == Float {
        if count == Lanes.scalarCount {
            UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
        } else {
            for lane in 0..<count { pointer[lane] = value[lane] }
        }
    }

    private static func loadSlowly<Lanes: SIMD>(_ pointer: UnsafePointer<Float>, _ count: Int, _ stride: Int, _ filler: Float) -> Lanes
    where Lanes.Scalar == Float {
        var value = Lanes(repeating: filler)
        if stride == 0 { return Lanes(repeating: pointer[0]) }
        for lane in 0..<count { value[lane] = pointer[lane &* stride] }
        return value
    }

    @inline(__always) static func sum(_ value: Eight) -> Float {
        let four = value.lowHalf + value.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }

    @inline(__always) static func exp(_ value: Sixteen) -> Sixteen {
        Sixteen(lowHalf: VectorMath.exp(value.lowHalf), highHalf: VectorMath.exp(value.highHalf))
    }

    // Comparisons of vectors are compiled well only where the vector's type is known.
    @inline(__always) static func maximum(_ a: Eight, _ b: Eight) -> Eight { a.replacing(with: b, where: a .< b) }
    @inline(__always) static func maximum(_ a: Sixteen, _ b: Sixteen) -> Sixteen {
        Sixteen(lowHalf: maximum(a.lowHalf, b.lowHalf), highHalf: maximum(a.highHalf, b.highHalf))
    }
    @inline(__always) static func maximum(_ value: Eight) -> Float {
        let four = value.lowHalf.replacing(with: value.highHalf, where: value.lowHalf .< value.highHalf)
        return Swift.max(Swift.max(four.x, four.y), Swift.max(four.z, four.w))
    }
}
