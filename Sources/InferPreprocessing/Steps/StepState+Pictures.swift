import InferGraph
import InferTensors

extension StepState {
    mutating func resize(_ algorithm: ResizeAlgorithm, _ size: (height: Int, width: Int)?) throws {
        let tensor = try tensor(for: "resize()")
        let axes = [try axis("H", for: "resize()"), try axis("W", for: "resize()")]
        let lengths: [Int]
        if let size {
            lengths = [size.height, size.width]
        } else {
            guard let target, let dimensions = target.shape.dimensions else {
                throw RuntimeError(.invalidArgument, "\(subject): resize() needs height and width where the model's shape is not known")
            }
            lengths = try ["H", "W"].map { name in
                guard let axis = target.layout.index(of: name) else {
                    throw RuntimeError(
                        .invalidArgument, "\(subject): resize() needs the axis \(name) in the model's layout, \(target.layout)")
                }
                guard let length = dimensions[axis < 0 ? axis + dimensions.count : axis].length else {
                    throw RuntimeError(.invalidArgument, "\(subject): resize() needs \(name) where the model's shape is \(target.shape)")
                }
                return length
            }
        }
        try replace(
            "Interpolate",
            [
                tensor, opset.constant(lengths.map(Int64.init), shape: [2]), opset.constant(axes.map(Int64.init), shape: [2]),
            ], ["mode": .string(algorithm.mode), "shape_calculation_mode": "sizes", "pads_begin": [0, 0], "pads_end": [0, 0]])
    }

    mutating func convertColor(to target: ColorFormat) throws {
        let step = "convert_color(\(target))"
        if color == target { return }
        if let operation = color.planarOperation {
            guard target == .RGB || target == .BGR else { throw unknown(step) }
            try replace("\(operation)to\(target)", tensors)
            layout = try Layout("NHWC")
        } else if target == .GRAY, let channels = color.channels, channels == 3 {
            try convertToGray(step)
        } else if let channels = color.channels, let wanted = target.channels, channels > 1, wanted > 1, channels >= wanted {
            if channels > wanted { try slice([(try axis("C", for: step), 0, wanted, 1)], for: step) }
            if color.isBlueFirst != target.isBlueFirst {
                guard channels == 3 || wanted == 3 else { throw unknown(step) }
                try reverseChannels(for: step)
            }
        } else {
            throw unknown(step)
        }
        color = target
    }

    private func unknown(_ step: String) -> RuntimeError {
        RuntimeError(.invalidArgument, "\(subject): \(step) is not possible from \(color)")
    }

    /// The brightness of a picture, by the weights of ITU-R BT.601.
    private mutating func convertToGray(_ step: String) throws {
        let axis = try axis("C", for: step)
        let element_type = try tensor(for: step).element_type
        if !element_type.is_real { try convert(to: .f32) }
        let weights: [Float] = color.isBlueFirst ? [0.114, 0.587, 0.299] : [0.299, 0.587, 0.114]
        try replace("Multiply", [tensor(for: step), constant(weights, along: "C", for: step)])
        try replace("ReduceSum", [tensor(for: step), opset.constant([Int64(axis)], shape: [1])], ["keep_dims": true])
        if !element_type.is_real {
            try replace("Round", [tensor(for: step)])
            try convert(to: element_type)
        }
    }
}
