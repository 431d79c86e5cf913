import InferGraph
import InferTensors

/// A summand that is a convolution of a tensor by filters of the model: one as it stands, or the tensor itself or multiplied with a factor
/// for each channel, which is a convolution by filters of a single tap.
struct ConvolutionBranch {
    /// What computes the summand; nil for the tensor itself.
    let node: Node?
    let data: Output
    let operation: InferGraph.Convolution
    private let window: Window
    /// Of the filters: groups, or 1, and a group's output and input channels.
    private let channels: [Int]
    private let kernel: [Int]
    private let filters: Filters

    private enum Filters {
        case tensor(Tensor)
        /// A factor for all channels, or one for each.
        case factors([Float])
    }

    /// A convolution whose padding is known.
    init?(_ term: Output) {
        let node = term.node
        guard let operation = node.operation as? InferGraph.Convolution, !operation.autoPad.isSame, node.inputs.count == 2,
            let tensor = node.inputs[1].node.constant_tensor, tensor.element_type == .f32
        else { return nil }
        let shape = (operation.isGrouped ? [] : [1]) + Array(tensor.shape)
        guard shape.count > 3, !shape.contains(0) else { return nil }
        (self.node, data, self.operation, filters) = (node, node.inputs[0], operation, .tensor(tensor))
        channels = Array(shape.prefix(3))
        kernel = Array(shape.dropFirst(3))
        var window = operation.window(spatialRank: kernel.count)
        if operation.autoPad == .valid {
            let none = Array(repeating: 0, count: kernel.count)
            (window.padsBegin, window.padsEnd) = (none, none)
        }
        let rank = kernel.count
        guard [window.strides, window.dilations, window.padsBegin, window.padsEnd].allSatisfy({ $0.count == rank }),
            (window.strides + window.dilations).allSatisfy({ $0 > 0 })
        else { return nil }
        self.window = window
    }

    /// The data of another branch, or its product with factors, as a convolution in the same groups.
    init?(_ term: Output, of other: ConvolutionBranch) {
        guard other.channels[1] == other.channels[2], other.data.element_type == .f32 else { return nil }
        var factors: [Float] = [1]
        var node: Node?
        if term != other.data {
            var match = PatternMatch()
            guard let (first, second) = match.operands(term, .multiply), first == other.data || second == other.data else { return nil }
            let constant = first == other.data ? second : first
            let count = other.channels[0] * other.channels[2]
            guard let values = constant.constantValues(within: other.data, axis: 1, count: count) else { return nil }
            (factors, node) = (values, term.node)
        }
        (self.node, data, operation, channels) = (node, other.data, other.operation, other.channels)
        let rank = other.kernel.count
        kernel = Array(repeating: 1, count: rank)
        let (ones, zeros) = (Array(repeating: 1, count: rank), Array(repeating: 0, count: rank))
        var window = other.window
        (window.strides, window.dilations, window.padsBegin, window.padsEnd) = (ones, ones, zeros, zeros)
        self.window = window
        filters = .factors(factors)
    }

    /// How many taps a filter has.
    var taps: Int { kernel.reduce(1, *) }

    // MARK: Sums

    /// Whether another branch's filters can be added to this one's: results are of the same size whatever the data's, and each tap of the
    /// other meets the same data as one of its own.
    func takes(_ other: ConvolutionBranch) -> Bool {
        guard data == other.data, operation.isGrouped == other.operation.isGrouped, channels == other.channels,
            kernel.count == other.kernel.count, window.strides == other.window.strides
        else { return false }
        return kernel.indices.allSatisfy { axis in
            excess(axis) == other.excess(axis) && (0..<other.kernel[axis]).allSatisfy { tap($0, of: other, axis) != nil }
        }
    }

    /// By how much a result is longer than the data, at stride 1.
    private func excess(_ axis: Int) -> Int {
        window.padsBegin[axis] + window.padsEnd[axis] - (kernel[axis] - 1) * window.dilations[axis]
    }

    /// The tap that meets the same data as one of another branch.
    private func tap(_ tap: Int, of other: ConvolutionBranch, _ axis: Int) -> Int? {
        let place = tap * other.window.dilations[axis] - other.window.padsBegin[axis] + window.padsBegin[axis]
        let (own, rest) = place.quotientAndRemainder(dividingBy: window.dilations[axis])
        return rest == 0 && 0..<kernel[axis] ~= own ? own : nil
    }

    /// The filters with those of branches added that it ``takes(_:)``.
    func sum(with others: [ConvolutionBranch]) throws -> Tensor {
        var sums = [Double](repeating: 0, count: channels.reduce(1, *) * taps)
        for branch in [self] + others {
            let places = (0..<branch.taps).map { place(of: $0, in: branch) }
            switch branch.filters {
            case .tensor(let tensor):
                for (index, value) in try tensor.scalars(as: Float.self).enumerated() {
                    sums[index / places.count * taps + places[index % places.count]] += Double(value)
                }
            case .factors(let factors):
                let size = channels[1]
                for channel in 0..<channels[0] * size {
                    sums[(channel * size + channel % size) * taps + places[0]] += Double(factors[factors.count == 1 ? 0 : channel])
                }
            }
        }
        return try Tensor(sums.map { Float($0) }, shape: Shape((operation.isGrouped ? channels : Array(channels.dropFirst())) + kernel))
    }

    /// Where a place of another branch's filter is in a filter of this one.
    private func place(of index: Int, in other: ConvolutionBranch) -> Int {
        var (rest, place, step) = (index, 0, 1)
        for axis in kernel.indices.reversed() {
            place += (tap(rest % other.kernel[axis], of: other, axis) ?? 0) * step
            rest /= other.kernel[axis]
            step *= kernel[axis]
        }
        return place
    }
}
