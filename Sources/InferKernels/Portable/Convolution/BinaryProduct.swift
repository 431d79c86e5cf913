/// BinaryConvolution: how often the signs of an image and of single-bit filters agree, less how often they differ.
package struct BinaryProduct: Sendable {
    private let shape: ConvolutionShape
    private let padding: Float

    /// - Parameter padding: what lies outside of the image, by its sign; with zero, what is outside does not count.
    package init(_ shape: ConvolutionShape, padding: Float) {
        self.shape = shape
        self.padding = padding
    }

    /// Row-major tensors in two dimensions.
    /// - Parameter filters: [output channels, input channels, kernel], a byte for each bit.
    package func run(
        data: UnsafePointer<Float>, filters: UnsafePointer<UInt8>, output: UnsafeMutablePointer<Float>, team: WorkerTeam
    ) {
        let size = shape
        let taps = size.kernel.height * size.kernel.width
        team.run(size.batch * size.outputChannels) { task, _ in
            let image = task / size.outputChannels
            let own = filters + task % size.outputChannels * size.inputChannels * taps
            for y in 0..<size.output.height {
                for x in 0..<size.output.width {
                    var sum = 0
                    for tap in 0..<taps {
                        let row = y * size.strides.height - size.padsBegin.height + tap / size.kernel.width * size.dilations.height
                        let column = x * size.strides.width - size.padsBegin.width + tap % size.kernel.width * size.dilations.width
                        let isInside = row >= 0 && row < size.input.height && column >= 0 && column < size.input.width
                        if !isInside, padding == 0 { continue }
                        for channel in 0..<size.inputChannels {
                            let plane = data + (image * size.inputChannels + channel) * size.input.height * size.input.width
                            let value = isInside ? plane[row * size.input.width + column] : padding
                            sum += (value > 0) == (own[channel * taps + tap] != 0) ? 1 : -1
                        }
                    }
                    output[(task * size.output.height + y) * size.output.width + x] = Float(sum)
                }
            }
        }
    }
}
