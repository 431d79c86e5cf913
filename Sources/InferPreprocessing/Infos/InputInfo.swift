import InferGraph
import InferTensors

/// What a caller gives to an input, what is done to it, and what the model expects.
public final class InputInfo {
    private let tensorInfo = InputTensorInfo()
    private let steps = PreProcessSteps()
    private let modelInfo = InputModelInfo()

    /// What a caller gives.
    public func tensor() -> InputTensorInfo { tensorInfo }
    /// What is done to it.
    public func preprocess() -> PreProcessSteps { steps }
    /// What the model expects.
    public func model() -> InputModelInfo { modelInfo }

    /// The inputs that take the place of a Parameter, and what the model reads instead of it.
    func build(_ parameter: Output, _ subject: String) throws -> (parameters: [Output], result: Output) {
        let modelLayout = modelInfo.layout ?? parameter.node.layout
        try modelLayout.check(against: parameter.partial_shape, "\(subject): the model's layout")
        let planarLayout = tensorInfo.color.planarOperation == nil ? nil : try Layout("NHWC")
        let tensorLayout = tensorInfo.layout ?? planarLayout ?? modelLayout
        let element_type = tensorInfo.element_type ?? parameter.element_type
        var state = StepState(
            tensors: [], layout: tensorLayout, color: tensorInfo.color,
            target: (parameter.element_type, modelLayout, parameter.partial_shape),
            subject: subject)
        let shape = try tensorInfo.shape(parameter.partial_shape, modelLayout, tensorLayout, subject)
        for (plane, shape) in try tensorInfo.planes(shape, subject) {
            let input = try opset.parameter(element_type, shape)
            input.node.friendly_name = parameter.node.friendly_name + plane
            input.set_names(Set(parameter.names.map { $0 + plane }))
            try input.node.set_layout(tensorLayout)
            if let memory = tensorInfo.memoryType { input.node.rt_info["memory_type"] = .value(memory) }
            state.tensors.append(input)
        }
        let parameters = state.tensors
        for step in steps.steps { try step(&state) }
        try state.convert(to: parameter.element_type)
        try state.convert(to: modelLayout)
        let result = try state.tensor(for: "the model")
        guard result.partial_shape.compatible(parameter.partial_shape) else {
            throw RuntimeError(
                .mismatch, "\(subject): the steps give shape \(result.partial_shape); the model expects \(parameter.partial_shape)")
        }
        return (parameters, result)
    }
}

/// What the model expects of an input.
public final class InputModelInfo {
    private(set) var layout: Layout?

    /// What the axes mean.
    @discardableResult
    public func set_layout(_ layout: Layout) -> Self {
        self.layout = layout
        return self
    }
}
