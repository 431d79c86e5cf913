import InferGraph
import InferKernels
import InferTensors

/// A matrix product over a batch, of integers in their own width.
struct ExactMatMulKernel: Kernel {
    let operation: MatMul
    let type: ElementType

    var name: String { "matmul_exact_\(type)" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        var left = Array(binding.inputs[0].shape)
        var right = Array(binding.inputs[1].shape)
        // The transposition of a vector changes nothing.
        let transposesLeft = operation.transposeA && left.count > 1
        let transposesRight = operation.transposeB && right.count > 1
        if left.count == 1 { left.insert(1, at: 0) }
        if right.count == 1 { right.append(1) }
        let (leftHeight, leftWidth) = (left[left.count - 2], left[left.count - 1])
        let (rightHeight, rightWidth) = (right[right.count - 2], right[right.count - 1])
        let matrices = ExactProduct.Matrices(
            rows: transposesLeft ? leftWidth : leftHeight, columns: transposesRight ? rightHeight : rightWidth,
            depth: transposesLeft ? leftHeight : leftWidth, leftRowStride: transposesLeft ? 1 : leftWidth,
            leftColumnStride: transposesLeft ? leftWidth : 1, rightRowStride: transposesRight ? 1 : rightWidth,
            rightColumnStride: transposesRight ? rightWidth : 1)
        let offsets = Self.offsets(
            left.dropLast(2).map { $0 }, leftHeight * leftWidth, right.dropLast(2).map { $0 }, rightHeight * rightWidth)
        let plan = ExactProduct(matrices, leftOffsets: offsets.map(\.left), rightOffsets: offsets.map(\.right))
        let type = type
        return ClosureKernel { memory in
            try plan.run(type, output: memory.output(0), left: memory.input(0), right: memory.input(1), team: memory.team)
        }
    }

    /// Where the matrices of each product of the batch begin.
    private static func offsets(_ left: [Int], _ leftItem: Int, _ right: [Int], _ rightItem: Int) -> [(left: Int, right: Int)] {
        var offsets: [(left: Int, right: Int)] = [(0, 0)]
        var strides = (left: leftItem, right: rightItem)
        for axis in 0..<max(left.count, right.count) {
            let a = axis < left.count ? left[left.count - 1 - axis] : 1
            let b = axis < right.count ? right[right.count - 1 - axis] : 1
            let steps = (left: a == 1 ? 0 : strides.left, right: b == 1 ? 0 : strides.right)
            let inner = offsets
            offsets = (0..<(a == 1 ? b : a)).flatMap { index in
                inner.map { ($0.left + index * steps.left, $0.right + index * steps.right) }
            }
            strides = (strides.left * a, strides.right * b)
        }
        return offsets
    }
}
