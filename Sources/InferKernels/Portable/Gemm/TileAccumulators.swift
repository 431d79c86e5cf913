/// The running sums of a tile of a matrix product: a few rows by ``Panel/width`` columns, kept in vector registers.
protocol TileAccumulators {
    /// How many rows.
    static var rows: Int { get }
    /// The rows' inputs for one entry of a tile's table.
    associatedtype Inputs
    /// Every row begins as `left, right`.
    init(_ left: SIMD4<Float>, _ right: SIMD4<Float>)
    /// Reads the rows' pointers.
    static func inputs(_ pointers: UnsafePointer<UnsafePointer<Float>>) -> Inputs
    /// Adds each row's input at `offset` times a panel row.
    mutating func add(_ inputs: Inputs, _ offset: Int, _ left: SIMD4<Float>, _ right: SIMD4<Float>)
    /// The same for the left half alone.
    mutating func add(_ inputs: Inputs, _ offset: Int, _ left: SIMD4<Float>)
    /// Hands each row's sums to `body`.
    func forEachRow(_ body: (_ row: Int, _ left: SIMD4<Float>, _ right: SIMD4<Float>) -> Void)
}

/// The tile for this processor: 16 vector registers hold 4 rows on x86-64, 32 hold 8 on arm64, where a fused multiply-add's latency needs as
/// many sums in flight.
#if arch(arm64)
    typealias NativeTile = EightRows
#else
    typealias NativeTile = FourRows
#endif

/// `sum + a · b`, fused where the processor can; on baseline x86-64 a fused operation would be a library call per lane.
@inline(__always)
func multiplyAdd(_ sum: SIMD4<Float>, _ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    #if arch(arm64)
        return sum.addingProduct(a, b)
    #else
        return sum + a * b
    #endif
}

/// Four rows of sums.
struct FourRows: TileAccumulators {
    static var rows: Int { 4 }

    struct Inputs {
        let a0, a1, a2, a3: UnsafePointer<Float>
    }

    private var left0, right0, left1, right1, left2, right2, left3, right3: SIMD4<Float>

    @inline(__always)
    init(_ left: SIMD4<Float>, _ right: SIMD4<Float>) {
        left0 = left
        left1 = left
        left2 = left
        left3 = left
        right0 = right
        right1 = right
        right2 = right
        right3 = right
    }

    @inline(__always)
    static func inputs(_ pointers: UnsafePointer<UnsafePointer<Float>>) -> Inputs {
        Inputs(a0: pointers[0], a1: pointers[1], a2: pointers[2], a3: pointers[3])
    }

    @inline(__always)
    mutating func add(_ inputs: Inputs, _ offset: Int, _ left: SIMD4<Float>, _ right: SIMD4<Float>) {
        let a0 = SIMD4(repeating: inputs.a0[offset])
        left0 = multiplyAdd(left0, a0, left)
        right0 = multiplyAdd(right0, a0, right)
        let a1 = SIMD4(repeating: inputs.a1[offset])
        left1 = multiplyAdd(left1, a1, left)
        right1 = multiplyAdd(right1, a1, right)
        let a2 = SIMD4(repeating: inputs.a2[offset])
        left2 = multiplyAdd(left2, a2, left)
        right2 = multiplyAdd(right2, a2, right)
        let a3 = SIMD4(repeating: inputs.a3[offset])
        left3 = multiplyAdd(left3, a3, left)
        right3 = multiplyAdd(right3, a3, right)
    }

    @inline(__always)
    mutating func add(_ inputs: Inputs, _ offset: Int, _ left: SIMD4<Float>) {
        left0 = multiplyAdd(left0, SIMD4(repeating: inputs.a0[offset]), left)
        left1 = multiplyAdd(left1, SIMD4(repeating: inputs.a1[offset]), left)
        left2 = multiplyAdd(left2, SIMD4(repeating: inputs.a2[offset]), left)
        left3 = multiplyAdd(left3, SIMD4(repeating: inputs.a3[offset]), left)
    }

    @inline(__always)
    func forEachRow(_ body: (_ row: Int, _ left: SIMD4<Float>, _ right: SIMD4<Float>) -> Void) {
        body(0, left0, right0)
        body(1, left1, right1)
        body(2, left2, right2)
        body(3, left3, right3)
    }
}

/// Eight rows of sums.
struct EightRows: TileAccumulators {
    static var rows: Int { 8 }

    struct Inputs {
        let upper, lower: FourRows.Inputs
    }

    private var upper, lower: FourRows

    @inline(__always)
    init(_ left: SIMD4<Float>, _ right: SIMD4<Float>) {
        upper = FourRows(left, right)
        lower = FourRows(left, right)
    }

    @inline(__always)
    static func inputs(_ pointers: UnsafePointer<UnsafePointer<Float>>) -> Inputs {
        Inputs(upper: FourRows.inputs(pointers), lower: FourRows.inputs(pointers + 4))
    }

    @inline(__always)
    mutating func add(_ inputs: Inputs, _ offset: Int, _ left: SIMD4<Float>, _ right: SIMD4<Float>) {
        upper.add(inputs.upper, offset, left, right)
        lower.add(inputs.lower, offset, left, right)
    }

    @inline(__always)
    mutating func add(_ inputs: Inputs, _ offset: Int, _ left: SIMD4<Float>) {
        upper.add(inputs.upper, offset, left)
        lower.add(inputs.lower, offset, left)
    }

    @inline(__always)
    func forEachRow(_ body: (_ row: Int, _ left: SIMD4<Float>, _ right: SIMD4<Float>) -> Void) {
        upper.forEachRow(body)
        lower.forEachRow { row, left, right in body(row &+ 4, left, right) }
    }
}
