/// The sizes and strides of a convolution, plain, grouped, depthwise or transposed, in one to three spatial dimensions.
///
/// The output's channels are contiguous. The input's strides are free; contiguous channels are fast.
package struct ConvolutionShape: Hashable, Sendable {
    package var batch: Int
    package var groups: Int
    /// Of all groups together.
    package var inputChannels: Int
    /// Of all groups together.
    package var outputChannels: Int
    package var input: Spatial
    package var output: Spatial
    package var kernel: Spatial
    package var strides: Spatial
    package var dilations: Spatial
    /// Rows, columns … of zeros before the first input position (of a transposed convolution: positions cut off the result's beginning).
    /// What lies beyond the end follows from the output's size.
    package var padsBegin: Spatial
    package var inputStrides: ImageStrides
    package var outputStrides: ImageStrides
    /// ConvolutionBackpropData: the input positions are spread `strides` apart.
    package var isTransposed: Bool
    /// Whether filters are packed for Winograd's method, which ``suitsTransformedFilters`` must allow. How filters are packed depends on this,
    /// on their own sizes and on ``isTransposed`` alone, not on the images.
    package var transformsFilters = false

    /// Describes a convolution; strides left out are those of dense channels-last tensors.
    package init(
        batch: Int, groups: Int = 1, inputChannels: Int, outputChannels: Int, input: Spatial, output: Spatial, kernel: Spatial,
        strides: Spatial = .ones, dilations: Spatial = .ones, padsBegin: Spatial = .zeros, inputStrides: ImageStrides? = nil,
        outputStrides: ImageStrides? = nil, isTransposed: Bool = false
    ) {
        self.batch = max(0, batch)
        self.groups = max(1, groups)
        self.inputChannels = max(0, inputChannels)
        self.outputChannels = max(0, outputChannels)
        self.input = input
        self.output = output
        self.kernel = kernel
        self.strides = strides
        self.dilations = dilations
        self.padsBegin = padsBegin
        self.inputStrides = inputStrides ?? .channelsLast(channels: inputChannels, input)
        self.outputStrides = outputStrides ?? .channelsLast(channels: outputChannels, output)
        self.isTransposed = isTransposed
    }

    package var inputChannelsPerGroup: Int { inputChannels / groups }
    package var outputChannelsPerGroup: Int { outputChannels / groups }

    /// Whether Winograd's method is possible and pays: 3×3 filters of stride 1 on enough channels, but not so many that four times the memory
    /// for filters weighs.
    package var suitsTransformedFilters: Bool {
        kernel == Spatial(depth: 1, height: 3, width: 3) && strides == .ones && dilations == .ones && groups == 1 && !isTransposed
            && inputChannels >= 16 && outputChannels >= 16 && inputChannels * outputChannels <= 1 << 18
    }

    /// Multiplications, those with padding included.
    var work: Int { batch * output.count * kernel.count * max(1, inputChannelsPerGroup) * outputChannels }
}
