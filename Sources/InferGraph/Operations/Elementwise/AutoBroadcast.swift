import InferTensors

/// How the shapes of an elementwise operation's inputs are brought together.
package enum AutoBroadcast: String, CaseIterable, Sendable {
    /// The shapes must be equal.
    case none
    /// Shapes are aligned at their last axes; an axis of length 1 repeats.
    case numpy
    /// The second shape is aligned at an axis of the first; without one, at the last axes.
    case pdpd

    /// The shape that two inputs have together.
    ///
    /// - Parameter axis: where `pdpd` aligns the second shape; -1 for the last axes.
    /// - Throws: `RuntimeError` that names the node when the shapes do not fit.
    package func merge(_ left: PartialShape, _ right: PartialShape, axis: Int = -1, _ context: InferenceContext) throws -> PartialShape {
        var merged = left
        switch self {
        case .none:
            guard PartialShape.merge_into(&merged, right) else {
                throw context.failure("argument shapes are inconsistent: \(left) and \(right); expected equal shapes")
            }
        case .numpy:
            guard PartialShape.broadcast_merge_into(&merged, right) else {
                throw context.failure("argument shapes are inconsistent: \(left) and \(right) do not broadcast")
            }
        case .pdpd:
            guard let leftDimensions = left.dimensions, var rightDimensions = right.dimensions else { return .dynamic }
            let start = axis < 0 ? leftDimensions.count - rightDimensions.count : axis
            while rightDimensions.last == Dimension(1), start + rightDimensions.count > leftDimensions.count {
                rightDimensions.removeLast()
            }
            guard start >= 0, start + rightDimensions.count <= leftDimensions.count else {
                throw context.failure("shape \(right) does not fit into \(left) at axis \(start)")
            }
            rightDimensions += Array(repeating: Dimension(1), count: leftDimensions.count - start - rightDimensions.count)
            guard PartialShape.broadcast_merge_into(&merged, PartialShape(rightDimensions)) else {
                throw context.failure("argument shapes are inconsistent: \(left) and \(right) do not broadcast at axis \(start)")
            }
        }
        return merged
    }
}
