extension Tensor {
    /// A box of elements of another tensor.
    struct Region: Sendable {
        let parent: Tensor
        let begin: Coordinate
        let end: Coordinate

        /// The lengths of the box; the caller has checked that the ranks agree.
        var extent: Shape { Shape(zip(begin, end).map { $1 - $0 }) }

        /// Whether the box lies within a shape.
        func fits(_ shape: Shape) -> Bool {
            begin.count == shape.count && end.count == shape.count
                && shape.indices.allSatisfy { 0 <= begin[$0] && begin[$0] <= end[$0] && end[$0] <= shape[$0] }
        }

        func check(owner: TensorSnapshot) throws {
            guard !owner.element_type.isSubByte else {
                throw RuntimeError(
                    .invalidArgument,
                    "There are no regions of a tensor of \(owner.element_type): elements smaller than a byte have no addresses.")
            }
            guard fits(owner.shape) else {
                throw RuntimeError(.invalidArgument, "The region from \(begin) to \(end) is not within a tensor of shape \(owner.shape).")
            }
        }

        /// The box, or with a smaller shape a part of it, in the parent's memory.
        ///
        /// A shape of higher rank has lengths of 1 before the parent's axes; their strides reach over what follows them.
        func view(of owner: TensorSnapshot, shape: Shape) throws -> TensorSnapshot {
            var strides = owner.strides
            if shape.count > strides.count {
                let outermost = strides.isEmpty ? owner.element_type.size : strides[0] * owner.shape[0]
                strides.insert(contentsOf: repeatElement(outermost, count: shape.count - strides.count), at: 0)
            }
            let offset = zip(begin, owner.strides).reduce(0) { $0 + $1.0 * $1.1 }
            return try TensorSnapshot(owner.element_type, shape, strides, owner.data + offset, owner.memory)
        }

        /// Refuses what the box has no room for. Lengths are compared from the innermost axis; further axes must be 1, and none may go.
        func check(_ shape: Shape, insteadOf current: Shape) throws {
            let extent = extent
            let added = shape.count - extent.count
            guard shape.count >= current.count, added >= 0 else {
                throw RuntimeError(
                    .mismatch, "Cannot set new shape \(shape) for a region of interest: its rank is \(current.count) already.")
            }
            for axis in shape.indices where shape[axis] < 0 || shape[axis] > (axis < added ? 1 : extent[axis - added]) {
                throw RuntimeError(
                    .mismatch,
                    "Cannot set new shape \(shape) for a region of interest of \(extent): the length of axis \(axis) does not fit.")
            }
            for axis in 0..<added where shape[axis] != 1 {
                throw RuntimeError(
                    .mismatch, "Cannot set new shape \(shape) for a region of interest of \(extent): axis \(axis) must be 1.")
            }
        }
    }
}
