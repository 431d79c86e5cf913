import InferAssembler
import InferKernels

/// A transposed convolution to few channels as a plain one of stride 1 to many: outputs are taken by cells as large as the strides, and
/// the outputs of a cell are the channels of one pixel.
///
/// All outputs of a cell meet inputs of one window. One product of that window with filters side by side, zero where an output does not
/// meet an input, fills vectors that a single output's few channels would leave all but empty.
package struct SubpixelFilters: Hashable, Sendable {
    /// The transposed convolution; its images are not known.
    let transposed: ConvolutionShape
    /// The plain convolution, whose channels go by depth, height and width in the cell and then by channel; its images are not known.
    package let plain: ConvolutionShape

    /// The most outputs of a cell.
    private static let mostColumns = 256

    /// - Parameter filters: whose images and pads do not matter.
    /// - Returns: nil where outputs do not lie in cells of a moderate size.
    package init?(_ filters: ConvolutionShape) {
        let (kernel, strides) = (filters.kernel, filters.strides)
        let axes = [\Spatial.depth, \.height, \.width]
        guard filters.isTransposed, filters.groups == 1, filters.dilations == .ones, filters.outputChannels > 0,
            axes.allSatisfy({ 1...64 ~= strides[keyPath: $0] && 1...4096 ~= kernel[keyPath: $0] }), strides.count > 1,
            filters.outputChannels <= Self.mostColumns / strides.count
        else { return nil }
        transposed = filters
        func taps(_ axis: KeyPath<Spatial, Int>) -> Int {
            (kernel[keyPath: axis] + strides[keyPath: axis] - 1) / strides[keyPath: axis]
        }
        plain = ConvolutionShape(
            batch: 1, inputChannels: filters.inputChannels, outputChannels: filters.outputChannels * strides.count, input: .ones,
            output: .ones, kernel: Spatial(depth: taps(\.depth), height: taps(\.height), width: taps(\.width)))
    }

    /// Floats of the plain convolution's filters.
    package var count: Int { plain.outputChannels * plain.inputChannels * plain.kernel.count }

    /// Whether the products of cells take less time than those of all outputs with the same taps apart.
    package func pays(_ instructionSet: InstructionSet) -> Bool {
        let lanes = instructionSet.width.lanes
        func vectors(_ columns: Int) -> Double { Double((columns + lanes - 1) / lanes) }
        let strides = transposed.strides
        // Both in vectors of products for a cell; writing outputs into cells and moving them out again takes as long as a few each.
        let depth = Double(plain.inputChannels)
        let apart = depth * Double(transposed.kernel.count) * vectors(transposed.outputChannels)
        let moves = Double(strides.depth * strides.height) * vectors(strides.width * transposed.outputChannels)
        let together = depth * Double(plain.kernel.count) * vectors(plain.outputChannels) + 8 * moves
        return together < 0.8 * apart
    }

    // MARK: Filters

    /// Makes the plain convolution's filters `[columns, IC, kernel…]` from the transposed one's `[IC, OC, kernel…]`.
    package func rearrange(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let (kernel, strides, taps) = (transposed.kernel, transposed.strides, plain.kernel)
        let (inputs, outputs) = (plain.inputChannels, transposed.outputChannels)
        var next = target
        for cell in 0..<strides.count {
            let (line, w) = cell.quotientAndRemainder(dividingBy: strides.width)
            let (d, h) = line.quotientAndRemainder(dividingBy: strides.height)
            for output in 0..<outputs {
                for input in 0..<inputs {
                    let filter = source + (input &* outputs &+ output) &* kernel.count
                    for tap in 0..<taps.count {
                        let (row, tapWidth) = tap.quotientAndRemainder(dividingBy: taps.width)
                        let (tapDepth, tapHeight) = row.quotientAndRemainder(dividingBy: taps.height)
                        // The last inputs of the window meet the first places of the kernel.
                        let z = (taps.depth &- 1 &- tapDepth) &* strides.depth &+ d
                        let y = (taps.height &- 1 &- tapHeight) &* strides.height &+ h
                        let x = (taps.width &- 1 &- tapWidth) &* strides.width &+ w
                        let exists = z < kernel.depth && y < kernel.height && x < kernel.width
                        next.pointee = exists ? filter[(z &* kernel.height &+ y) &* kernel.width &+ x] : 0
                        next += 1
                    }
                }
            }
        }
    }
}
