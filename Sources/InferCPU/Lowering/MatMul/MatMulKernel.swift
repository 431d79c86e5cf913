import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// A matrix product over a batch, in f32.
struct MatMulKernel: FusableKernel {
    let transposeA: Bool
    let transposeB: Bool
    /// The right matrix, packed, when it is part of the program and the same for the whole batch, unless it is read where it lies.
    let packed: PackedWeights?
    /// How it is packed for generated code.
    private let layout: PanelLayout?
    private let instructionSet: InstructionSet

    var name: String { "matmul\(packed == nil ? "" : layout?.isHalf == true ? "_halves" : "_packed")_\(instructionSet.name)_f32" }

    var spentInputs: [Int] { packed == nil ? [] : [1] }

    init(transposeA: Bool, transposeB: Bool, _ context: LoweringContext) throws {
        self.transposeA = transposeA
        self.transposeB = transposeB
        instructionSet = context.options.instructionSet
        guard let constant = try context.constant(1), constant.shape.count >= 1, constant.shape.dropLast(2).allSatisfy({ $0 == 1 }) else {
            packed = nil
            layout = nil
            return
        }
        let right = Matrix(constant.shape, isTransposed: transposeB, isLeft: false)
        let isHalf = constant.element_type == .f16
        var gemm = Gemm(rows: 1, columns: right.columns, depth: right.rows, bRowStride: right.rowStride, bColumnStride: right.columnStride)
        guard instructionSet != .portable else {
            packed = try context.pack(constant, as: gemm, count: gemm.packedCount) { [gemm] in gemm.pack($0, into: $1) }
            layout = nil
            return
        }
        gemm.rows = transposeA ? 0 : Self.rows(context.type(0)) ?? 0
        if GeneratedGemm.readsInPlace(gemm, isHalf: isHalf, instructionSet) {
            packed = nil
            layout = nil
            return
        }
        let layout = PanelLayout(instructionSet, columns: right.columns, depth: right.rows, isHalf: isHalf)
        let packer = try PanelPacker(layout, rowStride: right.rowStride, columnStride: right.columnStride)
        let form = PackedForm(layout: layout, rowStride: right.rowStride, columnStride: right.columnStride)
        packed = try context.pack(bytes: constant, as: form, count: layout.byteCount / 4) {
            packer.pack(0..<layout.panelCount, from: $0, to: $1)
        }
        self.layout = layout
    }

    /// How panels are made of a matrix.
    private struct PackedForm: Hashable {
        let layout: PanelLayout
        let rowStride: Int
        let columnStride: Int
    }

    /// The rows of a left matrix, those of all items together; nil where they are not known.
    private static func rows(_ left: TensorType) -> Int? {
        guard let dimensions = left.partial_shape.dimensions else { return nil }
        var rows = 1
        for dimension in dimensions.dropLast() {
            guard let length = dimension.length else { return nil }
            let (product, isOverflow) = rows.multipliedReportingOverflow(by: length)
            if isOverflow { return nil }
            rows = product
        }
        return rows
    }

    /// The last two axes of an operand as a matrix; a vector is a row on the left and a column on the right.
    private struct Matrix {
        let rows: Int
        let columns: Int
        let rowStride: Int
        let columnStride: Int
        let batch: [Int]

        init(_ shape: Shape, isTransposed: Bool, isLeft: Bool) {
            var lengths = Array(shape)
            // The transposition of a vector changes nothing.
            let transposes = isTransposed && lengths.count > 1
            if lengths.count == 1 { lengths = isLeft ? [1] + lengths : lengths + [1] }
            if lengths.isEmpty { lengths = [1, 1] }
            let (height, width) = (lengths[lengths.count - 2], lengths[lengths.count - 1])
            rows = transposes ? width : height
            columns = transposes ? height : width
            rowStride = transposes ? 1 : width
            columnStride = transposes ? width : 1
            batch = Array(lengths.dropLast(2))
        }
    }

    func bind(_ binding: KernelBinding, _ postOperations: [PostOperation], bias: PackedWeights?) throws -> BoundKernel? {
        let left = Matrix(binding.inputs[0].shape, isTransposed: transposeA, isLeft: true)
        let right = Matrix(binding.inputs[1].shape, isTransposed: transposeB, isLeft: false)
        var gemm = Gemm(
            rows: left.rows, columns: right.columns, depth: left.columns, aRowStride: left.rowStride, aColumnStride: left.columnStride,
            bRowStride: right.rowStride, bColumnStride: right.columnStride)
        let leftItem = left.rows * left.columns
        let rightItem = right.rows * right.columns
        let rightIsShared = right.batch.allSatisfy { $0 == 1 }
        var items = 1
        if rightIsShared, !transposeA || left.rows == 1 {
            // Rows of all items follow one another: one product with more rows.
            gemm.rows = left.batch.reduce(left.rows, *)
            if left.rows == 1 { gemm.aRowStride = left.columns }
        } else {
            gemm.batch = Self.batch(left.batch, right.batch, leftItem, rightItem, left.rows * right.columns)
            items = gemm.batchCount
        }
        let rows = gemm.rows
        let columns = gemm.columns
        guard
            let epilogue = BoundEpilogue(
                bias: bias, postOperations,
                strides: { input in
                    Self.strides(of: binding.inputs[input].shape, items: items, rows: rows, columns: columns)
                })
        else { return nil }
        guard instructionSet != .portable else { return BoundMatMul(gemm, packed, epilogue, threads: binding.threads) }
        guard let specification = EpilogueSpecification(epilogue.pattern) else { return nil }
        let matrix: GeneratedGemm.Source = binding.inputs[1].type == .f16 ? .halfMatrix : .matrix
        let generated = try GeneratedGemm(
            gemm, layout.map { .packed($0) } ?? matrix, epilogue: specification, instructionSet, threads: binding.threads)
        return BoundGeneratedMatMul(generated, packed, epilogue, threads: binding.threads)
    }

