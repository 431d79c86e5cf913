import InferKernels

/// One dimension of a transposed convolution's outputs, by cells.
struct SubpixelAxis: Sendable {
    /// Outputs of a cell.
    let stride: Int
    /// How many cells have outputs.
    let cells: Int
    /// Outputs of the first cell that are cut off.
    let cut: Int
    /// Rows of zeros before the first input that the plain convolution's first pixel meets; those cut off if it is negative.
    let padding: Int

    init(_ shape: ConvolutionShape, _ dimension: KeyPath<Spatial, Int>) {
        stride = shape.strides[keyPath: dimension]
        let pad = shape.padsBegin[keyPath: dimension]
        let length = shape.output[keyPath: dimension]
        cut = (pad % stride + stride) % stride
        let first = (pad - cut) / stride
        cells = length > 0 ? (length + cut - 1) / stride + 1 : 0
        padding = (shape.kernel[keyPath: dimension] + stride - 1) / stride - 1 - first
    }

    /// The cell of an output, and its place there.
    func place(_ output: Int) -> (cell: Int, place: Int) {
        let (cell, place) = (output &+ cut).quotientAndRemainder(dividingBy: stride)
        return (cell, place)
    }
}
