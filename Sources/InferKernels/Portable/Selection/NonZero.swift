import InferTensors

/// NonZero: the coordinates of the elements that are not zero, in row-major order.
package enum NonZero {
    /// How many of `count` dense elements are not zero (NaN is not).
    /// - Throws: `RuntimeError` for elements that cannot be compared.
    package static func count(_ type: ElementType, _ source: UnsafeRawPointer, count: Int) throws -> Int {
        try Counting(source: source, count: count).dispatch(type, operation: "NonZero")
    }

    /// Writes the coordinates [rank, found] of a dense tensor; `found` is what ``count(_:_:count:)`` says.
    /// - Throws: `RuntimeError` for elements that cannot be compared.
    package static func run(_ type: ElementType, _ source: UnsafeRawPointer, shape: [Int], found: Int, into result: IndexOutput) throws {
        try Writing(source: source, shape: shape, found: found, result: result).dispatch(type, operation: "NonZero")
    }

    private struct Counting: OrderedElementVisitor {
        let source: UnsafeRawPointer
        let count: Int

        func visit<Element: OrderedElement>(_ type: Element.Type) -> Int {
            let source = source.assumingMemoryBound(to: Element.self)
            var found = 0
            for place in 0..<count where source[place].key != Element.zeroKey { found &+= 1 }
            return found
        }
    }

    private struct Writing: OrderedElementVisitor {
        let source: UnsafeRawPointer
        let shape: [Int]
        let found: Int
        let result: IndexOutput

        func visit<Element: OrderedElement>(_ type: Element.Type) {
            let source = source.assumingMemoryBound(to: Element.self)
            let count = shape.reduce(1, *)
            var column = 0
            for place in 0..<count where source[place].key != Element.zeroKey {
                guard column < found else { return }
                var rest = place
                for axis in shape.indices.reversed() {
                    result.store(rest % shape[axis], at: axis * found + column)
                    rest /= shape[axis]
                }
                column += 1
            }
        }
    }
}
