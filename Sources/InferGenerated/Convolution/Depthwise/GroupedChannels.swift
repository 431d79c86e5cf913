import InferKernels

/// How the channels of groups lie in vectors.
///
/// A unit is either as many groups as find room side by side in one vector, or one group of one or several vectors. All its lanes multiply
/// at once: each with the first input channel of its own group, then each with the second, and so on.
struct GroupedChannels: Hashable, Sendable {
    /// Of a group.
    let inputs: Int
    let outputs: Int
    let lanes: Int
    let groupsPerUnit: Int

    init(_ filters: ConvolutionShape, lanes: Int) {
        inputs = filters.inputChannelsPerGroup
        outputs = filters.outputChannelsPerGroup
        self.lanes = lanes
        groupsPerUnit = max(1, lanes / max(1, inputs, outputs))
    }

    /// How an input channel of each lane's group gets into the lane.
    enum Spread {
        /// Groups have one input and one output channel, so that it is there.
        case none
        /// The input channels of all groups of a unit are a vector, whose lanes are permuted.
        case permutation
        /// All lanes are of the same group.
        case broadcast
    }

    var spread: Spread { inputs == 1 && outputs == 1 ? .none : groupsPerUnit == 1 ? .broadcast : .permutation }

    // MARK: Units

    var inputsPerUnit: Int { groupsPerUnit * inputs }
    var outputsPerUnit: Int { groupsPerUnit * outputs }
    /// Vectors of outputs all of whose lanes are channels, and the channels of one more.
    var wholeVectors: Int { outputsPerUnit / lanes }
    var remainingOutputs: Int { outputsPerUnit % lanes }
    var vectorsPerUnit: Int { wholeVectors + (remainingOutputs > 0 ? 1 : 0) }

    /// Units of so many groups; the last may have fewer than the others.
    func units(_ groups: Int) -> Int { (groups + groupsPerUnit - 1) / groupsPerUnit }

    /// The lane of a unit's input channels that each lane of outputs meets, for an input channel of the groups.
    func permutation(_ channel: Int) -> [UInt32] {
        (0..<lanes).map { UInt32(min($0 / outputs, groupsPerUnit - 1) * inputs + channel) }
    }

    // MARK: Filters

    /// Floats of a unit's packed filters.
    func packedCount(taps: Int) -> Int { vectorsPerUnit * inputs * taps * lanes }

    /// `[groups, outputs, inputs, kernel…]` become `[units, vectors, height, inputs, width, lanes]`, zeros in lanes that are no channels.
    func pack(_ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, into packed: UnsafeMutablePointer<Float>) {
        let (height, width) = (shape.kernel.height, shape.kernel.width)
        let outputStride = inputs * height * width
        var target = packed
        for first in stride(from: 0, to: shape.outputChannels, by: outputsPerUnit) {
            for vector in 0..<vectorsPerUnit {
                let channel = first &+ vector &* lanes
                let count = min(lanes, outputsPerUnit &- vector &* lanes, shape.outputChannels &- channel)
                for y in 0..<height {
                    for input in 0..<inputs {
                        for x in 0..<width {
                            var source = filters + (channel &* outputStride &+ (input &* height &+ y) &* width &+ x)
                            for lane in 0..<lanes {
                                target[lane] = lane < count ? source.pointee : 0
                                if lane &+ 1 < count { source += outputStride }
                            }
                            target += lanes
                        }
                    }
                }
            }
        }
    }
}
