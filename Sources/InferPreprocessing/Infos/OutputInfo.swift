import InferGraph
import InferTensors

/// What the model gives, what is done to it, and what a caller gets.
public final class OutputInfo {
    private let modelInfo = OutputModelInfo()
    private let steps = PostProcessSteps()
    private let tensorInfo = OutputTensorInfo()

    /// What the model gives.
    public func model() -> OutputModelInfo { modelInfo }
    /// What is done to it.
    public func postprocess() -> PostProcessSteps { steps }
    /// What a caller gets.
    public func tensor() -> OutputTensorInfo { tensorInfo }

    /// What a caller gets of what the model gives, and what its axes mean.
    func build(_ source: Output, _ layout: Layout, _ subject: String) throws -> (tensor: Output, layout: Layout) {
        var state = StepState(
            tensors: [source], layout: modelInfo.layout ?? layout, color: modelInfo.color, target: nil, subject: subject)
        try state.layout.check(against: source.partial_shape, "\(subject): the model's layout")
        for step in steps.all { try step(&state) }
        if let element_type = tensorInfo.element_type { try state.convert(to: element_type) }
        if let layout = tensorInfo.layout { try state.convert(to: layout) }
        return (try state.tensor(for: "the output"), state.layout)
    }
}

/// What the model gives at an output.
public final class OutputModelInfo {
    private(set) var layout: Layout?
    private(set) var color = ColorFormat.UNDEFINED

    /// What the axes mean.
    @discardableResult
    public func set_layout(_ layout: Layout) -> Self {
        self.layout = layout
        return self
    }

    /// How colours are stored.
    @discardableResult
    public func set_color_format(_ format: ColorFormat) -> Self {
        color = format
        return self
    }
}

/// What a caller gets at an output, where it is not what the model gives.
public final class OutputTensorInfo {
    private(set) var element_type: ElementType?
    private(set) var layout: Layout?

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
}
