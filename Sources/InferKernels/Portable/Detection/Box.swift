/// A box by its corners, with the lower coordinates first.
struct Box: BitwiseCopyable {
    var x1: Float = 0
    var y1: Float = 0
    var x2: Float = 0
    var y2: Float = 0

    init(x1: Float = 0, y1: Float = 0, x2: Float = 0, y2: Float = 0) {
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2
    }

    /// Four numbers in memory: x1, y1, x2, y2.
    init(_ pointer: UnsafePointer<Float>) { self.init(x1: pointer[0], y1: pointer[1], x2: pointer[2], y2: pointer[3]) }

    func store(_ pointer: UnsafeMutablePointer<Float>) {
        pointer[0] = x1
        pointer[1] = y1
        pointer[2] = x2
        pointer[3] = y2
    }

    /// - Parameter offset: 1 where coordinates name pixels, and a box reaches to the end of its last one; else 0.
    func width(_ offset: Float) -> Float { x2 - x1 + offset }
    func height(_ offset: Float) -> Float { y2 - y1 + offset }

    /// The area, zero for a box whose corners are in disorder.
    func area(_ offset: Float = 0) -> Float { x2 < x1 || y2 < y1 ? 0 : width(offset) * height(offset) }

    /// What both boxes cover over what either covers, zero where they do not meet.
    ///
    /// - Parameter joinsNeighbours: whether boxes whose corners lie less than `offset` apart meet too.
    func overlap(_ other: Box, _ offset: Float = 0, joinsNeighbours: Bool = false) -> Float {
        if !joinsNeighbours, other.x1 > x2 || other.x2 < x1 || other.y1 > y2 || other.y2 < y1 { return 0 }
        let common = Box(x1: max(x1, other.x1), y1: max(y1, other.y1), x2: min(x2, other.x2), y2: min(y2, other.y2))
        let shared = max(common.width(offset), 0) * max(common.height(offset), 0)
        if shared <= 0 { return 0 }
        return shared / (area(offset) + other.area(offset) - shared)
    }

    /// The box inside of an area from 0 to the given ends.
    func clipped(width: Float, height: Float) -> Box {
        Box(
            x1: max(0, min(x1, width)), y1: max(0, min(y1, height)), x2: max(0, min(x2, width)), y2: max(0, min(y2, height)))
    }

    /// The box moved by fractions of its size and scaled by exponents: how networks tell boxes from anchors.
    ///
    /// - Parameters:
    ///   - offset: what is added to the size of the box itself.
    ///   - inset: what is taken off the far corner of the result.
    ///   - limit: the greatest exponent.
    func moved(dx: Float, dy: Float, logWidth: Float, logHeight: Float, offset: Float, inset: Float, limit: Float = .infinity) -> Box {
        let width = width(offset)
        let height = height(offset)
        let centerX = x1 + 0.5 * width + dx * width
        let centerY = y1 + 0.5 * height + dy * height
        let newWidth = ScalarMath.exp(min(logWidth, limit)) * width
        let newHeight = ScalarMath.exp(min(logHeight, limit)) * height
        return Box(
            x1: centerX - 0.5 * newWidth, y1: centerY - 0.5 * newHeight, x2: centerX + 0.5 * newWidth - inset,
            y2: centerY + 0.5 * newHeight - inset)
    }
}
