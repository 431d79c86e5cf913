import InferTensors

extension PartialValue {
    /// The elements of a tensor each of which is a copy of one of this one.
    ///
    /// - Parameters:
    ///   - input: the shape of the tensor whose elements these are.
    ///   - output: the shape of the result.
    ///   - source: where the element at a coordinate of the result comes from.
    /// - Returns: nil when the shapes are not known, the result is too large to be of use, or a source is outside.
    func moved(from input: PartialShape, to output: PartialShape, _ source: (_ coordinate: [Int]) -> [Int]) -> PartialValue? {
        guard let from = input.shape, let to = output.shape, shape_size(from) == count, shape_size(to) <= Self.maximumCount else {
            return nil
        }
        // Without elements there are no positions, and the other lengths may be absurd.
        if count == 0 { return shape_size(to) == 0 ? self : nil }
        var positions: [Int] = []
        positions.reserveCapacity(shape_size(to))
        let complete = forEachCoordinate(of: Array(to)) { coordinate in
            let read = source(coordinate)
            guard read.count == from.count else { return false }
            var position = 0
            for (axis, index) in read.enumerated() {
                guard index >= 0, index < from[axis] else { return false }
                position = position * from[axis] + index
            }
            positions.append(position)
            return true
        }
        return complete ? picking(positions) : nil
    }

    /// The same elements in another shape, if it holds as many.
    func reshaped(to shape: PartialShape) -> PartialValue? { shape.shape.map(shape_size) == count ? self : nil }

    /// The same elements repeated as broadcasting does.
    func broadcast(from input: PartialShape, to output: PartialShape) -> PartialValue? {
        guard let from = input.shape, let to = output.shape, from.count <= to.count else { return nil }
        let offset = to.count - from.count
        return moved(from: input, to: output) { coordinate in from.indices.map { from[$0] == 1 ? 0 : coordinate[offset + $0] } }
    }
}

/// Calls `body` with each coordinate of a shape in row-major order, until it says no.
///
/// - Returns: whether all were visited.
@discardableResult
func forEachCoordinate(of shape: [Int], _ body: (_ coordinate: [Int]) -> Bool) -> Bool {
    if shape.contains(where: { $0 <= 0 }) { return true }
    var coordinate = Array(repeating: 0, count: shape.count)
    while true {
        guard body(coordinate) else { return false }
        var axis = shape.count - 1
        while axis >= 0, coordinate[axis] == shape[axis] - 1 {
            coordinate[axis] = 0
            axis -= 1
        }
        if axis < 0 { return true }
        coordinate[axis] += 1
    }
}
