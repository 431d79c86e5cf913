import InferGraph
import InferTensors

/// What is done to an output after the model has given it, in the order of the calls.
public final class PostProcessSteps {
    private let steps = PreProcessSteps()

    var all: [PreProcessSteps.Step] { steps.steps }

    /// Converts the elements to a type.
    @discardableResult
    public func convert_element_type(_ type: ElementType) -> Self {
        steps.convert_element_type(type)
        return self
    }

    /// Reorders the axes.
    @discardableResult
    public func convert_layout(_ layout: Layout) -> Self {
        steps.convert_layout(layout)
        return self
    }

    /// Reorders the axes: axis `i` becomes what was axis `dims[i]`.
    @discardableResult
    public func convert_layout(_ dims: [Int]) -> Self {
        steps.convert_layout(dims)
        return self
    }

    /// Converts the colours.
    @discardableResult
    public func convert_color(_ format: ColorFormat) -> Self {
        steps.convert_color(format)
        return self
    }

    /// Brings elements outside of a range to its ends.
    @discardableResult
    public func clamp(_ min: Double, _ max: Double) -> Self {
        steps.clamp(min, max)
        return self
    }

    /// Adds operations of one's own.
    @discardableResult
    public func custom(_ body: @escaping (Output) throws -> Output) -> Self {
        steps.custom(body)
        return self
    }
}
