import InferTensors

/// The elements from a begin to an end, in strides, with NumPy's new axes, dropped axes and ellipsis. Specification: `StridedSlice-1`.
///
/// Inputs: data, begins, ends and, optionally, strides: one for each leading axis of the slice. A mask has 1 where it applies; a mask
/// that is shorter than the inputs applies to none of the rest.
package struct StridedSlice: Operation {
    /// 1 where the begin is ignored: the slice starts at the axis' end that its stride leads away from.
    package var beginMask: [Int] = []
    /// 1 where the end is ignored: the slice runs through.
    package var endMask: [Int] = []
    /// 1 where an axis of length 1 is put in.
    package var newAxisMask: [Int] = []
    /// 1 where a single element is taken and its axis dropped.
    package var shrinkAxisMask: [Int] = []
    /// 1 where as many whole axes are taken as the others leave.
    package var ellipsisMask: [Int] = []

    package init() {}

    package var key: OperationKey { OperationKey("StridedSlice", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("begin_mask", &beginMask)
        try attributes.on("end_mask", &endMask)
        try attributes.on("new_axis_mask", &newAxisMask)
        try attributes.on("shrink_axis_mask", &shrinkAxisMask)
        try attributes.on("ellipsis_mask", &ellipsisMask)
    }

    /// What becomes of the data's axes, in order, and where new ones are put in.
    package enum Part: Hashable, Sendable {
        /// The next axis as it is.
        case whole
        /// The next axis sliced by the entry of the inputs.
        case slice(entry: Int)
        /// One element of the next axis, whose axis is dropped.
        case element(entry: Int)
        /// A new axis of length 1.
        case newAxis
    }

    /// What the masks say, for `count` entries of the inputs and data of a rank; nil when the data has too few axes.
    package func parts(count: Int, rank: Int) -> [Part]? {
        func masks(_ mask: [Int], _ entry: Int) -> Bool { entry < mask.count && mask[entry] == 1 }
        let ellipsis = (0..<count).first { masks(ellipsisMask, $0) }
        let taken = (0..<count).count { $0 != ellipsis && !masks(newAxisMask, $0) }
        guard taken <= rank else { return nil }
        var parts: [Part] = []
        for entry in 0..<count {
            if entry == ellipsis {
                parts += Array(repeating: .whole, count: rank - taken)
            } else if masks(newAxisMask, entry) {
                parts.append(.newAxis)
            } else {
                parts.append(masks(shrinkAxisMask, entry) ? .element(entry: entry) : .slice(entry: entry))
            }
        }
        if ellipsis == nil { parts += Array(repeating: .whole, count: rank - taken) }
        return parts
    }

    /// The elements that an entry takes of an axis of the length.
    package func range(entry: Int, length: Int, begin: Int, end: Int, stride: Int) -> SliceRange {
        let (start, stop) = ends(entry, ValueBounds(begin), ValueBounds(end), stride)
        return SliceRange(length: length, start: start.lower, stop: stop.lower, step: stride)
    }

    private func ends(_ entry: Int, _ begin: ValueBounds, _ end: ValueBounds, _ stride: Int) -> (ValueBounds, ValueBounds) {
        func masks(_ mask: [Int]) -> Bool { entry < mask.count && mask[entry] == 1 }
        return (
            masks(beginMask) ? ValueBounds(stride > 0 ? 0 : .max) : begin,
            masks(endMask) ? ValueBounds(stride > 0 ? .max : .min) : end
        )
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...4)
        var count: Int?
        for (index, what) in [(1, "begins"), (2, "ends"), (3, "strides")] where context.has(index) {
            try context.checkType(index, .integral, what)
            try context.checkRank(index, 1, what)
            guard let length = context.length(index) else { continue }
            if let count { try context.check(count == length, "begins, ends and strides differ in length: \(count) and \(length)") }
            count = length
        }
        for mask in [beginMask, endMask, newAxisMask, shrinkAxisMask, ellipsisMask] {
            try context.check(mask.allSatisfy { $0 == 0 || $0 == 1 }, "a mask is \(mask); expected zeros and ones")
        }
        let lengths = Set([beginMask, endMask, newAxisMask, shrinkAxisMask, ellipsisMask].map(\.count)).subtracting([0])
        try context.check(lengths.count <= 1, "the masks have \(lengths.sorted()) entries; expected all that are given to have as many")
        try context.check(ellipsisMask.count { $0 == 1 } <= 1, "ellipsis_mask is \(ellipsisMask); expected at most one 1")
        let data = context.shape(0)
        guard let dimensions = data.dimensions, let count, count <= PartialValue.maximumCount else {
            return [TensorType(context.type(0), .dynamic)]
        }
        guard let parts = parts(count: count, rank: dimensions.count) else {
            throw context.failure("\(count) begins are given, more than data \(data) has axes")
        }
        let strides = context.has(3) ? context.integers(3) : Array(repeating: 1, count: count)
        if let strides { try context.check(!strides.contains(0), "a stride is zero") }
        return [try sliced(context, data, dimensions, parts, strides)]
    }

    private func sliced(
        _ context: InferenceContext, _ data: PartialShape, _ dimensions: [Dimension], _ parts: [Part], _ strides: [Int]?
    ) throws -> TensorType {
        let begins = context.value(1)?.bounds
        let ends = context.value(2)?.bounds
        var shape: [Dimension] = []
        // For each axis of the data: the axis of the result that runs along it, and how; nil when that is not known.
        var sources: [(axis: Int?, range: SliceRange?)?] = []
        for part in parts {
            switch part {
            case .newAxis: shape.append(1)
            case .whole:
                let whole = dimensions[sources.count]
                sources.append((shape.count, nil))
                shape.append(whole)
            case .element(let entry):
                if let index = begins?[entry].exact, let length = dimensions[sources.count].length {
                    let position = index < 0 ? clampedSum(index, length) : index
                    sources.append((nil, SliceRange(length: length, start: position, stop: length, step: 1)))
                } else {
                    sources.append(nil)
                }
            case .slice(let entry):
                let whole = dimensions[sources.count]
                guard let begin = begins?[entry], let end = ends?[entry], let stride = strides?[entry] else {
                    sources.append(nil)
                    shape.append(Dimension(0, whole.max_length))
                    continue
                }
                let (start, stop) = self.ends(entry, begin, end, stride)
                if let length = whole.length, let from = start.exact, let to = stop.exact {
                    let range = SliceRange(length: length, start: from, stop: to, step: stride)
                    sources.append((shape.count, range))
                    shape.append(Dimension(range.count))
                } else {
                    sources.append(nil)
                    shape.append(SliceRange.length(of: whole, start: start, stop: stop, step: stride))
                }
            }
        }
        let result = PartialShape(shape)
        let known = sources.compactMap { $0 }
        guard known.count == sources.count else { return TensorType(context.type(0), result) }
        let value = context.value(0)?.moved(from: data, to: result) { coordinate in
            known.map { axis, range in
                let index = axis.map { coordinate[$0] } ?? 0
                return range.map { $0[index] } ?? index
            }
        }
        return TensorType(context.type(0), result, value: value)
    }
}
