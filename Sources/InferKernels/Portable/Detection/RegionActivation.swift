/// RegionYolo: the logistic function of coordinates and objectness, and the softmax of classes, of a YOLO head.
package struct RegionActivation: Sendable {
    private let batch: Int
    private let regions: Int
    private let coordinates: Int
    private let classes: Int
    private let area: Int
    private let usesSoftmax: Bool
    /// Elements of an image in the input, of which the leading `regions` entries are taken.
    private let inputStride: Int

    /// Data [batch, channels, height, width] of which each region has `coordinates + 1 + classes` channels.
    ///
    /// - Returns: `nil` where the channels do not hold the regions.
    package init?(batch: Int, channels: Int, area: Int, regions: Int, coordinates: Int, classes: Int, usesSoftmax: Bool) {
        let entries = regions.multipliedReportingOverflow(by: coordinates &+ classes &+ 1)
        guard regions >= 0, coordinates >= 2, classes >= 0, !entries.overflow, entries.partialValue <= channels else { return nil }
        self.batch = batch
        self.regions = regions
        self.coordinates = coordinates
        self.classes = classes
        self.area = area
        self.usesSoftmax = usesSoftmax
        inputStride = channels * area
    }

    /// Elements of an image in the result: with softmax the whole input, else what the regions have.
    private var outputStride: Int { usesSoftmax ? inputStride : regions * (coordinates + classes + 1) * area }

    package func run(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
        for image in 0..<batch {
            target.advanced(by: image * outputStride).update(from: source + image * inputStride, count: outputStride)
            for region in 0..<regions {
                let first = target + image * outputStride + region * (coordinates + classes + 1) * area
                logistic(first, 2 * area)
                let objectness = first + coordinates * area
                logistic(objectness, usesSoftmax ? area : (classes + 1) * area)
                if usesSoftmax { softmax(objectness + area) }
            }
        }
    }

    private func logistic(_ values: UnsafeMutablePointer<Float>, _ count: Int) {
        for index in 0..<count { values[index] = 1 / (1 + ScalarMath.exp(-values[index])) }
    }

    private func softmax(_ values: UnsafeMutablePointer<Float>) {
        for place in 0..<area {
            var greatest = -Float.infinity
            for label in 0..<classes { greatest = max(greatest, values[label * area + place]) }
            var sum: Float = 0
            for label in 0..<classes {
                let value = ScalarMath.exp(values[label * area + place] - greatest)
                values[label * area + place] = value
                sum += value
            }
            for label in 0..<classes { values[label * area + place] /= sum }
        }
    }
}
