/// A shape with strides in elements: how a logical tensor lies in a test's memory.
struct TestLayout {
    let shape: [Int]
    let strides: [Int]
    /// Elements of memory that the layout spans.
    let span: Int

    /// The axes of `shape` from slowest to fastest, with `gap` unused elements behind each innermost run.
    init(_ shape: [Int], order: [Int]? = nil, gap: Int = 0) {
        let order = order ?? Array(shape.indices)
        var strides = [Int](repeating: 0, count: shape.count)
        var next = 1
        for (place, axis) in order.reversed().enumerated() {
            strides[axis] = next
            next *= shape[axis]
            if place == 0 { next += gap }
        }
        self.shape = shape
        self.strides = strides
        span = max(next, 1)
    }

    /// A random order of axes, with or without gaps.
    init(_ shape: [Int], using numbers: inout SeededNumbers) {
        self.init(shape, order: shape.indices.shuffled(using: &numbers), gap: .random(in: 0...2, using: &numbers))
    }

    var count: Int { shape.reduce(1, *) }

    /// Offsets of the elements in logical order.
    var offsets: [Int] {
        var offsets = [0]
        for axis in shape.indices { offsets = offsets.flatMap { base in (0..<shape[axis]).map { base + $0 * strides[axis] } } }
        return offsets
    }

    /// Memory that holds `values`, given in logical order.
    func memory<Element>(_ values: [Element], filler: Element) -> [Element] {
        var memory = [Element](repeating: filler, count: span)
        for (offset, value) in zip(offsets, values) { memory[offset] = value }
        return memory
    }

    /// The values in logical order.
    func values<Element>(_ memory: [Element]) -> [Element] { offsets.map { memory[$0] } }
}
