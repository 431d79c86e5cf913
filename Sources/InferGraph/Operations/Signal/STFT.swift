import InferTensors

/// The Fourier transforms of windows that move along a signal. Specification: `STFT-15`.
///
/// Inputs: signal `[length]` or `[batch, length]`, window, frame size and step. Output: `[batch, frequencies, frames, 2]`, or with frames first.
package struct STFT: Operation {
    /// Whether the frequencies come in front of the frames.
    package var transposeFrames = false

    package init() {}

    package var key: OperationKey { OperationKey("STFT", opset: 15) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("transpose_frames", &transposeFrames, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .real, "signal")
        try context.checkRank(0, 1...2, "signal")
        try context.checkRank(1, 1, "window")
        for (index, what) in [(2, "frame size"), (3, "frame step")] {
            try context.checkType(index, .index, what)
            try context.checkScalar(index, what)
        }
        guard let signal = context.shape(0).dimensions else { return [TensorType(type, .dynamic)] }
        var frequencies = Dimension.dynamic
        var frames = Dimension.dynamic
        let length = signal[signal.count - 1]
        let size = context.integer(2)
        let step = context.integer(3)
        if let size {
            try context.check(size > 0 && length.maximum >= size, "the frame size is \(size); expected 1 to the signal's length \(length)")
            try context.check(
                context.shape(1).dimension(0).minimum <= size, "the window \(context.shape(1)) is longer than the frame size \(size)")
            frequencies = Dimension(size / 2 + 1)
        }
        if let step { try context.check(step > 0, "the frame step is \(step); expected a positive number") }
        if let size, let step { frames = (length - size).floorDivided(by: step) + 1 }
        let lead = Array(signal.dropLast())
        return [TensorType(type, PartialShape(lead + (transposeFrames ? [frequencies, frames] : [frames, frequencies]) + [2]))]
    }
}
