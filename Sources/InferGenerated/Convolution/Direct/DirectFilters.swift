import InferAssembler
import InferKernels

/// How filters lie for direct convolution: `[group][taps class][panel][depth, height, width tap and channel][columns]`.
struct DirectFilters: Sendable {
    /// The order of a row of taps.
    enum Order: Sendable {
        /// `[width tap][channel]`: the inputs of channels-last images.
        case channelsLast
        /// `[channel][width tap]`: the inputs of planar images.
        case planar
    }

    let order: Order
    let groups: Int
    /// Of a group.
    let inputChannels: Int
    let outputChannels: Int
    /// Vectors of a panel.
    let panelVectors: Int
    let panelColumns: Int
    let depthClasses: [ConvolutionTaps]
    let heightClasses: [ConvolutionTaps]
    let widthClasses: [ConvolutionTaps]

    init(_ shape: ConvolutionShape, _ order: Order, _ instructionSet: InstructionSet) {
        self.order = order
        groups = shape.groups
        inputChannels = shape.inputChannelsPerGroup
        outputChannels = shape.outputChannelsPerGroup
        let lanes = instructionSet.width.lanes
        panelVectors = DirectFilters.panelVectors((outputChannels + lanes - 1) / lanes)
        panelColumns = panelVectors * lanes
        depthClasses = ConvolutionTaps.classes(shape, \.depth)
        heightClasses = ConvolutionTaps.classes(shape, \.height)
        widthClasses = ConvolutionTaps.classes(shape, \.width)
        panels = (outputChannels + panelColumns - 1) / panelColumns
        groupCount =
            depthClasses.summedCount * heightClasses.summedCount * widthClasses.summedCount * inputChannels * panels * panelColumns
    }

    /// Two vectors a panel, or three where that leaves fewer unused.
    private static func panelVectors(_ vectors: Int) -> Int {
        if vectors <= 3 { return max(1, vectors) }
        return (vectors + 2) / 3 * 3 < (vectors + 1) / 2 * 2 ? 3 : 2
    }

    let panels: Int
    /// Floats of the packed filters of one group.
    let groupCount: Int

    /// The columns of the last panel.
    var lastColumns: Int { outputChannels - (panels - 1) * panelColumns }

    /// Where a class begins in a group's filters.
    func start(_ depth: ConvolutionTaps, _ height: ConvolutionTaps, _ width: ConvolutionTaps) -> Int {
        let (heights, widths) = (heightClasses.summedCount, widthClasses.summedCount)
        var taps = depthClasses.prefix(depth.index).summedCount * heights * widths
        taps += depth.count * heightClasses.prefix(height.index).summedCount * widths
        taps += depth.count * height.count * widthClasses.prefix(width.index).summedCount
        return taps * inputChannels * panels * panelColumns
    }

    /// Packs filters that are dense in OpenVINO's order.
    func pack(_ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, into packed: UnsafeMutablePointer<Float>) {
        let taps = shape.kernel.count
        let outputStride = shape.isTransposed ? taps : inputChannels * taps
        let inputStride = shape.isTransposed ? outputChannels * taps : taps
        var target = packed
        for group in 0..<groups {
            let source = filters + group * outputChannels * inputChannels * taps
            for depth in depthClasses {
                for height in heightClasses {
                    for width in widthClasses {
                        for panel in 0..<panels {
                            let columns = panel * panelColumns..<min(outputChannels, (panel + 1) * panelColumns)
                            for d in depth.kernel {
                                for h in height.kernel {
                                    let row = source + (d * shape.kernel.height + h) * shape.kernel.width
                                    packRow(row, width.kernel, inputStride, outputStride, columns, &target)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Packs the width taps and channels of one row of taps.
    private func packRow(
        _ row: UnsafePointer<Float>, _ taps: [Int], _ inputStride: Int, _ outputStride: Int, _ columns: Range<Int>,
        _ target: inout UnsafeMutablePointer<Float>
    ) {
        func pack(_ source: UnsafePointer<Float>) {
            var place = source + columns.lowerBound &* outputStride
            for column in 0..<columns.count {
                target[column] = place.pointee
                place += outputStride
            }
            for column in columns.count..<panelColumns { target[column] = 0 }
            target += panelColumns
        }
        switch order {
        case .channelsLast:
            for tap in taps {
                for channel in 0..<inputChannels { pack(row + tap + channel * inputStride) }
            }
        case .planar:
            for channel in 0..<inputChannels {
                for tap in taps { pack(row + tap + channel * inputStride) }
            }
        }
    }
}

extension Sequence<ConvolutionTaps> {
    /// The taps of all classes.
    var summedCount: Int { reduce(0) { $0 + $1.count } }
}
