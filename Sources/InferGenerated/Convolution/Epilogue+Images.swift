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
