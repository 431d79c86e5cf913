import InferTensors

/// The signal whose windows have given Fourier transforms. Specification: `ISTFT-16`.
///
/// Inputs: data `[batch, frequencies, frames, 2]` (or without batch), window, frame size and step and, optionally, the signal's length.
package struct ISTFT: Operation {
    /// Whether the signal was padded by half a frame at both ends.
    package var center = false
    /// Whether the transforms were divided by the root of the frame size.
    package var normalized = false

    package init() {}

    package var key: OperationKey { OperationKey("ISTFT", opset: 16) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("center", &center)
        try attributes.on("normalized", &normalized)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4...5)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .real, "data")
        try context.checkRank(0, 3...4, "data")
        try context.checkRank(1, 1, "window")
        for (index, what) in [(2, "frame size"), (3, "frame step")] {
            try context.checkType(index, .index, what)
            try context.checkScalar(index, what)
        }
        if context.has(4) {
            try context.checkType(4, .index, "signal length")
            try context.checkSingle(4, "signal length")
            try context.checkRank(4, 0...1, "signal length")
        }
        guard let data = context.shape(0).dimensions else { return [TensorType(type, .dynamic)] }
        let size = context.integer(2)
        let step = context.integer(3)
        try context.check(
            data[data.count - 1].contains(2), "data has shape \(context.shape(0)); expected 2 at the last axis, for complex numbers")
        if let size {
            try context.check(size > 0, "the frame size is \(size); expected a positive number")
            try context.check(
                data[data.count - 3].contains(size / 2 + 1),
                "data \(context.shape(0)) has \(data[data.count - 3]) frequencies; the frame size \(size) expects \(size / 2 + 1)")
            try context.check(
                context.shape(1).dimension(0).minimum <= size, "the window \(context.shape(1)) is longer than the frame size \(size)")
        }
        if let step { try context.check(step > 0, "the frame step is \(step); expected a positive number") }
        var length = Dimension.dynamic
        if context.has(4) {
            length = try context.dimensions(4, "signal length")?.first ?? .dynamic
        } else if let step {
            let frames = (data[data.count - 2] - 1) * step
            if center { length = size.map { frames + ($0 % 2) } ?? .dynamic } else { length = size.map { frames + $0 } ?? .dynamic }
        }
        return [TensorType(type, PartialShape(Array(data.dropLast(3)) + [length]))]
    }
}
