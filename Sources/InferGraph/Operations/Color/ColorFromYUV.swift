import InferTensors

/// Colours from brightness and two colour planes of half the size. Specification: `NV12toRGB-8`, `NV12toBGR-8`, `I420toRGB-8`, `I420toBGR-8`.
///
/// Inputs: all planes in one `[N, H * 3 / 2, W, 1]`; or Y `[N, H, W, 1]` and UV `[N, H / 2, W / 2, 2]` (NV12) or U and V
/// `[N, H / 2, W / 2, 1]` (I420). Output: `[N, H, W, 3]`.
package struct ColorFromYUV: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case nv12ToRGB = "NV12toRGB", nv12ToBGR = "NV12toBGR", i420ToRGB = "I420toRGB", i420ToBGR = "I420toBGR"

        /// Whether U and V lie in planes of their own.
        package var isI420: Bool { self == .i420ToRGB || self == .i420ToBGR }
        /// Whether blue comes first.
        package var isBGR: Bool { self == .nv12ToBGR || self == .i420ToBGR }
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: 8) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        let planes = kind.isI420 ? 3 : 2
        try context.check(context.count == 1 || context.count == planes, "has \(context.count) inputs; expected 1 or \(planes)")
        let type = try context.commonType(0..<context.count)
        try context.check(
            type.is_real || type == .u8 || type == .dynamic, "inputs are of type \(type); expected u8 or a floating-point type")
        for index in 0..<context.count { try context.checkRank(index, 4, "plane") }
        let first = context.shape(0)
        _ = try context.merged(first.dimension(3), 1, "the channels of the first plane and of brightness")
        var batch = first.dimension(0)
        var height = first.dimension(1)
        var width = first.dimension(2)
        if context.count == 1 {
            if let all = height.length { try context.check(all % 3 == 0, "the height \(all) does not divide by 3") }
            height = (height * 2).isBounded || height.isStatic ? (height * 2) / 3 : .dynamic
            try context.check(!height.isEmpty, "the height \(first.dimension(1)) does not divide by 3")
        } else {
            for index in 1..<planes {
                let plane = context.shape(index)
                batch = try context.merged(batch, plane.dimension(0), "the batches of the planes")
                height = try context.merged(height, plane.dimension(1) * 2, "the height and twice that of colour plane \(index)")
                width = try context.merged(width, plane.dimension(2) * 2, "the width and twice that of colour plane \(index)")
                _ = try context.merged(plane.dimension(3), kind.isI420 ? 1 : 2, "the channels of colour plane \(index) and what it has")
            }
        }
        for (length, what) in [(height, "height"), (width, "width")] {
            if let length = length.length { try context.check(length % 2 == 0, "the \(what) \(length) is not even") }
        }
        return [TensorType(type, PartialShape([batch, height, width, 3]))]
    }
}
