/// The rows that two strided boxes of the same lengths have in common: the innermost elements that both step through evenly.
///
/// Axes that both boxes step through as if they were one are joined, so that packed boxes have a single row.
package enum StridedRows {
    /// Calls `body` for each row in row-major order with its distances in bytes from the two first elements, its length, and its two strides.
    ///
    /// Allocates nothing on the heap for ordinary ranks. The lists must be of one count.
    package static func forEach(
        _ lengths: Shape, _ first: Strides, _ second: Strides,
        _ body: (_ first: Int, _ second: Int, _ length: Int, _ firstStride: Int, _ secondStride: Int) -> Void
    ) {
        guard !lengths.contains(0) else { return }
        let capacity = lengths.count
        withUnsafeTemporaryAllocation(of: Axis.self, capacity: capacity + 1) { axes in
            // Innermost first; what is joined grows at the end of the list.
            var count = 0
            for axis in lengths.indices.reversed() where lengths[axis] != 1 {
                let next = Axis(length: lengths[axis], first: first[axis], second: second[axis])
                if count > 0, axes[count - 1].joins(next) {
                    axes[count - 1].length *= next.length
                } else {
                    axes.initializeElement(at: count, to: next)
                    count += 1
                }
            }
            if count == 0 {
                body(0, 0, 1, 0, 0)
                return
            }
            let row = axes[0]
            var firstOffset = 0
            var secondOffset = 0
            while true {
                body(firstOffset, secondOffset, row.length, row.first, row.second)
                var axis = 1
                while axis < count {
                    firstOffset += axes[axis].first
                    secondOffset += axes[axis].second
                    axes[axis].position += 1
                    if axes[axis].position < axes[axis].length { break }
                    firstOffset -= axes[axis].first * axes[axis].length
                    secondOffset -= axes[axis].second * axes[axis].length
                    axes[axis].position = 0
                    axis += 1
                }
                if axis >= count { return }
            }
        }
    }

    private struct Axis: BitwiseCopyable {
        var length: Int
        let first: Int
        let second: Int
        var position = 0

        /// Whether the elements of the next axis out follow on the end of this one in both boxes.
        func joins(_ outer: Axis) -> Bool {
            let ends = (first.multipliedReportingOverflow(by: length), second.multipliedReportingOverflow(by: length))
            return !ends.0.overflow && !ends.1.overflow && outer.first == ends.0.partialValue && outer.second == ends.1.partialValue
        }
    }
}
