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
    private let instructionSet: InstructionSet
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
        self.instructionSet = instructionSet
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
        // One tap's filters are a matrix already; others become one, a row of all taps and channels for each output channel of a panel.
        let isMatrix = taps == 1 && !shape.isTransposed
        let turn = turningCode(shape)
        let most = classes.map { $0.layout.depth * ($0.layout.segments.map(\.columns).max() ?? 0) }.max() ?? 0
        withUnsafeTemporaryAllocation(of: Float.self, capacity: isMatrix ? 1 : max(1, most)) { rows in
            guard let rows = rows.baseAddress else { return }
            for group in 0..<groups {
                let source = filters + group * outputChannels * inputChannels * taps
                for own in classes {
                    let target = UnsafeMutableRawPointer(packed) + (group * groupBytes + own.offset)
                    let packer = try? PanelPacker(own.layout, rowStride: 1, columnStride: own.layout.depth)
                    for panel in 0..<own.layout.panelCount {
                        let place = own.layout.place(of: panel)
                        var matrix = source + place.column * own.layout.depth
                        if !isMatrix {
                            let outputs = place.column..<place.column + own.layout.segments[place.segment].columns
                            if let turn {
                                turnFilters(outputs, source, taps, turn, rows)
                            } else {
                                gather(outputs, own, source, shape, rows)
                            }
                            matrix = UnsafePointer(rows)
                        }
                        if let packer {
                            packer.pack(panel: panel, fromItsColumns: matrix, to: target + place.offset)
                        } else {
                            pack(panel, own.layout, from: matrix, to: target + place.offset)
                        }
                    }
                }
            }
        }
    }

    /// Without memory for code panels are packed by single elements.
    private func pack(_ panel: Int, _ layout: PanelLayout, from matrix: UnsafePointer<Float>, to target: UnsafeMutableRawPointer) {
        let segment = layout.segments[layout.place(of: panel).segment]
        let width = segment.vectors * segment.instructionSet.width.lanes
        let target = target.assumingMemoryBound(to: Float.self)
        for k in 0..<layout.depth {
            for column in 0..<width {
                target[k &* width &+ column] = column < segment.columns ? matrix[column &* layout.depth &+ k] : 0
            }
        }
    }

    /// The code that turns the channels and taps of an output channel round; nil where their order is not that of all taps or they are few.
    private func turningCode(_ shape: ConvolutionShape) -> MachineCode? {
        guard order == .channelsLast, !shape.isTransposed,
            let specification = TransposeSpecification(instructionSet, rows: inputChannels, columns: shape.kernel.count)
        else { return nil }
        return try? CodeCache.shared.code(specification)
    }

    /// Does what ``gather(_:_:_:_:_:)`` does in vectors.
    private func turnFilters(
        _ outputs: Range<Int>, _ source: UnsafePointer<Float>, _ taps: Int, _ turn: MachineCode, _ rows: UnsafeMutablePointer<Float>
    ) {
        let count = inputChannels * taps
        for (row, output) in outputs.enumerated() {
            var arguments = TransposeArguments(
                source: source + output * count, sourceStride: taps * 4, target: rows + row * count, targetStride: inputChannels * 4,
                rows: inputChannels, columns: taps)
            turn.call(&arguments)
        }
    }

    /// Puts the taps and channels of each output channel into a row, in the order in which products go through them.
    private func gather(
        _ outputs: Range<Int>, _ own: TapsClass, _ source: UnsafePointer<Float>, _ shape: ConvolutionShape,
        _ rows: UnsafeMutablePointer<Float>
    ) {
        let taps = shape.kernel.count
        let outputStride = shape.isTransposed ? taps : inputChannels * taps
        let inputStride = shape.isTransposed ? outputChannels * taps : taps
        // From one tap of the width, and from one channel, to the next in a row.
        let (tapStep, channelStep) = order == .planar ? (1, own.width.count) : (inputChannels, 1)
        let rowTaps = own.width.count * inputChannels
        var target = rows
        for output in outputs {
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
