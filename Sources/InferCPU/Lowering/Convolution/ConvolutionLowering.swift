import InferGraph
import InferTensors

extension LoweringTable {
    /// Convolutions compute on channels-last tensors. A first layer with few channels reads the row-major image as it is.
    static let convolutions: [Entry] = [
        Entry { (operation: InferGraph.Convolution, context) in
            try lowerConvolution(ConvolutionKernel(operation, isGrouped: operation.isGrouped, isTransposed: false, context), context)
        },
        Entry { (operation: ConvolutionBackpropData, context) in
            try lowerConvolution(ConvolutionKernel(operation, isGrouped: operation.isGrouped, isTransposed: true, context), context)
        },
    ]

    private static func lowerConvolution(_ kernel: ConvolutionKernel, _ context: LoweringContext) throws {
        try context.requireSingle()
        let channels = context.type(0).partial_shape.dimensions.flatMap { $0.count > 1 ? $0[1].length : nil } ?? .max
        let layout = kernel.algorithm.imageLayout(try context.layout(0), channels: channels)
        var inputs = [try context.input(0, as: layout)]
        for index in 1..<context.inputCount {
            let takesResultLayout = index >= context.baseInputCount && context.type(index).partial_shape.dimensions?.count == context.rank
            inputs.append(try context.input(index, as: takesResultLayout ? .channelsLast : .rowMajor))
        }
        try context.emitFusable(kernel, inputs, layout: .channelsLast)
    }
}
