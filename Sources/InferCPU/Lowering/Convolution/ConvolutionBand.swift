import InferKernels

/// Which rows each convolution of a chain reads and writes so that the last one writes a band of its rows.
struct ConvolutionBand: Sendable {
    /// The part of one convolution.
    struct Part: Sendable {
        /// Of its input: those that exist.
        let inputRows: Range<Int>
        let outputRows: Range<Int>
        /// Rows of zeros before the first of ``inputRows`` that the first of ``outputRows`` meets.
        let padding: Int

        /// - Parameter outputRows: of a convolution of images without depth.
        init(_ shape: ConvolutionShape, _ outputRows: Range<Int>) {
            let (stride, pad) = (shape.strides.height, shape.padsBegin.height)
            let first = outputRows.lowerBound * stride - pad
            let end = (outputRows.upperBound - 1) * stride - pad + (shape.kernel.height - 1) * shape.dilations.height + 1
            let lower = min(max(first, 0), shape.input.height)
            inputRows = lower..<max(lower, min(end, shape.input.height))
            self.outputRows = outputRows
            padding = lower - first
        }

        /// What distinguishes the code for it, wherever it lies.
        var form: [Int] { [inputRows.count, outputRows.count, padding] }

        /// The convolution of the rows alone, as if they were an image.
        func shape(of whole: ConvolutionShape) -> ConvolutionShape {
            var shape = whole
            shape.batch = 1
            shape.input.height = inputRows.count
            shape.output.height = outputRows.count
            shape.padsBegin.height = padding
            return shape
        }
    }

    /// In the order of the chain.
    let parts: [Part]

    /// The band of the last convolution's `rows`.
    init(_ shapes: [ConvolutionShape], rows: Range<Int>) {
        var rows = rows
        var parts: [Part] = []
        for shape in shapes.reversed() {
            let part = Part(shape, rows)
            parts.append(part)
            rows = part.inputRows
        }
        self.parts = parts.reversed()
    }

    /// The bands that together write all rows, of at most so many rows each.
    static func bands(_ shapes: [ConvolutionShape], rows: Int) -> [ConvolutionBand] {
        guard let height = shapes.last?.output.height, rows > 0 else { return [] }
        return stride(from: 0, to: height, by: rows).map { ConvolutionBand(shapes, rows: $0..<min(height, $0 + rows)) }
    }
}
