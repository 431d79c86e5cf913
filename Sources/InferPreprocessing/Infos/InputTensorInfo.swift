import InferGraph
import InferTensors

/// What a caller gives to an input, where it is not what the model expects.
public final class InputTensorInfo {
    private(set) var element_type: ElementType?
    private(set) var layout: Layout?
    private(set) var color = ColorFormat.UNDEFINED
    private(set) var memoryType: String?
    private var planeNames: [String] = []
    private var shape: PartialShape?
    private var spatial: (height: Dimension, width: Dimension)?

    /// The type of the elements.
    @discardableResult
    public func set_element_type(_ type: ElementType) -> Self {
        element_type = type
        return self
    }

    /// What the axes mean.
    @discardableResult
    public func set_layout(_ layout: Layout) -> Self {
        self.layout = layout
        return self
    }

    /// Height and width are those of each picture.
    @discardableResult
    public func set_spatial_dynamic_shape() -> Self {
        spatial = (.dynamic, .dynamic)
        return self
    }

    /// Height and width where they are not the model's.
    @discardableResult
    public func set_spatial_static_shape(_ height: Int, _ width: Int) -> Self {
        spatial = (Dimension(height), Dimension(width))
        return self
    }

    /// How colours are stored. Formats of several planes make several inputs.
    ///
    /// - Parameter sub_names: The names of the planes, which follow the input's after a slash.
    @discardableResult
    public func set_color_format(_ format: ColorFormat, _ sub_names: [String] = []) -> Self {
        color = format
        planeNames = sub_names
        return self
    }

    /// Where the tensor lies, as a note for devices.
    @discardableResult
    public func set_memory_type(_ memory_type: String) -> Self {
        memoryType = memory_type
        return self
    }

    /// The shape where it is not the model's.
    @discardableResult
    public func set_shape(_ shape: PartialShape) -> Self {
        self.shape = shape
        return self
    }

    /// Element type and shape of a tensor.
    @discardableResult
    public func set_from(_ tensor: Tensor) -> Self {
        set_element_type(tensor.element_type).set_shape(PartialShape(tensor.shape))
    }

    /// The shape that a caller gives, of all planes together.
    func shape(_ model: PartialShape, _ modelLayout: Layout, _ tensorLayout: Layout, _ subject: String) throws -> PartialShape {
        var shape = model
        if let given = self.shape {
            shape = given
        } else if !modelLayout.empty, !tensorLayout.empty, modelLayout != tensorLayout, let dimensions = model.dimensions {
            shape = PartialShape(try modelLayout.permutation(to: tensorLayout, model, subject).map { dimensions[$0] })
        }
        guard let spatial else { return shape }
        guard var dimensions = shape.dimensions, let height = tensorLayout.index(of: "H"), let width = tensorLayout.index(of: "W") else {
            throw RuntimeError(
                .invalidArgument, "\(subject): a spatial shape needs H and W in the tensor's layout, which is \(tensorLayout)")
        }
        dimensions[height < 0 ? height + dimensions.count : height] = spatial.height
        dimensions[width < 0 ? width + dimensions.count : width] = spatial.width
        return PartialShape(dimensions)
    }

    /// The shape of each input, with what its name ends with.
    func planes(_ shape: PartialShape, _ subject: String) throws -> [(name: String, shape: PartialShape)] {
        guard color.planarOperation != nil else { return [("", shape)] }
        guard let dimensions = shape.dimensions, dimensions.count == 4 else {
            throw RuntimeError(.invalidArgument, "\(subject): \(color) needs a tensor of four axes, NHWC; it is \(shape)")
        }
        func scaled(_ axis: Int, by numerator: Int, over denominator: Int) throws -> Dimension {
            guard let length = dimensions[axis].length else { return .dynamic }
            guard length % denominator == 0 else {
                throw RuntimeError(.invalidArgument, "\(subject): height and width of \(color) must be even; the shape is \(shape)")
            }
            return Dimension(length / denominator * numerator)
        }
        if color.planes.isEmpty {
            return [("", PartialShape([dimensions[0], try scaled(1, by: 3, over: 2), dimensions[2], 1]))]
        }
        guard planeNames.isEmpty || planeNames.count == color.planes.count else {
            throw RuntimeError(
                .invalidArgument, "\(subject): \(color) has \(color.planes.count) planes; there are \(planeNames.count) names")
        }
        let names = planeNames.isEmpty ? color.planes : planeNames
        let channels: [Dimension] = color == .NV12_TWO_PLANES ? [1, 2] : [1, 1, 1]
        return try names.indices.map { plane in
            let height = plane == 0 ? dimensions[1] : try scaled(1, by: 1, over: 2)
            let width = plane == 0 ? dimensions[2] : try scaled(2, by: 1, over: 2)
            return ("/" + names[plane], PartialShape([dimensions[0], height, width, channels[plane]]))
        }
    }
}
