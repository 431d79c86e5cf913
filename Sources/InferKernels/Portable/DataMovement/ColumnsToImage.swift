import InferTensors

/// Col2Im: patches, as columns, summed into images. Row-major operands.
package struct ColumnsToImage: Sendable {
    private let images: Int
    private let channels: Int
    private let size: (height: Int, width: Int)
    private let kernel: (height: Int, width: Int)
    private let strides: (y: Int, x: Int)
    private let dilations: (y: Int, x: Int)
    private let padsBegin: (y: Int, x: Int)
    private let patches: (rows: Int, columns: Int)

    /// - Parameters:
    ///   - size: of the image; all lists are height and width.
    ///   - patches: how many there are along each axis.
    package init(
        images: Int, channels: Int, size: [Int], kernel: [Int], strides: [Int], dilations: [Int], padsBegin: [Int], patches: [Int]
    ) {
        self.images = images
        self.channels = channels
        self.size = (size[0], size[1])
        self.kernel = (kernel[0], kernel[1])
        self.strides = (strides[0], strides[1])
        self.dilations = (dilations[0], dilations[1])
        self.padsBegin = (padsBegin[0], padsBegin[1])
        self.patches = (patches[0], patches[1])
    }

    /// - Throws: `RuntimeError` for elements that are no numbers of whole bytes.
    package func run(_ type: ElementType, output: UnsafeMutableRawPointer, data: UnsafeRawPointer) throws {
        try Run(plan: self, output: output, data: data).dispatch(type, operation: "Col2Im")
    }

    private struct Run: NumericElementVisitor {
        let plan: ColumnsToImage
        let output: UnsafeMutableRawPointer
        let data: UnsafeRawPointer

        func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) {
            let output = output.assumingMemoryBound(to: Element.self)
            let data = data.assumingMemoryBound(to: Element.self)
            let area = plan.size.height * plan.size.width
            let taps = plan.kernel.height * plan.kernel.width
            let count = plan.patches.rows * plan.patches.columns
            output.update(repeating: Element.make(integer: 0), count: plan.images * plan.channels * area)
            for plane in 0..<plan.images * plan.channels {
                for tap in 0..<taps {
                    for patch in 0..<count {
                        let row =
                            patch / plan.patches.columns * plan.strides.y - plan.padsBegin.y + tap / plan.kernel.width * plan.dilations.y
                        let column =
                            patch % plan.patches.columns * plan.strides.x - plan.padsBegin.x + tap % plan.kernel.width * plan.dilations.x
                        guard row >= 0, row < plan.size.height, column >= 0, column < plan.size.width else { continue }
                        let place = plane * area + row * plan.size.width + column
                        output[place] = ElementSum.add(output[place], data[(plane * taps + tap) * count + patch])
                    }
                }
            }
        }
    }
}
