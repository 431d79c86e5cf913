import InferGraph
import InferTensors

/// Adds to a model what callers would otherwise do themselves: converting elements, layouts and colours, resizing, normalising.
///
/// ```swift
/// let processor = PrePostProcessor(model)
/// try processor.input().tensor().set_element_type(.u8).set_layout(Layout("NHWC")).set_color_format(.BGR)
/// try processor.input().preprocess().convert_color(.RGB).resize(.RESIZE_LINEAR).scale(255)
/// try processor.input().model().set_layout(Layout("NCHW"))
/// let model = try processor.build()
/// ```
/// Steps run in the order of the calls. Conversions of element type and layout that are still missing are added at the end.
public final class PrePostProcessor {
    private let model: Model
    private var inputInfos: [Int: InputInfo] = [:]
    private var outputInfos: [Int: OutputInfo] = [:]

    /// Begins with a model, which ``build()`` changes.
    public init(_ model: Model) { self.model = model }

    /// What is to be done to the only input.
    public func input() throws -> InputInfo { try input(model.input()) }
    /// What is to be done to the input at an index.
    public func input(_ index: Int) throws -> InputInfo { try input(model.input(index)) }
    /// What is to be done to the input with a tensor name.
    public func input(_ tensor_name: String) throws -> InputInfo { try input(model.input(tensor_name)) }
    /// What is to be done to the only output.
    public func output() throws -> OutputInfo { try output(model.output()) }
    /// What is to be done to the output at an index.
    public func output(_ index: Int) throws -> OutputInfo { try output(model.output(index)) }
    /// What is to be done to the output with a tensor name.
    public func output(_ tensor_name: String) throws -> OutputInfo { try output(model.output(tensor_name)) }

    private func input(_ port: Output) throws -> InputInfo {
        let index = model.inputs.firstIndex(of: port) ?? 0
        let info = inputInfos[index] ?? InputInfo()
        inputInfos[index] = info
        return info
    }

    private func output(_ port: Output) throws -> OutputInfo {
        let index = model.outputs.firstIndex(of: port) ?? 0
        let info = outputInfos[index] ?? OutputInfo()
        outputInfos[index] = info
        return info
    }

    /// Changes the model.
    ///
    /// - Returns: The model.
    /// - Throws: `RuntimeError` that names the port and the step that cannot be done; the model is then as it was.
    @discardableResult
    public func build() throws -> Model {
        try model.edit { edit in
            for (index, input) in model.inputs.enumerated() {
                guard let info = inputInfos[index] else { continue }
                let built = try info.build(input, "input \(index) of '\(model.friendly_name)'")
                edit.replaceParameter(input.node, with: built.parameters.map(\.node), read: built.result)
            }
            try edit.validate()
            for (index, output) in model.outputs.enumerated() {
                guard let info = outputInfos[index], let source = output.node.inputs.first else { continue }
                let built = try info.build(source, output.node.layout, "output \(index) of '\(model.friendly_name)'")
                try edit.replaceSource(of: output.node, with: built.tensor, built.layout)
            }
            try edit.validate()
        }
        inputInfos = [:]
        outputInfos = [:]
        return model
    }
}
