import InferTensors

/// Channels spread out over blocks of space, or gathered from them. Specification: `DepthToSpace-1`, `SpaceToDepth-1`.
///
/// Data is `[N, C, spatial…]`.
package struct DepthSpace: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case depthToSpace = "DepthToSpace", spaceToDepth = "SpaceToDepth"
    }

    package enum Mode: String, CaseIterable, Sendable {
        case blocksFirst = "blocks_first", depthFirst = "depth_first"
    }

    package let kind: Kind
    package var blockSize = 1
    package var mode = Mode.blocksFirst

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("block_size", &blockSize)
        try attributes.on("mode", &mode, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.check(blockSize > 0, "block_size is \(blockSize); expected a positive number")
        try context.checkRank(0, 3...5, "data")
        let data = context.shape(0)
        guard var dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        let volume = dimensions.dropFirst(2).reduce(1) { product, _ in Dimension.saturatingProduct(product, blockSize) }
        func divided(_ axis: Int, by divisor: Int) throws -> Dimension {
            if let length = dimensions[axis].length {
                try context.check(length % divisor == 0, "axis \(axis) of data \(data) does not divide by \(divisor)")
            }
            let quotient = dimensions[axis] / divisor
            try context.check(!quotient.isEmpty, "axis \(axis) of data \(data) does not divide by \(divisor)")
            return quotient
        }
        switch kind {
        case .depthToSpace:
            dimensions[1] = try divided(1, by: volume)
            for axis in 2..<dimensions.count { dimensions[axis] = dimensions[axis] * blockSize }
        case .spaceToDepth:
            dimensions[1] = dimensions[1] * volume
            for axis in 2..<dimensions.count { dimensions[axis] = try divided(axis, by: blockSize) }
        }
        return [TensorType(context.type(0), PartialShape(dimensions))]
    }
}
