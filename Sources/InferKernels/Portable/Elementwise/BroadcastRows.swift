/// Rows along the last dimension of a shape, for a number of operands that broadcast to it.
struct BroadcastRows: Sendable {
    private let lengths: [Int]
    /// For each operand the strides of all dimensions but the last.
    private let strides: [[Int]]
    /// The number of rows and their length.
    let rowCount: Int
    let columnCount: Int
    /// For each operand the stride along a row.
    let columnStrides: [Int]

    /// - Parameter operands: strides of the dimensions, in elements or bytes.
    init(shape: [Int], operands: [[Int]]) {
        lengths = Array(shape.dropLast())
        strides = operands.map { Array($0.dropLast()) }
        rowCount = lengths.reduce(1, *)
        columnCount = shape.last ?? 1
        columnStrides = operands.map { $0.last ?? 0 }
    }

    /// Where a row of an operand begins.
    func offset(_ operand: Int, row: Int) -> Int {
        var rest = row
        var offset = 0
        var dimension = lengths.count
        while dimension > 0 {
            dimension -= 1
            offset += rest % lengths[dimension] * strides[operand][dimension]
            rest /= lengths[dimension]
        }
        return offset
    }
}
