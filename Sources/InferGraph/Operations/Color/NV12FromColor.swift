import InferTensors

/// Brightness and two colour planes of half the size from colours. Specification: `RGBtoNV12-17`, `BGRtoNV12-17`.
///
/// Input: `[N, H, W, 3]`. Outputs: `[N, H * 3 / 2, W, 1]`, or Y `[N, H, W, 1]` and UV `[N, H / 2, W / 2, 2]`.
package struct NV12FromColor: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case rgb = "RGBtoNV12", bgr = "BGRtoNV12"
    }

    package let kind: Kind
    /// Whether both planes are in one output.
    package var singlePlane = true

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: 17) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("single_plane", &singlePlane)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        let type = context.type(0)
        try context.check(type.is_real || type == .u8 || type == .dynamic, "image is of type \(type); expected u8 or a floating-point type")
        try context.checkRank(0, 4, "image")
        let image = context.shape(0)
        _ = try context.merged(image.dimension(3), 3, "the channels of the image and of colours")
        let (batch, height, width) = (image.dimension(0), image.dimension(1), image.dimension(2))
        for (length, what) in [(height, "height"), (width, "width")] {
            if let length = length.length { try context.check(length % 2 == 0, "the \(what) \(length) is not even") }
        }
        if singlePlane {
            return [TensorType(type, PartialShape([batch, (height * 3).floorDivided(by: 2), width, 1]))]
        }
        return [
            TensorType(type, PartialShape([batch, height, width, 1])),
            TensorType(type, PartialShape([batch, height.floorDivided(by: 2), width.floorDivided(by: 2), 2])),
        ]
    }
}
