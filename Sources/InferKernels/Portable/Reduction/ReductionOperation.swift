/// What becomes of the elements along the reduced axes.
///
/// Integers are computed in their own width (the mean and L2 in 64 bits), `f16` and `bf16` in `Float`. Maxima and minima pass over NaN, as
/// OpenVINO's do. Of no elements the sum, the mean and the norms are 0, the product 1, the maximum and minimum the type's ends.
package enum ReductionOperation: Hashable, Sendable, CaseIterable {
    case sum, mean, maximum, minimum, product
    /// The sum of magnitudes, and the root of the sum of squares.
    case l1, l2
    /// Of type `boolean`.
    case logicalAnd, logicalOr
}
