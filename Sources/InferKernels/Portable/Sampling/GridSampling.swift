/// GridSample: images sampled at coordinates from -1 to 1.
package struct GridSampling: Sendable {
    package enum Mode: Sendable { case nearest, bilinear, bicubic }
    /// What is outside of the image.
    package enum Padding: Sendable { case zeros, border, reflection }

    private let mode: Mode
    private let padding: Padding
    private let alignsCorners: Bool
    private let batch: Int
    private let channels: Int
    private let height: Int
    private let width: Int
    private let places: Int

    /// Row-major images [batch, channels, height, width] and a grid of `places` places an image.
    package init(mode: Mode, padding: Padding, alignsCorners: Bool, images: [Int], places: Int) {
        self.mode = mode
        self.padding = padding
        self.alignsCorners = alignsCorners
        (batch, channels, height, width) = (images[0], images[1], images[2], images[3])
        self.places = places
    }

    package func run(
        data: UnsafePointer<Float>, grid: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, team: WorkerTeam
    ) {
        guard height > 0, width > 0 else { return output.update(repeating: 0, count: batch * channels * places) }
        let stack = ImageStack(pointer: data, batch: batch, channels: channels, height: height, width: width)
        Parallel.run(batch * places, grain: max(1, 2048 / max(channels, 1)), team) { range in
            for place in range {
                let (image, own) = (place / places, place % places)
                let x = denormalized(grid[place * 2], width)
                let y = denormalized(grid[place * 2 + 1], height)
                for channel in 0..<channels {
                    output[(image * channels + channel) * places + own] = sample(stack.plane(image, channel), y, x)
                }
            }
        }
    }

    private func denormalized(_ value: Float, _ length: Int) -> Float {
        alignsCorners ? (value + 1) / 2 * Float(length - 1) : ((value + 1) * Float(length) - 1) / 2
    }

    private func sample(_ plane: Plane, _ y: Float, _ x: Float) -> Float {
        switch mode {
        case .nearest:
            let row = y.rounded(.toNearestOrEven)
            let column = x.rounded(.toNearestOrEven)
            return element(plane, ScalarMath.index(row), ScalarMath.index(column))
        case .bilinear:
            let top = y.rounded(.down)
            let left = x.rounded(.down)
            let (row, column) = (ScalarMath.index(top), ScalarMath.index(left))
            let down = y - top
            let across = x - left
            let upper = element(plane, row, column) * (1 - across) + element(plane, row, column + 1) * across
            let lower = element(plane, row + 1, column) * (1 - across) + element(plane, row + 1, column + 1) * across
            return upper * (1 - down) + lower * down
        case .bicubic:
            let top = y.rounded(.down)
            let left = x.rounded(.down)
            let (row, column) = (ScalarMath.index(top), ScalarMath.index(left))
            let vertical = Self.cubicWeights(y - top)
            let horizontal = Self.cubicWeights(x - left)
            var sum: Float = 0
            for down in 0..<4 {
                var line: Float = 0
                for across in 0..<4 { line += horizontal[across] * element(plane, row + down - 1, column + across - 1) }
                sum += vertical[down] * line
            }
            return sum
        }
    }

    /// The weights of four neighbours, with the coefficient -0.75.
    private static func cubicWeights(_ fraction: Float) -> SIMD4<Float> {
        let a: Float = -0.75
        func near(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }
        func far(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        return SIMD4(far(fraction + 1), near(fraction), near(1 - fraction), far(2 - fraction))
    }

    /// An element of the plane continued beyond its ends.
    private func element(_ plane: Plane, _ row: Int, _ column: Int) -> Float {
        switch padding {
        case .zeros:
            return row >= 0 && row < height && column >= 0 && column < width ? plane[row, column] : 0
        case .border:
            return plane[min(max(row, 0), height - 1), min(max(column, 0), width - 1)]
        case .reflection:
            return plane[reflected(row, height), reflected(column, width)]
        }
    }

    /// Reflected at the centres of the outer elements, or at their edges.
    private func reflected(_ index: Int, _ length: Int) -> Int {
        if alignsCorners {
            if length == 1 { return 0 }
            let period = 2 * (length - 1)
            let folded = (index % period + period) % period
            return folded < length ? folded : period - folded
        }
        let period = 2 * length
        let folded = (index % period + period) % period
        return folded < length ? folded : period - 1 - folded
    }
}
