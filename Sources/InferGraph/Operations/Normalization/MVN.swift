import InferTensors

/// The mean taken away and, if asked for, the variance divided out, over some axes. Specification: `MVN-1` (in operation set 2), `MVN-6`.
package struct MVN: Operation {
    package enum EpsilonMode: String, CaseIterable, Sendable {
        case insideSqrt = "INSIDE_SQRT", outsideSqrt = "OUTSIDE_SQRT"
    }

    /// The operation set that introduced this version: 2 (axes by attributes) or 6 (axes by input).
    package let opset: Int
    package var eps = 1e-6
    package var normalizeVariance = true
    /// Version 6: where epsilon is added.
    package var epsMode = EpsilonMode.insideSqrt
    /// Version 2: whether the channels are among the axes.
    package var acrossChannels = true
    /// Version 2: the axes; when not empty they win over ``acrossChannels``.
    package var reductionAxes: [Int] = []

    package init(opset: Int = 6) { self.opset = opset }

    package var key: OperationKey { OperationKey("MVN", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("eps", &eps)
        try attributes.on("normalize_variance", &normalizeVariance)
        if opset >= 6 {
            try attributes.on("eps_mode", &epsMode)
        } else {
            try attributes.on("across_channels", &acrossChannels)
            try attributes.on("reduction_axes", &reductionAxes)
        }
    }

    /// The axes of a tensor of the rank, counted from the front, for version 2.
    package func axes(rank: Int) -> [Int] {
        if reductionAxes.isEmpty { return Array(min(acrossChannels ? 1 : 2, rank)..<rank) }
        return reductionAxes.map { $0 < 0 ? $0 + rank : $0 }.sorted()
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(opset >= 6 ? 2 : 1)
        try context.checkType(0, .real, "data")
        let data = context.shape(0)
        if opset >= 6 {
            try context.checkType(1, .index, "axes")
            try context.checkRank(1, 0...1, "axes")
            if let rank = data.dimensions?.count {
                _ = try context.axes(1, rank: rank)
                if let count = context.length(1) { try context.check(count <= rank, "\(count) axes are given for data \(data)") }
            }
        } else if let rank = data.dimensions?.count {
            for axis in reductionAxes { _ = try context.normalizedAxis(axis, rank: rank, "reduction_axes entry") }
        }
        return [TensorType(context.type(0), data)]
    }
}
