import InferKernels

extension Epilogue {
    /// Whether operands go on from row to row and plane to plane as within a row.
    func continuesAcrossRows(_ size: Spatial) -> Bool {
        (0..<count).allSatisfy { index in
            guard case .combine(_, let operand) = self[index] else { return true }
            return (operand.heightStride == operand.rowStride * size.width || size.height == 1)
                && (operand.depthStride == operand.rowStride * size.width * size.height || size.depth == 1)
        }
    }
}

extension EpilogueArguments {
    /// Goes from row to row in larger steps.
    mutating func scaleRowStrides(by step: Int) {
        operands.0.rowStride *= step
        operands.1.rowStride *= step
        operands.2.rowStride *= step
        operands.3.rowStride *= step
        operands.4.rowStride *= step
        operands.5.rowStride *= step
    }
}
