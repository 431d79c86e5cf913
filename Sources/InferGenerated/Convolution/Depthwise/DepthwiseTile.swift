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
    static func best(
        _ window: DepthwiseWindow, _ channels: GroupedChannels, outputHeight: Int, outputWidth: Int, mostRows: Int,
        _ instructionSet: InstructionSet
    ) -> DepthwiseTile {
        var best = DepthwiseTile(rows: 1, columns: 1)
        var lowest = Double.infinity
        for rows in 1...max(1, min(4, mostRows, outputHeight)) {
            for widest in 1...max(1, min(14, outputWidth)) {
                // All tiles of a row are as wide as this one or one less.
                let count = max(1, (outputWidth + widest - 1) / widest)
                let tile = DepthwiseTile(rows: rows, columns: (outputWidth + count - 1) / count)
                guard let cost = tile.cost(window, channels, instructionSet), cost < lowest else { continue }
                lowest = cost
                best = tile
            }
        }
        return best
    }

    /// Estimated cycles for each output; nil where there are not enough registers.
    private func cost(_ window: DepthwiseWindow, _ channels: GroupedChannels, _ instructionSet: InstructionSet) -> Double? {
        let outputs = rows * columns
        guard outputs <= DepthwiseSpecification.mostOutputs(instructionSet) else { return nil }
        let multiplies = window.taps * outputs
        if multiplies > DepthwiseTile.mostUnrolled, rows > 1 || window.kernelWidth * columns > DepthwiseTile.mostUnrolled, outputs > 1 {
            return nil
        }
        let registers = instructionSet.registerCount - outputs - DepthwiseSpecification.reserved(instructionSet, channels)
        let inputRows = (rows - 1) * window.strideHeight + (window.kernelHeight - 1) * window.dilationHeight + 1
        let inputColumns = (columns - 1) * window.strideWidth + (window.kernelWidth - 1) * window.dilationWidth + 1
        let inputs = min(inputRows, rows * window.kernelHeight) * min(inputColumns, columns * window.kernelWidth)
        if channels.spread != .none { return cost(window, channels, instructionSet, inputs: inputs, registers: registers) }
        var loads = inputs
        if window.taps <= registers {
            loads += window.taps
        } else {
            // Weights are loaded for each input row, or are operands in memory.
            let used = multiplies / max(1, min(inputRows, rows * window.kernelHeight))
            let perRow = max(1, rows * window.kernelHeight / max(1, inputRows)) * window.kernelWidth
            loads += min(inputRows, rows * window.kernelHeight) * (perRow <= registers ? perRow : used)
        }
        let busy = max(Double(multiplies), Double(loads), Double(window.taps * 4))
        return (busy + 0.5 * Double(inputs) + 12) / Double(outputs)
    }

    /// The same for groups of several channels, whose weights are loaded for each input row.
    private func cost(
        _ window: DepthwiseWindow, _ channels: GroupedChannels, _ instructionSet: InstructionSet, inputs: Int, registers: Int
    ) -> Double {
        var loads = inputs
        for uses in window.uses(rows: rows).values {
            let held = min(registers, uses.count * window.kernelWidth)
            loads += held + (uses.count * window.kernelWidth - held) * columns
        }
        // Vectors of 512 bits are multiplied and permuted by the same units.
        let permutations = channels.spread == .permutation && instructionSet == .avx512 ? inputs : 0
        let busy = max(Double(window.taps * rows * columns + permutations), Double(window.taps * 8))
        return (Double(channels.inputs) * (busy + 0.3 * Double(loads)) + 12) / Double(rows * columns)
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

    var taps: Int { kernelHeight * kernelWidth }

    /// An output row of a tile and the kernel row by which it meets an input row.
    struct RowUse {
        let output: Int
        let tap: Int
    }

    /// What meets outputs of so many rows, by input row.
    func uses(rows: Int) -> [Int: [RowUse]] {
        var uses: [Int: [RowUse]] = [:]
        for y in 0..<rows {
            for tap in 0..<kernelHeight {
                uses[y * strideHeight + tap * dilationHeight, default: []].append(RowUse(output: y, tap: tap))
            }
        }
        return uses
    }
}
