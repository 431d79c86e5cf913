/// The input positions, along one dimension, that one output position of a pooling reads: `first + i · step` for `i` in `0..<count`, padding
/// left out.
package struct PoolingWindow: Hashable, Sendable {
    package var first: Int
    package var count: Int
    /// What the window contributes to the number an average divides by.
    package var divisor: Int
    package var step: Int

    package init(first: Int, count: Int, divisor: Int, step: Int = 1) {
        self.first = first
        self.count = count
        self.divisor = divisor
        self.step = step
    }

    /// The windows of a pooling with a kernel.
    ///
    /// - Parameter excludesPad: an average divides by the positions inside the input; otherwise padding counts, but what lies beyond it
    ///   (in a last window that rounding up added) does not.
    package static func sliding(
        input: Int, output: Int, kernel: Int, stride: Int, dilation: Int = 1, padBegin: Int, padEnd: Int, excludesPad: Bool
    ) -> [PoolingWindow] {
        let dilation = max(1, dilation)
        return (0..<max(0, output)).map { position in
            let start = position * stride - padBegin
            // The first tap at or after position 0, and the first at or after the end.
            let before = start < 0 ? (-start + dilation - 1) / dilation : 0
            let end = input <= start ? 0 : (input - start + dilation - 1) / dilation
            let count = max(0, min(kernel, end) - before)
            let padded = max(0, min(start + kernel, input + padEnd) - start)
            return PoolingWindow(first: start + before * dilation, count: count, divisor: excludesPad ? count : padded, step: dilation)
        }
    }

    /// The windows of an adaptive pooling, which divides the input evenly: from ⌊i · input / output⌋ to ⌈(i + 1) · input / output⌉.
    package static func adaptive(input: Int, output: Int) -> [PoolingWindow] {
        (0..<max(0, output)).map { position in
            let first = position * input / output
            let end = ((position + 1) * input + output - 1) / output
            return PoolingWindow(first: first, count: end - first, divisor: end - first)
        }
    }
}
