import InferGraph
import InferTensors

/// Each slice over some axes moved and scaled by its statistics, then multiplied with a scale and moved by a shift. Made by fusion; no
/// file holds it.
///
/// Inputs: data, then scale and shift where there are any; these broadcast to the data.
struct LayerNormalization: Operation {
    enum Statistic: String, CaseIterable, Sendable {
        /// Minus the mean, over the standard deviation.
        case deviation
        /// The same with the variance as the mean of squares minus the square of the mean.
        case deviationByMoments
        /// Over the root of the mean of squares: RMSNorm.
        case rootMeanSquare

        var takesMean: Bool { self != .rootMeanSquare }
    }

    var statistic = Statistic.deviation
    /// Counted from the front, in ascending order.
    var axes: [Int] = []
    var epsilon = 0.0
    /// Whether epsilon is added to the variance rather than to its root.
    var isEpsilonInsideRoot = true
    var hasScale = false
    var hasShift = false

    var key: OperationKey { OperationKey("LayerNormalization", "cpu") }

    mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("statistic", &statistic)
        try attributes.on("axes", &axes)
        try attributes.on("epsilon", &epsilon)
    }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1 + (hasScale ? 1 : 0) + (hasShift ? 1 : 0))
        if let rank = context.shape(0).dimensions?.count {
            try context.check(axes.allSatisfy { (0..<rank).contains($0) }, "axes \(axes) are outside a tensor of rank \(rank)")
        }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
