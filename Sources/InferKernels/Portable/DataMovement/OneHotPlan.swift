/// OneHot: a new axis along which one element is "on". Row-major operands; indices outside of the depth leave all "off".
package struct OneHotPlan: Sendable {
    private let elementSize: Int
    private let outer: Int
    private let inner: Int
    private let depth: Int
    private let indexType: IndexType
    private let wrapsNegative: Bool

    /// - Parameters:
    ///   - indices: the shape of the indices; the new axis comes before its dimension `axis`.
    ///   - wrapsNegative: whether -1 is the last position.
    package init(elementSize: Int, indices: [Int], axis: Int, depth: Int, indexType: IndexType, wrapsNegative: Bool = false) {
        self.elementSize = elementSize
        outer = indices[..<axis].reduce(1, *)
        inner = indices[axis...].reduce(1, *)
        self.depth = depth
        self.indexType = indexType
        self.wrapsNegative = wrapsNegative
    }

    /// - Parameter on, off: one element each.
    package func run(output: UnsafeMutableRawPointer, indices: UnsafeRawPointer, on: UnsafeRawPointer, off: UnsafeRawPointer) {
        switch elementSize {
        case 1: run(output, indices, on.loadUnaligned(as: UInt8.self), off.loadUnaligned(as: UInt8.self))
        case 2: run(output, indices, on.loadUnaligned(as: UInt16.self), off.loadUnaligned(as: UInt16.self))
        case 4: run(output, indices, on.loadUnaligned(as: UInt32.self), off.loadUnaligned(as: UInt32.self))
        default: run(output, indices, on.loadUnaligned(as: UInt64.self), off.loadUnaligned(as: UInt64.self))
        }
    }

    private func run<Element: BitwiseCopyable>(
        _ output: UnsafeMutableRawPointer, _ indices: UnsafeRawPointer, _ on: Element, _ off: Element
    ) {
        let elements = output.assumingMemoryBound(to: Element.self)
        elements.update(repeating: off, count: outer * depth * inner)
        let reader = IndexReader(indices, indexType)
        for row in 0..<outer {
            for column in 0..<inner {
                var index = reader[row * inner + column]
                if index < 0, wrapsNegative { index &+= depth }
                if index >= 0, index < depth { elements[(row * depth + index) * inner + column] = on }
            }
        }
    }
}
