/// Prior boxes of a grid, laid over an image: corners as fractions of the image's sizes.
package struct PriorBoxes: Sendable {
    /// What PriorBox's attributes say.
    package struct Attributes: Sendable {
        package var minimumSizes: [Float] = []
        package var maximumSizes: [Float] = []
        package var aspectRatios: [Float] = []
        package var densities: [Float] = []
        package var fixedRatios: [Float] = []
        package var fixedSizes: [Float] = []
        package var clips = false
        package var flips = false
        package var step: Float = 0
        package var offset: Float = 0
        package var scalesAllSizes = true
        /// Whether the box of the greatest size comes before those of other ratios.
        package var putsMaximumFirst = true

        package init() {}
    }

    private let width: Float
    private let height: Float
    private var boxes: [Float] = []

    private init(width: Int, height: Int) {
        self.width = Float(width)
        self.height = Float(height)
    }

    /// Adds a box by its centre and the halves of its sizes.
    private mutating func add(_ x: Float, _ y: Float, _ halfWidth: Float, _ halfHeight: Float, limited: Bool = false) {
        var box = Box(
            x1: (x - halfWidth) * (1 / width), y1: (y - halfHeight) * (1 / height), x2: (x + halfWidth) * (1 / width),
            y2: (y + halfHeight) * (1 / height))
        if limited { box = Box(x1: max(box.x1, 0), y1: max(box.y1, 0), x2: min(box.x2, 1), y2: min(box.y2, 1)) }
        boxes += [box.x1, box.y1, box.x2, box.y2]
    }

    // MARK: PriorBox

    /// The boxes of PriorBox, four numbers each, row by row of the grid.
    package static func make(_ attributes: Attributes, rows: Int, columns: Int, imageHeight: Int, imageWidth: Int) -> [Float] {
        var made = PriorBoxes(width: imageWidth, height: imageHeight)
        var ratios: [Float] = [1]
        for ratio in attributes.aspectRatios where !ratios.contains(where: { abs($0 - ratio) < 1e-6 }) {
            ratios.append(ratio)
            if attributes.flips { ratios.append(1 / ratio) }
        }
        var step = attributes.step
        var minimumSizes = attributes.minimumSizes
        if !attributes.scalesAllSizes {
            step = step == -1 ? Float(imageHeight) / Float(rows) : step * Float(imageHeight)
            minimumSizes = minimumSizes.map { $0 * Float(imageHeight) }
        }
        for row in 0..<max(rows, 0) {
            for column in 0..<max(columns, 0) {
                let x =
                    step == 0 ? (Float(column) + 0.5) * (Float(imageWidth) / Float(columns)) : (Float(column) + attributes.offset) * step
                let y = step == 0 ? (Float(row) + 0.5) * (Float(imageHeight) / Float(rows)) : (Float(row) + attributes.offset) * step
                made.addFixed(attributes, ratios, x, y)
                made.addSizes(attributes, ratios, minimumSizes, x, y)
            }
        }
        return attributes.clips ? made.boxes.map { min(max($0, 0), 1) } : made.boxes
    }

    /// The boxes of fixed sizes, several to a cell where there is a density.
    private mutating func addFixed(_ attributes: Attributes, _ ratios: [Float], _ x: Float, _ y: Float) {
        for (index, size) in attributes.fixedSizes.enumerated() {
            let whole = size.rounded(.towardZero)
            let density = index < attributes.densities.count ? max(ScalarMath.index(attributes.densities[index]), 0) : 0
            guard density > 0 else { continue }
            let shift = (size / Float(density)).rounded(.towardZero)
            let half = (whole / 2).rounded(.down)
            func place(_ made: inout PriorBoxes, _ halfWidth: Float, _ halfHeight: Float) {
                for row in 0..<density {
                    for column in 0..<density {
                        made.add(
                            x - half + shift / 2 + Float(column) * shift, y - half + shift / 2 + Float(row) * shift, halfWidth, halfHeight,
                            limited: true)
                    }
                }
            }
            if attributes.fixedRatios.isEmpty { place(&self, whole * 0.5, whole * 0.5) }
            for ratio in attributes.fixedRatios.isEmpty ? ratios.filter({ abs($0 - 1) >= 1e-6 }) : attributes.fixedRatios {
                place(&self, size * 0.5 * ratio.squareRoot(), size * 0.5 / ratio.squareRoot())
            }
        }
    }

    /// The boxes of least sizes, of the means of least and greatest sizes, and of other ratios.
    private mutating func addSizes(_ attributes: Attributes, _ ratios: [Float], _ sizes: [Float], _ x: Float, _ y: Float) {
        for (index, size) in sizes.enumerated() {
            add(x, y, size * 0.5, size * 0.5)
            func addMaximum(_ made: inout PriorBoxes) {
                guard index < attributes.maximumSizes.count else { return }
                let half = (size * attributes.maximumSizes[index]).squareRoot() * 0.5
                made.add(x, y, half, half)
            }
            if attributes.putsMaximumFirst { addMaximum(&self) }
            if attributes.scalesAllSizes || index == sizes.count - 1 {
                let base = attributes.scalesAllSizes ? size : sizes[0]
                for ratio in ratios where abs(ratio - 1) >= 1e-6 {
                    add(x, y, base * 0.5 * ratio.squareRoot(), base * 0.5 / ratio.squareRoot())
                }
            }
            if !attributes.putsMaximumFirst { addMaximum(&self) }
        }
    }

    // MARK: PriorBoxClustered

    /// The boxes of PriorBoxClustered, four numbers each, row by row of the grid.
    ///
    /// - Parameter steps: the distances of cells, zero where they follow from the image.
    package static func makeClustered(
        widths: [Float], heights: [Float], clips: Bool, steps: (x: Float, y: Float), offset: Float, rows: Int, columns: Int,
        imageHeight: Int, imageWidth: Int
    ) -> [Float] {
        var steps = steps
        if steps.x == 0, steps.y == 0 { steps = (Float(imageWidth) / Float(columns), Float(imageHeight) / Float(rows)) }
        var made = PriorBoxes(width: imageWidth, height: imageHeight)
        for row in 0..<max(rows, 0) {
            for column in 0..<max(columns, 0) {
                for (width, height) in zip(widths, heights) {
                    made.add(
                        (Float(column) + offset) * steps.x, (Float(row) + offset) * steps.y, width / 2, height / 2)
                }
            }
        }
        return clips ? made.boxes.map { min(max($0, 0), 1) } : made.boxes
    }
}
