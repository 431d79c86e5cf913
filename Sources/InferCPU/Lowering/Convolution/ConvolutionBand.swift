import InferKernels

/// What each convolution of a chain computes so that the last one can write some more of its rows.
struct ConvolutionBand: Sendable {
    /// The part of one convolution.
    struct Part: Sendable {
        /// Of its input: those that exist.
        let inputRows: Range<Int>
        /// Those that no earlier band of the section computed; may be none.
        let outputRows: Range<Int>
        /// Rows of zeros before the first of ``inputRows`` that the first of ``outputRows`` meets.
        let padding: Int
        /// Which row of the buffer between the convolution before and this one holds the first of ``inputRows``.
        fileprivate(set) var inputPlace = 0
        /// Which row of the buffer behind this convolution receives the first of ``outputRows``.
        fileprivate(set) var outputPlace = 0
        /// Rows of the buffer behind this convolution that are wanted again and are moved to its beginning before new ones are computed.
        fileprivate(set) var moved = 0..<0

        /// - Parameter outputRows: of a convolution of images without depth.
        init(_ shape: ConvolutionShape, _ outputRows: Range<Int>) {
            let (stride, pad) = (shape.strides.height, shape.padsBegin.height)
            let first = outputRows.lowerBound * stride - pad
            let end = (outputRows.upperBound - 1) * stride - pad + (shape.kernel.height - 1) * shape.dilations.height + 1
            let lower = min(max(first, 0), shape.input.height)
            inputRows = outputRows.isEmpty ? lower..<lower : lower..<max(lower, min(end, shape.input.height))
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
    fileprivate(set) var parts: [Part]

    /// What the last convolution's `rows` need of each, were they computed by themselves.
    init(_ shapes: [ConvolutionShape], rows: Range<Int>) {
        self.init(shapes, rows: rows, done: shapes.map { _ in 0 })
    }

    /// - Parameter done: for each convolution the row before which all that are wanted from here on exist.
    fileprivate init(_ shapes: [ConvolutionShape], rows: Range<Int>, done: [Int]) {
        var wanted = rows
        var parts: [Part] = []
        for (shape, done) in zip(shapes, done).reversed() {
            let lower = max(wanted.lowerBound, done)
            let part = Part(shape, lower..<max(lower, wanted.upperBound))
            parts.append(part)
            wanted = part.inputRows
        }
        self.parts = parts.reversed()
    }
}

/// Rows of the last convolution of a chain that one thread computes band after band: between two convolutions a buffer keeps the rows that
/// the next band meets again.
struct ConvolutionSection: Sendable {
    private(set) var bands: [ConvolutionBand] = []
    /// The rows of the buffer behind each convolution but the last.
    private(set) var bufferRows: [Int]

    /// - Parameters:
    ///   - rows: what the section writes.
    ///   - bandRows: how many of them at most a band does.
    init(_ shapes: [ConvolutionShape], rows: Range<Int>, bandRows: Int) {
        var done = shapes.map { _ in 0 }
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: bandRows) {
            let band = ConvolutionBand(shapes, rows: start..<min(rows.upperBound, start + bandRows), done: done)
            for (index, part) in band.parts.enumerated() where !part.outputRows.isEmpty { done[index] = part.outputRows.upperBound }
            bands.append(band)
        }
        bufferRows = shapes.dropLast().map { _ in 0 }
        for index in bufferRows.indices { placeRows(index) }
    }

    /// Decides where rows lie between a convolution and the next.
    private mutating func placeRows(_ index: Int) {
        let wanted = bands.map { $0.parts[index + 1].inputRows }
        let most = wanted.map(\.count).max() ?? 0
        let isKept = zip(wanted, wanted.dropFirst()).contains { !$1.isEmpty && $1.lowerBound < $0.upperBound }
        // Room for a second time as many, so that rows seldom move.
        bufferRows[index] = isKept ? 2 * most : most
        // What the buffer holds, and where.
        var held = 0..<0
        var place = 0
        for (band, wanted) in zip(bands.indices, wanted) where !wanted.isEmpty {
            let kept = held.contains(wanted.lowerBound) ? held.upperBound - wanted.lowerBound : 0
            place = kept > 0 ? place + wanted.lowerBound - held.lowerBound : 0
            if place + wanted.count > bufferRows[index] {
                bands[band].parts[index].moved = place..<place + kept
                place = 0
            }
            bands[band].parts[index + 1].inputPlace = place
            bands[band].parts[index].outputPlace = place + kept
            held = wanted.lowerBound..<max(wanted.upperBound, wanted.lowerBound + kept)
        }
    }

    /// The sections that together write all rows.
    static func sections(_ shapes: [ConvolutionShape], _ division: BandDivision) -> [ConvolutionSection] {
        guard let height = shapes.last?.output.height, height > 0 else { return [] }
        return division.sections(of: height).map { ConvolutionSection(shapes, rows: $0, bandRows: division.bandRows) }
    }
}

/// How the rows that a chain of convolutions writes are divided.
struct BandDivision: Hashable, Sendable {
    /// Parts of an image for threads.
    var sections: Int
    /// Rows that are computed together.
    var bandRows: Int

    /// Their rows, of which none has more than one more than another.
    func sections(of height: Int) -> [Range<Int>] {
        let count = min(sections, height)
        return (0..<count).map { $0 * height / count..<($0 + 1) * height / count }
    }
}
