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

    /// The filters of the outputs that meet the same taps.
    struct TapsClass: Sendable {
        let depth: ConvolutionTaps
        let height: ConvolutionTaps
        let width: ConvolutionTaps
        /// Panels of output channels by taps and input channels.
        let layout: PanelLayout
        /// Where the panels of group 0 begin, in bytes.
        let offset: Int
    }

    let order: Order
    let groups: Int
    /// Of a group.
    let inputChannels: Int
    let outputChannels: Int
    /// By depth, height and width, as ``ConvolutionTaps/classes(_:_:)`` has them.
    let classes: [TapsClass]
    private let heightClasses: Int
    private let widthClasses: Int
    /// Bytes of the packed filters of a group.
    let groupBytes: Int

    init(_ shape: ConvolutionShape, _ order: Order, _ instructionSet: InstructionSet) {
        self.order = order
        groups = shape.groups
        inputChannels = shape.inputChannelsPerGroup
        outputChannels = shape.outputChannelsPerGroup
        let heights = ConvolutionTaps.classes(shape, \.height)
        let widths = ConvolutionTaps.classes(shape, \.width)
        var classes: [TapsClass] = []
        var offset = 0
        for depth in ConvolutionTaps.classes(shape, \.depth) {
            for height in heights {
                for width in widths {
                    let k = depth.count * height.count * width.count * inputChannels
                    let layout = PanelLayout(instructionSet, columns: outputChannels, depth: k)
                    classes.append(TapsClass(depth: depth, height: height, width: width, layout: layout, offset: offset))
                    offset += layout.byteCount
                }
            }
        }
        self.classes = classes
        heightClasses = heights.count
        widthClasses = widths.count
        groupBytes = offset
    }

    /// Floats of the packed filters.
    var count: Int { groups * groupBytes / 4 }

    func tapsClass(_ depth: ConvolutionTaps, _ height: ConvolutionTaps, _ width: ConvolutionTaps) -> TapsClass {
        classes[(depth.index * heightClasses + height.index) * widthClasses + width.index]
    }

    // MARK: Packing

    /// Packs filters that are dense in OpenVINO's order.
    func pack(_ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, into packed: UnsafeMutablePointer<Float>) {
        let taps = shape.kernel.count
        let most = classes.map(\.layout.depth).max() ?? 0
        // One tap's filters are a matrix already; others become one, a row of all taps and channels for each output channel.
        let isMatrix = taps == 1 && !shape.isTransposed
        withUnsafeTemporaryAllocation(of: Float.self, capacity: isMatrix ? 1 : max(1, most * outputChannels)) { rows in
            for group in 0..<groups {
                let source = filters + group * outputChannels * inputChannels * taps
                for own in classes {
                    let target = UnsafeMutableRawPointer(packed) + (group * groupBytes + own.offset)
                    var matrix = source
                    if !isMatrix, let base = rows.baseAddress {
                        gather(own, source, shape, base)
                        matrix = UnsafePointer(base)
                    }
                    pack(matrix, own.layout, to: target)
                }
            }
        }
    }

    private func pack(_ matrix: UnsafePointer<Float>, _ layout: PanelLayout, to target: UnsafeMutableRawPointer) {
        if let packer = try? PanelPacker(layout, rowStride: 1, columnStride: layout.depth) {
            packer.pack(0..<layout.panelCount, from: matrix, to: target)
            return
        }
        // Without memory for code the same by single elements.
        for panel in 0..<layout.panelCount {
            let place = layout.place(of: panel)
            let segment = layout.segments[place.segment]
            let width = segment.vectors * segment.instructionSet.width.lanes
            let panelTarget = (target + place.offset).assumingMemoryBound(to: Float.self)
            for k in 0..<layout.depth {
                for column in 0..<width {
                    panelTarget[k * width + column] =
                        column < segment.columns ? matrix[(place.column + column) * layout.depth + k] : 0
                }
            }
        }
    }

    /// Puts the taps and channels of each output channel into a row, in the order in which products go through them.
    private func gather(_ own: TapsClass, _ source: UnsafePointer<Float>, _ shape: ConvolutionShape, _ rows: UnsafeMutablePointer<Float>) {
        let taps = shape.kernel.count
        let outputStride = shape.isTransposed ? taps : inputChannels * taps
        let inputStride = shape.isTransposed ? outputChannels * taps : taps
        // From one tap of the width, and from one channel, to the next in a row.
        let (tapStep, channelStep) = order == .planar ? (1, own.width.count) : (inputChannels, 1)
        let rowTaps = own.width.count * inputChannels
        var target = rows
        for output in 0..<outputChannels {
            let filter = source + output &* outputStride
            for d in own.depth.kernel {
                for h in own.height.kernel {
                    let line = (d &* shape.kernel.height &+ h) &* shape.kernel.width
                    for (place, w) in own.width.kernel.enumerated() {
                        var from = filter + (line &+ w)
                        var to = target + place &* tapStep
                        for _ in 0..<inputChannels {
                            to.pointee = from.pointee
                            from += inputStride
                            to += channelStep
                        }
                    }
                    target += rowTaps
                }
            }
        }
    }
}
