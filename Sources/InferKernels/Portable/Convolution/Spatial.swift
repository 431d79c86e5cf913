/// Up to three spatial extents, strides, dilations or offsets; those an operation lacks are 1 (or 0 for offsets), the outermost first.
package struct Spatial: Hashable, Sendable {
    package var depth: Int
    package var height: Int
    package var width: Int

    package init(depth: Int, height: Int, width: Int) {
        self.depth = depth
        self.height = height
        self.width = width
    }

    /// The last one, two or three values, the rest filled with `fill`. `values` beyond three are ignored.
    package init(_ values: [Int], fill: Int) {
        let padded = Array(repeating: fill, count: max(0, 3 - values.count)) + values
        self.init(depth: padded[0], height: padded[1], width: padded[2])
    }

    package static let ones = Spatial(depth: 1, height: 1, width: 1)
    package static let zeros = Spatial(depth: 0, height: 0, width: 0)

    /// How many positions; 0 if an extent is negative.
    package var count: Int { max(0, depth) * max(0, height) * max(0, width) }
}

/// Elements from one item, channel and position of an image tensor to the next.
package struct ImageStrides: Hashable, Sendable {
    package var batch: Int
    package var channel: Int
    package var depth: Int
    package var height: Int
    package var width: Int

    package init(batch: Int, channel: Int, depth: Int, height: Int, width: Int) {
        self.batch = batch
        self.channel = channel
        self.depth = depth
        self.height = height
        self.width = width
    }

    /// [N, D, H, W, C], dense.
    package static func channelsLast(channels: Int, _ size: Spatial) -> ImageStrides {
        ImageStrides(
            batch: channels * size.count, channel: 1, depth: channels * size.height * size.width, height: channels * size.width,
            width: channels)
    }

    /// [N, C, D, H, W], dense.
    package static func planar(channels: Int, _ size: Spatial) -> ImageStrides {
        ImageStrides(
            batch: channels * size.count, channel: size.count, depth: size.height * size.width, height: size.width, width: 1)
    }
}
