import InferKernels

/// The terms of targets one after another, and how many each has.
struct InterpolationTables {
    /// Whether each target is a copy of one input: it then has one term, whether it is zero or not.
    let isCopy: Bool
    private(set) var terms: [InterpolationTerm] = []
    private(set) var counts: [Int32] = []

    init(isCopy: Bool) { self.isCopy = isCopy }

    /// Adds a target: a place along an axis whose elements are `stride` elements apart.
    mutating func append(_ axis: InterpolationAxis, _ position: Int, stride: Int) { append { $0.add(axis, position, stride, 0, 1) } }

    /// Adds a target: coordinates along axes, of which those that are not resized count for nothing.
    mutating func append(_ walks: [Interpolation.Walk], _ coordinates: [Int]) {
        let places = walks.indices.filter { walks[$0].axis != nil }
        append { $0.add(walks, coordinates, places[...], 0, 1) }
    }

    private mutating func append(_ add: (inout Self) -> Void) {
        let first = terms.count
        add(&self)
        if isCopy, terms.count == first { terms.append(InterpolationTerm(first: -1, weight: 0)) }
        counts.append(Int32(terms.count - first))
    }

    /// The products of the taps of all axes, those of the last in pairs.
    private mutating func add(
        _ walks: [Interpolation.Walk], _ coordinates: [Int], _ places: ArraySlice<Int>, _ offset: Int, _ weight: Float
    ) {
        guard let place = places.first, let axis = walks[place].axis else {
            return terms.append(InterpolationTerm(first: offset, weight: weight))
        }
        let position = coordinates[place]
        if places.count == 1 { return add(axis, position, walks[place].inputStride, offset, weight) }
        for tap in 0..<Int(axis.counts[position]) {
            let next = offset + (Int(axis.starts[position]) + tap) * walks[place].inputStride * 4
            add(walks, coordinates, places.dropFirst(), next, weight * axis.weights[position * axis.stride + tap])
        }
    }

    private mutating func add(_ axis: InterpolationAxis, _ position: Int, _ stride: Int, _ offset: Int, _ weight: Float) {
        func place(_ tap: Int) -> Int { offset + (Int(axis.starts[position]) + tap) * stride * 4 }
        func factor(_ tap: Int) -> Float { weight * axis.weights[position * axis.stride + tap] }
        let count = Int(axis.counts[position])
        for tap in Swift.stride(from: 0, to: count, by: 2) {
            // A second tap of weight zero is not read.
            let isPair = tap + 1 < count && factor(tap + 1) != 0
            terms.append(
                InterpolationTerm(
                    first: place(tap), factor(tap), second: isPair ? place(tap + 1) : -1, isPair ? factor(tap + 1) : 0))
        }
    }

    /// All places along axes, the last axis fastest.
    static func places(_ walks: [Interpolation.Walk]) -> [(coordinates: [Int], source: Int, target: Int)] {
        let count = walks.reduce(1) { $0 * $1.length }
        return (0..<count).map { index in
            var rest = index
            var coordinates = [Int](repeating: 0, count: walks.count)
            var (source, target) = (0, 0)
            for axis in walks.indices.reversed() {
                let position = rest % walks[axis].length
                rest /= walks[axis].length
                coordinates[axis] = position
                if walks[axis].axis == nil { source += position * walks[axis].inputStride * 4 }
                target += position * walks[axis].outputStride * 4
            }
            return (coordinates, source, target)
        }
    }
}
