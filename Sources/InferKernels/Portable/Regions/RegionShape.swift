/// The sizes that poolings of regions work with: images [batch, channels, height, width] and a number of regions.
package struct RegionShape: Sendable {
    package var batch: Int
    package var channels: Int
    package var height: Int
    package var width: Int
    package var regions: Int
    package var pooledHeight: Int
    package var pooledWidth: Int

    /// - Parameters:
    ///   - images: [batch, channels, height, width].
    ///   - output: [regions, channels of the result, height, width].
    package init(images: [Int], output: [Int]) {
        (batch, channels, height, width) = (images[0], images[1], images[2], images[3])
        regions = output[0]
        pooledHeight = output[2]
        pooledWidth = output[3]
    }

    func images(_ pointer: UnsafePointer<Float>) -> ImageStack {
        ImageStack(pointer: pointer, batch: batch, channels: channels, height: height, width: width)
    }

    var isEmpty: Bool { height == 0 || width == 0 || batch == 0 }
}
