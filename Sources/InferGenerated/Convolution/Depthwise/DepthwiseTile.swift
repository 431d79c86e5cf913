import InferAssembler

/// How many outputs of a depthwise convolution are computed together: rows × columns, for one vector of channels.
///
/// Each input vector is loaded once and used for all taps of all outputs of the tile.
package struct DepthwiseTile: Hashable, Sendable {
    package var rows: Int
    package var columns: Int

    /// Multiply-adds that are written out; with more, kernel rows are looped over.
    static let mostUnrolled = 800

    /// The tile that keeps loads and latencies smallest for each output.
    ///
    /// - Parameter mostRows: 1 where rows must be computed one by one.
    static func best(_ window: DepthwiseWindow, outputHeight: Int, outputWidth: Int, mostRows: Int, _ instructionSet: InstructionSet)
        -> DepthwiseTile
    {
        var best = DepthwiseTile(rows: 1, columns: 1)
        var lowest = Double.infinity
        for rows in 1...max(1, min(4, mostRows, outputHeight)) {
            for widest in 1...max(1, min(14, outputWidth)) {
                // All tiles of a row are as wide as this one or one less.
                let count = max(1, (outputWidth + widest - 1) / widest)
                let tile = DepthwiseTile(rows: rows, columns: (outputWidth + count - 1) / count)
                guard let cost = tile.cost(window, instructionSet), cost < lowest else { continue }
                lowest = cost
                best = tile
            }
        }
        return best
    }

    /// Estimated cycles for each output; nil where there are not enough registers.
    private func cost(_ window: DepthwiseWindow, _ instructionSet: InstructionSet) -> Double? {
        let outputs = rows * columns
        guard outputs <= DepthwiseSpecification.mostOutputs(instructionSet) else { return nil }
        let taps = window.kernelHeight * window.kernelWidth
        let multiplies = taps * outputs
        if multiplies > DepthwiseTile.mostUnrolled, rows > 1 || window.kernelWidth * columns > DepthwiseTile.mostUnrolled, outputs > 1 {
            return nil
        }
        let registers = instructionSet.registerCount - outputs - DepthwiseSpecification.reserved(instructionSet)
        let inputRows = (rows - 1) * window.strideHeight + (window.kernelHeight - 1) * window.dilationHeight + 1
        let inputColumns = (columns - 1) * window.strideWidth + (window.kernelWidth - 1) * window.dilationWidth + 1
        let inputs = min(inputRows, rows * window.kernelHeight) * min(inputColumns, columns * window.kernelWidth)
        var loads = inputs
        if taps <= registers {
            loads += taps
        } else {
            // Weights are loaded for each input row, or are operands in memory.
            let used = multiplies / max(1, min(inputRows, rows * window.kernelHeight))
            let perRow = max(1, rows * window.kernelHeight / max(1, inputRows)) * window.kernelWidth
            loads += min(inputRows, rows * window.kernelHeight) * (perRow <= registers ? perRow : used)
        }
        let busy = max(Double(multiplies), Double(loads), Double(taps * 4))
        return (busy + 0.5 * Double(inputs) + 12) / Double(outputs)
    }
}

/// The window of a depthwise convolution in two dimensions.
package struct DepthwiseWindow: Hashable, Sendable {
    package var kernelHeight: Int
    package var kernelWidth: Int
    package var strideHeight: Int
    package var strideWidth: Int
    package var dilationHeight: Int
    package var dilationWidth: Int
}
