import InferTensors

/// Unique: the distinct elements of a dense tensor, or its distinct slices along an axis.
///
/// Two steps, because the results' length is known after the first: ``find(_:_:scratch:)`` counts, ``write(_:_:scratch:count:values:firsts:inverse:counts:)`` writes.
package struct Unique: Sendable {
    /// What is compared: elements of all axes one by one, or slices: `outer` runs of `inner` elements at the slice's place along the axis.
    let length: Int
    let outer: Int
    let inner: Int
    let isSorted: Bool

    /// - Parameter axis: non-negative; nil compares elements.
    /// - Throws: `RuntimeError` when the axis does not fit or there is too much to number.
    package init(shape: [Int], axis: Int?, sorted: Bool) throws {
        if let axis {
            guard shape.indices.contains(axis) else { throw RuntimeError(.invalidArgument, "Unique: axis \(axis) of shape \(shape)") }
            length = shape[axis]
            outer = shape[..<axis].reduce(1, *)
            inner = shape[(axis + 1)...].reduce(1, *)
        } else {
            length = shape.reduce(1, *)
            outer = 1
            inner = 1
        }
        guard length <= Int(Int32.max) else { throw RuntimeError(.unsupported, "Unique: \(length) elements are too many") }
        isSorted = sorted
    }

    /// Bytes of scratch, aligned to 16, that hold what was found until it is written.
    package var scratchBytes: Int { 3 * max(1, length) * MemoryLayout<Int32>.stride }

    /// Finds what is distinct; returns how many.
    /// - Throws: `RuntimeError` for elements that cannot be compared.
    package func find(_ type: ElementType, _ source: UnsafeRawPointer, scratch: UnsafeMutableRawPointer) throws -> Int {
        try Finding(unique: self, source: source, scratch: scratch.assumingMemoryBound(to: Int32.self)).dispatch(type, operation: "Unique")
    }

    /// Writes results, any of which may be missing: the distinct elements (or slices, in the tensor's layout), where each is first met, for each
    /// element of the input the number of its like, and how often each is met.
    package func write(
        elementSize: Int, _ source: UnsafeRawPointer, scratch: UnsafeRawPointer, count: Int, values: UnsafeMutableRawPointer?,
        firsts: IndexOutput?, inverse: IndexOutput?, counts: IndexOutput?
    ) {
        let numbers = scratch.assumingMemoryBound(to: Int32.self)
        let firstPlaces = numbers + length
        let frequencies = numbers + 2 * length
        for place in 0..<length { inverse?.store(Int(numbers[place]), at: place) }
        for number in 0..<count {
            firsts?.store(Int(firstPlaces[number]), at: number)
            counts?.store(Int(frequencies[number]), at: number)
            guard let values else { continue }
            let bytes = inner * elementSize
            for run in 0..<outer {
                (values + (run * count + number) * bytes).copyMemory(
                    from: source + (run * length + Int(firstPlaces[number])) * bytes, byteCount: bytes)
            }
        }
    }

    /// Leaves in scratch: each place's number, each number's first place, each number's frequency.
    private struct Finding: OrderedElementVisitor {
        let unique: Unique
        let source: UnsafeRawPointer
        let scratch: UnsafeMutablePointer<Int32>

        func visit<Element: OrderedElement>(_ type: Element.Type) -> Int {
            let source = source.assumingMemoryBound(to: Element.self)
            let length = unique.length
            guard length > 0 else { return 0 }
            /// Negative, zero or positive as slice a comes before, with or after slice b.
            func compare(_ a: Int32, _ b: Int32) -> Int {
                for run in 0..<unique.outer {
                    let start = run * length
                    for lane in 0..<unique.inner {
                        let left = source[(start + Int(a)) * unique.inner + lane].key
                        let right = source[(start + Int(b)) * unique.inner + lane].key
                        if left < right { return -1 }
                        if left > right { return 1 }
                    }
                }
                return 0
            }
            var order = scratch + length
            var other = scratch + 2 * length
            for place in 0..<length { order[place] = Int32(truncatingIfNeeded: place) }
            // A merge sort, because equals must keep their order.
            var width = 1
            while width < length {
                var start = 0
                while start < length {
                    let middle = min(start + width, length)
                    let end = min(start + 2 * width, length)
                    var left = start
                    var right = middle
                    for place in start..<end {
                        let takesLeft = left < middle && (right >= end || compare(order[left], order[right]) <= 0)
                        other[place] = order[takesLeft ? left : right]
                        if takesLeft { left += 1 } else { right += 1 }
                    }
                    start = end
                }
                swap(&order, &other)
                width *= 2
            }
            // In sorted order equals are neighbours, the first met in front: each place learns the first place of its like.
            var representative = order[0]
            for place in 0..<length {
                if place > 0, compare(order[place], representative) != 0 { representative = order[place] }
                scratch[Int(order[place])] = representative
            }
            let firstPlaces = scratch + length
            let frequencies = scratch + 2 * length
            var found = 0
            if unique.isSorted {
                // Reads stay ahead of writes: the number of distinct elements never exceeds the place.
                for place in 0..<length where scratch[Int(order[place])] == order[place] {
                    let first = order[place]
                    other[found] = first
                    found += 1
                }
                if other != firstPlaces { firstPlaces.update(from: other, count: found) }
            } else {
                for place in 0..<length where Int(scratch[place]) == place {
                    firstPlaces[found] = Int32(truncatingIfNeeded: place)
                    found += 1
                }
            }
            // Representatives give way to numbers: first places are renumbered last, so that others can still read them.
            frequencies.update(repeating: 0, count: found)
            for number in 0..<found { scratch[Int(firstPlaces[number])] = -1 - Int32(truncatingIfNeeded: number) }
            for place in 0..<length {
                let value = scratch[place]
                let number = value < 0 ? -1 - value : -1 - scratch[Int(value)]
                frequencies[Int(number)] += 1
                if value >= 0 { scratch[place] = number }
            }
            for number in 0..<found { scratch[Int(firstPlaces[number])] = Int32(truncatingIfNeeded: number) }
            return found
        }
    }
}
