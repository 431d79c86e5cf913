import InferTensors

/// Elements brought to a number of levels between bounds, and to other bounds. Specification: `FakeQuantize-1`.
///
/// Inputs: data, the bounds of the input (low, high) and of the output (low, high), which broadcast to the data.
package struct FakeQuantize: Operation {
    package var levels = 0
    package var autoBroadcast = AutoBroadcast.numpy

    package init() {}

    package var key: OperationKey { OperationKey("FakeQuantize", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("levels", &levels, required: true)
        try attributes.on("auto_broadcast", &autoBroadcast)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(5)
        try context.check(levels >= 2, "levels is \(levels); expected at least 2")
        let type = try context.commonType(0..<5)
        for index in 1..<5 { try context.checkBroadcasts(index, to: 0, autoBroadcast) }
        return [TensorType(type, context.shape(0))]
    }
}

extension InferenceContext {
    /// Throws unless the input broadcasts to the shape of another.
    func checkBroadcasts(_ index: Int, to data: Int, _ rule: AutoBroadcast) throws {
        let merged = try rule.merge(shape(data), shape(index), self)
        guard let all = merged.dimensions, let own = shape(data).dimensions else { return }
        let extra = all.count - own.count
        try check(
            all[..<extra].allSatisfy { $0.contains(1) } && zip(all[extra...], own).allSatisfy { $0.compatible($1) },
            "input \(index) of shape \(shape(index)) does not broadcast to data \(shape(data))")
    }
}
