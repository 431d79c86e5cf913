import InferTensors

/// Combining contiguous blocks in place.
struct BlockCombiner: Sendable {
    private let kernel: BlockKernel?
    private let elementSize: Int

    /// `nil` where the reduction does not take the type.
    init?(_ reduction: ScatterReduction, _ type: ElementType.Kind, elementSize: Int) {
        self.elementSize = elementSize
        if let operation = reduction.operation {
            guard let kernel = ElementwiseKernels.binary(type == .boolean ? BlockCombiner.onBooleans(operation) : operation, type) else {
                return nil
            }
            self.kernel = kernel
        } else {
            kernel = nil
        }
    }

    private static func onBooleans(_ operation: BinaryOperation) -> BinaryOperation {
        switch operation {
        case .add, .maximum: .logicalOr
        case .subtract: .logicalXor
        default: .logicalAnd
        }
    }

    @inline(__always) func combine(_ target: UnsafeMutableRawPointer, _ update: UnsafeRawPointer, count: Int) {
        guard let kernel else { return target.copyMemory(from: update, byteCount: count * elementSize) }
        let strides = SIMD4(elementSize, elementSize, elementSize, 0)
        kernel(
            StridedBlock(
                output: target, first: UnsafeRawPointer(target), second: update, third: update, rows: 1, columns: count, rowStrides: .zero,
                columnStrides: strides), ElementwiseParameters())
    }
}
