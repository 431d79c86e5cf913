import InferTensors

/// Batches spread out over blocks of space and cropped, or gathered from padded space. Specification: `BatchToSpace-2`, `SpaceToBatch-2`.
///
/// Inputs: data, the block's shape and the crops or pads in front of and behind each axis.
package struct BatchSpace: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case batchToSpace = "BatchToSpace", spaceToBatch = "SpaceToBatch"
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: 2) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let data = context.shape(0)
        try context.checkRank(0, atLeast: 2, "data")
        for (index, what) in [(1, "block shape"), (2, "begins"), (3, "ends")] {
            try context.checkType(index, .integral, what)
            try context.checkRank(index, 1, what)
            if let rank = data.dimensions?.count, let count = context.length(index) {
                try context.check(count == rank, "\(what) (input \(index)) has \(count) entries; data \(data) expects \(rank)")
            }
        }
        guard var dimensions = data.dimensions else {
            return [TensorType(context.type(0), context.length(1).map { .dynamic(Dimension($0)) } ?? .dynamic)]
        }
        let rank = dimensions.count
        let block = context.integers(1)
        let begins = context.integers(2)
        let ends = context.integers(3)
        if let block { try context.check(block.allSatisfy { $0 >= 1 }, "the block shape is \(block); expected positive numbers") }
        for pads in [begins, ends] {
            if let pads { try context.check(pads.allSatisfy { $0 >= 0 }, "crops or pads are \(pads); expected none below zero") }
        }
        guard let block, block.count == rank else { return [TensorType(context.type(0), .dynamic(Dimension(rank)))] }
        let volume = block.reduce(1, Dimension.saturatingProduct)
        func divided(_ dimension: Dimension, _ axis: Int, by divisor: Int) throws -> Dimension {
            let quotient = dimension / divisor
            try context.check(
                !quotient.isEmpty && (dimension.length.map { $0 % divisor == 0 } ?? true),
                "axis \(axis) of data \(data), of length \(dimension), does not divide by \(divisor)")
            return quotient
        }
        switch kind {
        case .batchToSpace:
            dimensions[0] = try divided(dimensions[0], 0, by: volume)
            for axis in 1..<rank {
                guard let begins, let ends else {
                    dimensions[axis] = .dynamic
                    continue
                }
                let whole = dimensions[axis] * block[axis]
                let cropped = clampedSum(begins[axis], ends[axis])
                try context.check(cropped <= whole.maximum, "crops at axis \(axis) are more than its length \(whole)")
                dimensions[axis] = whole - cropped
            }
        case .spaceToBatch:
            dimensions[0] = dimensions[0] * volume
            for axis in 1..<rank {
                guard let begins, let ends else {
                    dimensions[axis] = .dynamic
                    continue
                }
                dimensions[axis] = try divided(dimensions[axis] + clampedSum(begins[axis], ends[axis]), axis, by: block[axis])
            }
        }
        return [TensorType(context.type(0), PartialShape(dimensions))]
    }
}
