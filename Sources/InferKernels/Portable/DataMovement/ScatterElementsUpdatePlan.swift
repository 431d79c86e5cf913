import InferTensors

/// ScatterElementsUpdate: single elements along one axis replaced by or combined with updates. The caller copies the data to the output
/// first; all operands are row-major. Negative indices count from the end.
package struct ScatterElementsUpdatePlan: Sendable {
    private let reduction: ScatterReduction
    private let type: ElementType.Kind
    private let elementSize: Int
    private let dataSize: Int
    private let indexSize: Int
    private let inner: Int
    private let count: Int
    private let outputCount: Int
    private let outputStrides: [Int]
    private let indexShape: [Int]
    private let axis: Int
    private let indexType: IndexType
    private let usesInitialValue: Bool
    private let combiner: BlockCombiner
    private let divider: BlockKernel?

    /// - Parameters:
    ///   - data, indices: shapes; `indices` and the updates are no larger than `data` in any other dimension.
    ///   - usesInitialValue: whether what is in the data takes part in the reduction.
    /// `nil` where the reduction does not take the type.
    package init?(
        _ reduction: ScatterReduction, _ type: ElementType.Kind, elementSize: Int, data: [Int], indices: [Int], axis: Int,
        indexType: IndexType, usesInitialValue: Bool
    ) {
        guard let combiner = BlockCombiner(reduction, type, elementSize: elementSize) else { return nil }
        self.reduction = reduction
        self.type = type
        self.elementSize = elementSize
        self.combiner = combiner
        self.usesInitialValue = usesInitialValue || reduction == .none
        self.indexType = indexType
        self.axis = axis
        dataSize = data[axis]
        indexSize = indices[axis]
        inner = indices[(axis + 1)...].reduce(1, *)
        count = indices.reduce(1, *)
        outputCount = data.reduce(1, *)
        indexShape = indices
        outputStrides = StridedOperand.contiguous(data, elementSize: 1).strides
        if reduction == .mean {
            guard let kernel = ElementwiseKernels.binary(.divideFloor, type == .boolean ? .u8 : type) else { return nil }
            divider = kernel
        } else {
            divider = nil
        }
    }

    /// Bytes of scratch memory that a run needs.
    package var scratchBytes: Int { reduction == .mean || !usesInitialValue ? outputCount * MemoryLayout<Int32>.stride : 0 }

    /// Throws if an index is out of range; nothing is written then.
    package func run(
        output: UnsafeMutableRawPointer, indices: UnsafeRawPointer, updates: UnsafeRawPointer, scratch: UnsafeMutableRawPointer?
    ) throws {
        let reader = IndexReader(indices, indexType)
        for position in 0..<count where reader[position] < -dataSize || reader[position] >= dataSize {
            throw RuntimeError(
                .invalidArgument,
                "ScatterElementsUpdate: index \(reader[position]) at position \(position) lies outside of an axis of \(dataSize)")
        }
        let counts = scratchBytes > 0 ? scratch?.bindMemory(to: Int32.self, capacity: outputCount) : nil
        counts?.initialize(repeating: 0, count: outputCount)
        each(reader) { position, target in
            let value = output + target * elementSize
            let update = updates + position * elementSize
            if let counts {
                counts[target] += 1
                if counts[target] == 1, !usesInitialValue {
                    value.copyMemory(from: update, byteCount: elementSize)
                    return
                }
            }
            combiner.combine(value, update, count: 1)
        }
        guard let divider, let counts else { return }
        let toType = ConversionKernels.kernel(from: .i32, to: type)
        for target in 0..<outputCount where counts[target] > (usesInitialValue ? 0 : 1) {
            var divisor: UInt64 = 0
            withUnsafeMutableBytes(of: &divisor) { divisor in
                guard let divisor = divisor.baseAddress else { return }
                counts[target] += usesInitialValue ? 1 : 0
                toType?(single(divisor, UnsafeRawPointer(counts + target), UnsafeRawPointer(divisor)), ElementwiseParameters())
                let value = output + target * elementSize
                divider(single(value, UnsafeRawPointer(value), UnsafeRawPointer(divisor)), ElementwiseParameters())
            }
        }
    }

    private func single(_ output: UnsafeMutableRawPointer, _ first: UnsafeRawPointer, _ second: UnsafeRawPointer) -> StridedBlock {
        StridedBlock(
            output: output, first: first, second: second, third: second, rows: 1, columns: 1, rowStrides: .zero,
            columnStrides: SIMD4(elementSize, elementSize, elementSize, 0))
    }

    /// Calls `body` with the position of each update and of the element it goes to.
    @inline(__always) private func each(_ reader: IndexReader, _ body: (_ position: Int, _ target: Int) -> Void) {
        for position in 0..<count {
            var index = reader[position]
            if index < 0 { index += dataSize }
            var remainder = position
            var target = 0
            for dimension in stride(from: indexShape.count - 1, through: 0, by: -1) {
                let coordinate = remainder % indexShape[dimension]
                remainder /= indexShape[dimension]
                target += (dimension == axis ? index : coordinate) * outputStrides[dimension]
            }
            body(position, target)
        }
    }
}
