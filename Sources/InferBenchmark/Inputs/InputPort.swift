import Runtime

/// One of the model's inputs, and the shapes that its data will have.
struct InputPort {
    /// The name to print.
    let name: String
    let element_type: ElementType
    /// The shape in the model, once it is reshaped as the command line asks.
    var partial_shape: PartialShape
    /// How to read the dimensions; empty where that is not known.
    var layout: Layout
    /// Shapes for the data of a dynamic input, in the order of their use.
    var dataShapes: [Shape] = []

    /// The shapes of the data: the model's own where it is static.
    var shapes: [Shape] {
        get throws { partial_shape.is_static ? [try partial_shape.to_shape()] : dataShapes }
    }

    /// The dimension that counts the items of a batch.
    var batchAxis: Int? {
        get throws { layout.has_name("N") ? try layout.get_index_by_name("N") : nil }
    }

    /// A layout for what looks like a picture: of its first and last dimensions, one is a few colours.
    static func likelyLayout(_ shape: PartialShape) throws -> Layout {
        func isColours(_ dimension: Runtime.Dimension) -> Bool { (0...4).contains(dimension.max_length) }
        guard let dimensions = shape.dimensions, dimensions.count == 3 || dimensions.count == 4 else { return Layout() }
        let batch = dimensions.count == 4 ? "N" : ""
        switch (isColours(dimensions[dimensions.count - 3]), isColours(dimensions[dimensions.count - 1])) {
        case (true, false): return try Layout(batch + "CHW")
        case (false, true): return try Layout(batch + "HWC")
        default: return Layout()
        }
    }
}
