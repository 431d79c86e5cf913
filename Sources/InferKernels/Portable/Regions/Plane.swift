/// One channel of an image, and samples of it.
struct Plane {
    let pointer: UnsafePointer<Float>
    let height: Int
    let width: Int

    @inline(__always) subscript(_ y: Int, _ x: Int) -> Float { pointer[y &* width &+ x] }

    /// The bilinear sample at a place inside; what would be beyond the last row or column is the last.
    @inline(__always)
    func sample(_ y: Float, _ x: Float) -> Float {
        let top = min(max(ScalarMath.index(y), 0), height - 1)
        let left = min(max(ScalarMath.index(x), 0), width - 1)
        let bottom = min(top + 1, height - 1)
        let right = min(left + 1, width - 1)
        let down = y - Float(top)
        let across = x - Float(left)
        let upper = self[top, left] + (self[top, right] - self[top, left]) * across
        let lower = self[bottom, left] + (self[bottom, right] - self[bottom, left]) * across
        return upper + (lower - upper) * down
    }
}

/// Images [batch, channels, height, width], row-major.
struct ImageStack {
    let pointer: UnsafePointer<Float>
    let batch: Int
    let channels: Int
    let height: Int
    let width: Int

    @inline(__always)
    func plane(_ image: Int, _ channel: Int) -> Plane {
        Plane(pointer: pointer + (image * channels + channel) * height * width, height: height, width: width)
    }
}
