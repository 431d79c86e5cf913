import InferTensors

/// The discrete Fourier transform of complex numbers, forwards or back, along some axes. Specification: `DFT-7`, `IDFT-7`.
///
/// Inputs: data `[…, 2]` (real and imaginary parts), the axes and, optionally, the signals' lengths (-1: as they are).
package struct FourierTransform: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case forward = "DFT", inverse = "IDFT"
        /// Of real numbers: data without the last axis, the result with half of the last transformed axis and one more.
        case realForward = "RDFT"
        /// To real numbers.
        case realInverse = "IRDFT"

        var opset: Int { self == .forward || self == .inverse ? 7 : 9 }
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: kind.opset) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        try context.checkType(0, .real, "data")
        try context.checkType(1, .index, "axes")
        try context.checkRank(1, 1, "axes")
        if context.has(2) {
            try context.checkType(2, .index, "signal sizes")
            try context.checkRank(2, 1, "signal sizes")
            if let sizes = context.length(2), let axes = context.length(1) {
                try context.check(sizes == axes, "\(sizes) signal sizes are given for \(axes) axes")
            }
        }
        let data = context.shape(0)
        let isComplex = kind != .realForward
        try context.checkRank(0, atLeast: isComplex ? 2 : 1, "data")
        guard var dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        let rank = dimensions.count - (isComplex ? 1 : 0)
        if isComplex {
            try context.check(dimensions[rank].contains(2), "data has shape \(data); expected 2 at the last axis, for complex numbers")
            dimensions[rank] = 2
        }
        if let count = context.length(1) { try context.check(count <= rank, "\(count) axes are given for data \(data)") }
        if let axes = context.integers(1) {
            let normalized = try axes.map { try context.normalizedAxis($0, rank: rank) }
            try context.check(Set(normalized).count == normalized.count, "the axes \(axes) are not different ones")
            try resize(&dimensions, normalized, context)
        } else {
            for axis in 0..<rank { dimensions[axis] = .dynamic }
        }
        if kind == .realForward { dimensions.append(2) }
        if kind == .realInverse { dimensions.removeLast() }
        return [TensorType(context.type(0), PartialShape(dimensions))]
    }

    private func resize(_ dimensions: inout [Dimension], _ axes: [Int], _ context: InferenceContext) throws {
        let sizes = context.has(2) ? context.value(2)?.bounds : nil
        guard let last = axes.last else { return }
        if context.has(2) {
            for (index, axis) in axes.enumerated() {
                guard let size = sizes?[index] else {
                    dimensions[axis] = .dynamic
                    continue
                }
                if size.exact == -1 {
                    if kind == .realInverse, axis == last { dimensions[axis] = (dimensions[axis] - 1) * 2 }
                    continue
                }
                dimensions[axis] = size.lower < 0 ? .dynamic : size.dimension
            }
        } else if kind == .realInverse {
            dimensions[last] = (dimensions[last] - 1) * 2
        }
        if kind == .realForward { dimensions[last] = dimensions[last].floorDivided(by: 2) + 1 }
    }
}
