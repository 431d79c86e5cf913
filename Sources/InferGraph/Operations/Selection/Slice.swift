import InferTensors

/// The elements from a start to a stop, in steps, along some axes. Specification: `Slice-8`.
///
/// Inputs: data, starts, stops, steps and, optionally, the axes they are for (all, in order, by default).
package struct Slice: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Slice", opset: 8) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4...5)
        try context.checkRank(0, atLeast: 1, "data")
        var count: Int?
        for (index, what) in [(1, "starts"), (2, "stops"), (3, "steps"), (4, "axes")] where context.has(index) {
            try context.checkType(index, .integral, what)
            try context.checkRank(index, 1, what)
            guard let length = context.length(index) else { continue }
            if let count {
                try context.check(count == length, "the inputs of starts, stops, steps and axes differ in length: \(count) and \(length)")
            }
            count = length
        }
        let data = context.shape(0)
        guard var dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        if let count {
            try context.check(count <= dimensions.count, "\(count) starts are given; data \(data) has \(dimensions.count) axes")
        }
        let axes = context.has(4) ? try context.axes(4, rank: dimensions.count) : count.map { Array(0..<$0) }
        guard let axes else {
            // Some axes become shorter, but which is not known.
            return [TensorType(context.type(0), PartialShape(dimensions.map { $0.length == 0 ? $0 : Dimension(0, $0.max_length) }))]
        }
        try context.check(Set(axes).count == axes.count, "the axes \(axes) are not different ones")
        let steps = context.integers(3)
        if let steps { try context.check(!steps.contains(0), "a step is zero") }
        let unknown = Array(repeating: ValueBounds.unknown, count: axes.count)
        let starts = context.value(1)?.bounds ?? unknown
        let stops = context.value(2)?.bounds ?? unknown
        let isKnown = context.value(1)?.bounds != nil && context.value(2)?.bounds != nil
        var ranges: [Int: SliceRange] = [:]
        for (position, axis) in axes.enumerated() where position < starts.count && position < stops.count {
            let whole = dimensions[axis]
            guard let step = steps?[position], isKnown else {
                dimensions[axis] = Dimension(0, whole.max_length)
                continue
            }
            if let length = whole.length, let start = starts[position].exact, let stop = stops[position].exact {
                let range = SliceRange(length: length, start: start, stop: stop, step: step)
                ranges[axis] = range
                dimensions[axis] = Dimension(range.count)
            } else {
                dimensions[axis] = SliceRange.length(of: whole, start: starts[position], stop: stops[position], step: step)
            }
        }
        let shape = PartialShape(dimensions)
        guard ranges.count == axes.count else { return [TensorType(context.type(0), shape)] }
        let value = context.value(0)?.moved(from: data, to: shape) { coordinate in
            coordinate.enumerated().map { ranges[$0]?[$1] ?? $1 }
        }
        return [TensorType(context.type(0), shape, value: value)]
    }
}
