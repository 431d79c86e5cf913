import InferTensors

/// A convolution of signs with filters of single bits. Specification: `BinaryConvolution-1`.
///
/// Inputs: data `[N, Cin, H, W]` and filters `[Cout, Cin, kernel…]` of type u1.
package struct BinaryConvolution: WindowedOperation {
    package enum Mode: String, CaseIterable, Sendable {
        case xnorPopcount = "xnor-popcount"
    }

    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    package var autoPad = AutoPad.explicit
    package var mode = Mode.xnorPopcount
    /// What the padding is taken for.
    package var padValue: Float = 0

    package init() {}

    package var key: OperationKey { OperationKey("BinaryConvolution", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("strides", &strides)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        try attributes.on("dilations", &dilations)
        try attributes.on("mode", &mode)
        try attributes.on("pad_value", &padValue)
        try attributes.on("auto_pad", &autoPad)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(0, .numeric, "data")
        try context.checkRank(0, 4, "data")
        try context.checkRank(1, 4, "filters")
        return [TensorType(context.type(0), try convolvedShape(context, data: 0, filters: 1, filtersHaveGroups: false))]
    }
}
