extension OperationSet {
    /// Sums of products over windows.
    static let convolution: [Entry] = [
        Entry { Convolution() }, Entry { Convolution(grouped: true) }, Entry { ConvolutionBackpropData() },
        Entry { ConvolutionBackpropData(grouped: true) }, Entry { BinaryConvolution() }, Entry { DeformableConvolution(opset: 1) },
        Entry { DeformableConvolution(opset: 8) },
    ]
}