    /// The axes over which products are repeated, with neighbours merged where both operands allow it.
    private static func batch(_ left: [Int], _ right: [Int], _ leftItem: Int, _ rightItem: Int, _ resultItem: Int) -> [Gemm.BatchDimension]
    {
        let rank = max(left.count, right.count)
        var dimensions: [Gemm.BatchDimension] = []
        var strides = (left: leftItem, right: rightItem, result: resultItem)
        for axis in 0..<rank {
            let a = axis < left.count ? left[left.count - 1 - axis] : 1
            let b = axis < right.count ? right[right.count - 1 - axis] : 1
            let count = a == 1 ? b : a
            if count != 1 {
                let dimension = Gemm.BatchDimension(
                    count: count, a: a == 1 ? 0 : strides.left, b: b == 1 ? 0 : strides.right, c: strides.result)
                if let inner = dimensions.last, inner.a * inner.count == dimension.a, inner.b * inner.count == dimension.b,
                    inner.c * inner.count == dimension.c
                {
                    dimensions[dimensions.count - 1].count *= count
                } else {
                    dimensions.append(dimension)
                }
            }
            strides = (strides.left * a, strides.right * b, strides.result * count)
        }
        return dimensions.reversed()
    }

    /// How an operand of a post-operation lies along items, rows and columns; nil where it repeats in another way.
    private static func strides(of shape: Shape, items: Int, rows: Int, columns: Int) -> BoundEpilogue.OperandStrides? {
        var strides = BoundEpilogue.OperandStrides()
        let lengths = shape.drop { $0 == 1 }
        let count = shape_size(shape)
        if count == 1 { return strides }
        guard let last = shape.last, last == columns || last == 1 else { return nil }
        strides.column = last == 1 && columns != 1 ? 0 : 1
        let above = count / max(last, 1)
        if above == 1 { return strides }
        strides.row = last == 1 ? 1 : columns
        if above == rows * items {
            strides.batch = rows * strides.row
            return strides
        }
        // The same rows for each item: no leading axis but the rows'.
        return above == rows && lengths.count <= 2 && items > 1 ? strides : nil
    }
}

/// A matrix product of fixed sizes.
private final class BoundMatMul: BoundKernel, @unchecked Sendable {  // Immutable.
    private let gemm: Gemm
    private let packed: PackedWeights?
    private let epilogue: BoundEpilogue

    init(_ gemm: Gemm, _ packed: PackedWeights?, _ epilogue: BoundEpilogue, threads: Int) {
        self.gemm = gemm
        self.packed = packed
        self.epilogue = epilogue
        super.init(scratchBytes: gemm.scratchBytes(packed: packed != nil, threads: threads))
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        let a = memory.input(0, as: Float.self)
        let c = memory.output(0, as: Float.self)
        if let packed {
            gemm.run(a: a, packed: packed.pointer, c: c, epilogue: epilogue.make(memory), scratch: memory.scratch, team: memory.team)
        } else {
            gemm.run(
                a: a, b: memory.input(1, as: Float.self), c: c, epilogue: epilogue.make(memory), scratch: memory.scratch, team: memory.team)
        }
    }
}

/// A matrix product of fixed sizes by generated code.
private final class BoundGeneratedMatMul: BoundKernel, @unchecked Sendable {  // Immutable.
    private let gemm: GeneratedGemm
    private let packed: PackedWeights?
    private let epilogue: BoundEpilogue

    init(_ gemm: GeneratedGemm, _ packed: PackedWeights?, _ epilogue: BoundEpilogue, threads: Int) {
        self.gemm = gemm
        self.packed = packed
        self.epilogue = epilogue
        super.init(scratchBytes: gemm.scratchBytes(threads: threads))
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        gemm.run(
            a: memory.input(0, as: Float.self), b: packed.map { UnsafeRawPointer($0.pointer) } ?? memory.input(1),
            c: memory.output(0, as: Float.self), epilogue: epilogue.make(memory), scratch: memory.scratch, team: memory.team)
    }
}
