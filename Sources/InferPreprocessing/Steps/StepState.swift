import InferGraph
import InferTensors

/// The tensor that steps work on, and what is known of it.
struct StepState {
    /// The tensor; several while the planes of a picture are apart.
    var tensors: [Output]
    var layout: Layout
    var color: ColorFormat
    /// What the model expects, for steps that are not told what to make; nil after the model.
    var target: (element_type: ElementType, layout: Layout, shape: PartialShape)?
    /// How messages name the port.
    let subject: String

    /// The only tensor.
    ///
    /// - Throws: `RuntimeError` while the planes of a picture are apart.
    func tensor(for step: String) throws -> Output {
        guard tensors.count == 1 else {
            throw RuntimeError(.invalidArgument, "\(subject): \(step) needs one tensor; planes of \(color) come first to convert_color()")
        }
        return tensors[0]
    }

    /// The axis of a name.
    func axis(_ name: String, for step: String) throws -> Int {
        guard let axis = layout.index(of: name) else {
            throw RuntimeError(.invalidArgument, "\(subject): \(step) needs the axis \(name) in the layout, which is \(layout)")
        }
        guard axis < 0 else { return axis }
        guard let rank = try tensor(for: step).partial_shape.rank.length else {
            throw RuntimeError(.invalidArgument, "\(subject): \(step) needs a tensor of known rank for layout \(layout)")
        }
        return axis + rank
    }

    /// Values along one axis, or one for all elements, as a constant that the tensor can be combined with.
    func constant(_ values: [Float], along name: String, for step: String) throws -> Output {
        let tensor = try tensor(for: step)
        var shape: Shape = []
        if values.count != 1 {
            let axis = try axis(name, for: step)
            guard let dimensions = tensor.partial_shape.dimensions, axis < dimensions.count, dimensions[axis].contains(values.count) else {
                throw RuntimeError(
                    .invalidArgument,
                    "\(subject): \(step) has \(values.count) values; axis \(name) of \(tensor.partial_shape) has not as many")
            }
            shape = Shape((0..<dimensions.count).map { $0 == axis ? values.count : 1 })
        }
        let constant = try opset.constant(values, shape: shape)
        return tensor.element_type == .f32
            ? constant : try opset.create("Convert", [constant], ["destination_type": .elementType(tensor.element_type)])
    }

    mutating func replace(_ type: String, _ inputs: [Output], _ attributes: [String: AttributeValue] = [:]) throws {
        tensors = [try opset.create(type, inputs, attributes)]
    }

    // MARK: Steps

    mutating func convert(to element_type: ElementType) throws {
        let tensor = try tensor(for: "convert_element_type()")
        if tensor.element_type == element_type { return }
        try replace("Convert", [tensor], ["destination_type": .elementType(element_type)])
    }

    mutating func transpose(_ order: [Int]) throws {
        let tensor = try tensor(for: "convert_layout()")
        if order == Array(order.indices) { return }
        try replace("Transpose", [tensor, opset.constant(order.map(Int64.init), shape: [order.count])])
    }

    mutating func convert(to target: Layout) throws {
        defer { layout = target }
        if layout.empty || target.empty || layout == target { return }
        try transpose(layout.permutation(to: target, try tensor(for: "convert_layout()").partial_shape, subject))
    }

    /// Mirrors an axis.
    mutating func reverseChannels(for step: String) throws {
        let axis = try axis("C", for: step)
        try slice([(axis, -1, Int.min, -1)], for: step)
    }

    /// Takes a range of some axes.
    mutating func slice(_ ranges: [(axis: Int, start: Int, stop: Int, step: Int)], for step: String) throws {
        func constant(_ values: [Int]) throws -> Output { try opset.constant(values.map(Int64.init), shape: [values.count]) }
        try replace(
            "Slice",
            [
                tensor(for: step), constant(ranges.map(\.start)), constant(ranges.map(\.stop)), constant(ranges.map(\.step)),
                constant(ranges.map(\.axis)),
            ])
    }
}

extension Layout {
    /// The order in which axes are taken to come to another layout.
    func permutation(to target: Layout, _ shape: PartialShape, _ subject: String) throws -> [Int] {
        func names(_ layout: Layout) throws -> [String?] {
            guard let rank = shape.rank.length, let names = layout.names(rank: rank) else {
                throw RuntimeError(.invalidArgument, "\(subject): layout \(layout) does not say what each axis of shape \(shape) is")
            }
            return names
        }
        let present = try names(self)
        var used: Set<Int> = []
        return try names(target).map { name in
            guard let axis = present.indices.first(where: { present[$0] == name && !used.contains($0) }) else {
                throw RuntimeError(
                    .invalidArgument, "\(subject): layout \(self) cannot be converted to \(target): there is no axis \(name ?? "?")")
            }
            used.insert(axis)
            return axis
        }
    }
}
