/// Two innermost loops over up to four strided operands, the unit of work of an elementwise kernel.
///
/// Operand 0 is the output. Strides are in bytes and may be 0 (broadcast) or negative.
struct StridedBlock {
    var output: UnsafeMutableRawPointer
    var first: UnsafeRawPointer
    var second: UnsafeRawPointer
    var third: UnsafeRawPointer
    var rows: Int
    var columns: Int
    var rowStrides: SIMD4<Int>
    var columnStrides: SIMD4<Int>

    /// Moves all operands by byte offsets.
    @inline(__always) mutating func advance(by offsets: SIMD4<Int>) {
        output += offsets[0]
        first += offsets[1]
        second += offsets[2]
        third += offsets[3]
    }
    /// The operands at the beginning of a row.
    @inline(__always) func row(_ row: Int) -> StridedBlock {
        var block = self
        block.advance(by: rowStrides &* SIMD4(repeating: row))
        return block
    }
}

/// A kernel over one block.
typealias BlockKernel = @Sendable (_ block: StridedBlock, _ parameters: ElementwiseParameters) -> Void
