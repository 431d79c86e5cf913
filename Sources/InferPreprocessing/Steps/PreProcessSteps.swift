import InferGraph
import InferTensors

/// What is done to an input before the model sees it, in the order of the calls.
///
/// What is wrong with a step is found when ``PrePostProcessor/build()`` makes it.
public final class PreProcessSteps {
    typealias Step = (inout StepState) throws -> Void

    private(set) var steps: [Step] = []

    @discardableResult
    func add(_ step: @escaping Step) -> Self {
        steps.append(step)
        return self
    }

    /// Converts the elements to a type; without one, to the model's.
    @discardableResult
    public func convert_element_type(_ type: ElementType = .dynamic) -> Self {
        add { state in try state.convert(to: type == .dynamic ? state.target?.element_type ?? .f32 : type) }
    }

    /// Reorders the axes; without a layout, to the model's.
    @discardableResult
    public func convert_layout(_ layout: Layout = Layout()) -> Self {
        add { state in try state.convert(to: layout.empty ? state.target?.layout ?? layout : layout) }
    }

    /// Reorders the axes: axis `i` becomes what was axis `dims[i]`.
    @discardableResult
    public func convert_layout(_ dims: [Int]) -> Self {
        add { state in
            let rank = try state.tensor(for: "convert_layout()").partial_shape.rank.length
            guard dims.sorted() == Array(dims.indices), rank == nil || rank == dims.count else {
                throw RuntimeError(.invalidArgument, "\(state.subject): convert_layout(\(dims)) does not order the axes")
            }
            let names = state.layout.names(rank: dims.count)
            try state.transpose(dims)
            state.layout = try names.map { names in try Layout(listing: dims.map { names[$0] }) } ?? Layout()
        }
    }

    /// Converts the colours.
    @discardableResult
    public func convert_color(_ format: ColorFormat) -> Self { add { try $0.convertColor(to: format) } }

    /// Mirrors the channels: RGB becomes BGR.
    @discardableResult
    public func reverse_channels() -> Self { add { try $0.reverseChannels(for: "reverse_channels()") } }

    /// Brings pictures to a size; without one, to the model's.
    @discardableResult
    public func resize(_ algorithm: ResizeAlgorithm) -> Self { add { try $0.resize(algorithm, nil) } }

    /// Brings pictures to a size.
    @discardableResult
    public func resize(_ algorithm: ResizeAlgorithm, _ height: Int, _ width: Int) -> Self {
        add { try $0.resize(algorithm, (height, width)) }
    }

    /// Subtracts a value.
    @discardableResult
    public func mean(_ value: Float) -> Self { mean([value]) }

    /// Subtracts a value for each channel.
    @discardableResult
    public func mean(_ values: [Float]) -> Self {
        add { try $0.replace("Subtract", [$0.tensor(for: "mean()"), $0.constant(values, along: "C", for: "mean()")]) }
    }

    /// Divides by a value.
    @discardableResult
    public func scale(_ value: Float) -> Self { scale([value]) }

    /// Divides by a value for each channel.
    @discardableResult
    public func scale(_ values: [Float]) -> Self {
        add { try $0.replace("Divide", [$0.tensor(for: "scale()"), $0.constant(values, along: "C", for: "scale()")]) }
    }

    /// Brings elements outside of a range to its ends.
    @discardableResult
    public func clamp(_ min: Double, _ max: Double) -> Self {
        add { try $0.replace("Clamp", [$0.tensor(for: "clamp()")], ["min": .real(min), "max": .real(max)]) }
    }

    /// Takes a box out of the tensor, up to, not including, `end` on each axis.
    @discardableResult
    public func crop(_ begin: [Int], _ end: [Int]) -> Self {
        add { state in
            guard begin.count == end.count else {
                throw RuntimeError(.invalidArgument, "\(state.subject): crop() begins at \(begin) and ends at \(end)")
            }
            try state.slice(begin.indices.map { ($0, begin[$0], end[$0], 1) }, for: "crop()")
        }
    }

    /// Adds elements around the tensor.
    @discardableResult
    public func pad(_ pads_begin: [Int], _ pads_end: [Int], _ value: Float, _ mode: PaddingMode) -> Self {
        add { state in
            let tensor = try state.tensor(for: "pad()")
            func constant(_ values: [Int]) throws -> Output { try opset.constant(values.map(Int64.init), shape: [values.count]) }
            var element = try opset.constant([value], shape: [])
            if tensor.element_type != .f32 {
                element = try opset.create("Convert", [element], ["destination_type": .elementType(tensor.element_type)])
            }
            try state.replace(
                "Pad", [tensor, constant(pads_begin), constant(pads_end), element], ["pad_mode": .string(mode.rawValue.lowercased())])
        }
    }

    /// Adds operations of one's own.
    @discardableResult
    public func custom(_ body: @escaping (Output) throws -> Output) -> Self {
        add { $0.tensors = [try body($0.tensor(for: "custom()"))] }
    }
}
