import InferTensors

/// A tensor repeated along axes to fill a shape. Specification: `Broadcast-1`, `Broadcast-3`.
///
/// Inputs: data, the wanted shape and, for explicit mode, the axes that the data's axes go to.
package struct Broadcast: Operation {
    /// The operation set that introduced this version: 1 or 3.
    package let opset: Int
    package var mode = BroadcastMode.numpy

    package init(opset: Int = 3) { self.opset = opset }

    package var key: OperationKey { OperationKey("Broadcast", opset: opset) }

    /// Version 1's names of the modes.
    private enum FirstMode: String, CaseIterable { case none, explicit, numpy, pdpd }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 3 { return try attributes.on("mode", &mode) }
        var named: FirstMode = mode == .explicit ? .none : mode == .pdpd ? .pdpd : .numpy
        try attributes.on("mode", &named)
        mode = named == .numpy ? .numpy : named == .pdpd ? .pdpd : .explicit
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        if opset >= 3 {
            try context.checkCount(mode == .explicit ? 3 : 2)
        } else {
            try context.checkCount(mode == .explicit ? 3...3 : 2...3)
        }
        try context.checkType(1, .integral, "wanted shape")
        try context.checkRank(1, 1, "wanted shape")
        let data = context.shape(0)
        let wanted = try context.dimensions(1, "wanted shape").map { PartialShape($0) } ?? .dynamic
        let shape: PartialShape
        var axes: [Int]?
        switch mode {
        case .explicit:
            try context.checkType(2, .integral, "axes")
            try context.checkRank(2, 1, "axes")
            axes = context.integers(2)
            try check(data, wanted, axes, context)
            shape = wanted
        case .numpy, .pdpd:
            if let given = data.dimensions, let target = wanted.dimensions {
                try context.check(given.count <= target.count, "data \(data) has more axes than the wanted shape \(wanted)")
                for (axis, dimension) in given.enumerated() {
                    let into = target[axis + target.count - given.count]
                    try context.check(
                        dimension.contains(1) || dimension.compatible(into),
                        "data \(data) does not broadcast to \(wanted): \(dimension) does not stretch to \(into)")
                }
            }
            shape = wanted
        case .bidirectional:
            guard let merged = data.broadcast(with: wanted, .numpy) else {
                throw context.failure("data \(data) and the wanted shape \(wanted) do not broadcast")
            }
            shape = merged
        }
        return [TensorType(context.type(0), shape, value: context.value(0).flatMap { value($0, data, shape, axes) })]
    }

    private func check(_ data: PartialShape, _ wanted: PartialShape, _ axes: [Int]?, _ context: InferenceContext) throws {
        guard let given = data.dimensions else { return }
        if let count = context.length(2) {
            // A scalar may name one axis.
            try context.check(
                count == given.count || (given.isEmpty && count <= 1), "\(count) axes are named for data \(data); expected \(given.count)")
        }
        guard let axes, let target = wanted.dimensions else { return }
        try context.check(axes == axes.sorted(), "the axes \(axes) are not in order: Broadcast does not transpose")
        for (axis, into) in axes.enumerated() {
            try context.check(target.indices.contains(into), "axis \(into) is outside the wanted shape \(wanted)")
            let dimension = given.isEmpty ? Dimension(1) : given[axis]
            let fits = given.isEmpty ? target[into].contains(1) : dimension.contains(1) || dimension.compatible(target[into])
            try context.check(fits, "data \(data) does not fit into axis \(into) of the wanted shape \(wanted)")
        }
    }

    private func value(_ input: PartialValue, _ data: PartialShape, _ shape: PartialShape, _ axes: [Int]?) -> PartialValue? {
        guard mode == .explicit else { return input.broadcast(from: data, to: shape) }
        guard let from = data.shape, let axes, axes.count >= from.count else { return nil }
        return input.moved(from: data, to: shape) { coordinate in from.indices.map { from[$0] == 1 ? 0 : coordinate[axes[$0]] } }
    }
}
