import InferTensors

/// A tensor resampled along some axes. Specification: `Interpolate-1`, `-4`, `-11`.
///
/// Inputs of version 1: data and the wanted lengths; of version 4: data, lengths, scales and, optionally, axes; of version 11: data,
/// lengths or scales and, optionally, axes.
package struct Interpolate: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case nearest, linear, linearOnnx = "linear_onnx", cubic, bilinearPillow = "bilinear_pillow", bicubicPillow = "bicubic_pillow"
        /// Version 1 only.
        case area
    }

    package enum ShapeCalculationMode: String, CaseIterable, Sendable {
        case sizes, scales
    }

    package enum CoordinateTransformationMode: String, CaseIterable, Sendable {
        case halfPixel = "half_pixel", pytorchHalfPixel = "pytorch_half_pixel", asymmetric
        case tfHalfPixelForNn = "tf_half_pixel_for_nn", alignCorners = "align_corners"
    }

    package enum NearestMode: String, CaseIterable, Sendable {
        case roundPreferFloor = "round_prefer_floor", roundPreferCeil = "round_prefer_ceil", floor, ceil, simple
    }

    /// The operation set that introduced this version: 1, 4 or 11.
    package let opset: Int
    package var mode = Mode.nearest
    package var antialias = false
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    /// Version 1: the axes, in the order of the wanted lengths.
    package var axes: [Int] = []
    /// Version 1: whether the corners' elements keep their places.
    package var alignCorners = true
    package var shapeCalculationMode = ShapeCalculationMode.sizes
    package var coordinateTransformationMode = CoordinateTransformationMode.halfPixel
    package var nearestMode = NearestMode.roundPreferFloor
    package var cubeCoeff = -0.75

    package init(opset: Int = 11) { self.opset = opset }

    package var key: OperationKey { OperationKey("Interpolate", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("mode", &mode)
        try attributes.on("antialias", &antialias)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        if opset == 1 {
            try attributes.on("axes", &axes, required: true)
            try attributes.on("align_corners", &alignCorners)
        } else {
            try attributes.on("shape_calculation_mode", &shapeCalculationMode)
            try attributes.on("coordinate_transformation_mode", &coordinateTransformationMode)
            try attributes.on("nearest_mode", &nearestMode)
            try attributes.on("cube_coeff", &cubeCoeff)
        }
    }

    /// The elements added in front of and behind each axis of a tensor of the rank: the attributes' lists may be shorter.
    package func pads(rank: Int) -> (begin: [Int], end: [Int]) {
        func filled(_ list: [Int]) -> [Int] { Array((list + Array(repeating: 0, count: max(rank - list.count, 0))).prefix(rank)) }
        return opset == 1 ? (filled([]), filled([])) : (filled(padsBegin), filled(padsEnd))
    }

    /// The input with the lengths or scales, whichever the mode goes by.
    package var sizesOrScalesIndex: Int { opset == 4 && shapeCalculationMode == .scales ? 2 : 1 }
    /// The optional input with the axes.
    package var axesIndex: Int { opset == 4 ? 3 : 2 }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        switch opset {
        case 1: try context.checkCount(2)
        case 4: try context.checkCount(3...4)
        default: try context.checkCount(2...3)
        }
        let isPillow = mode == .bilinearPillow || mode == .bicubicPillow
        try context.check(!isPillow || opset >= 11, "mode is \(mode.rawValue); this version does not know it")
        try context.check(mode != .area || opset == 1, "mode is area; this version does not know it")
        try context.check(
            padsBegin.allSatisfy { $0 >= 0 } && padsEnd.allSatisfy { $0 >= 0 },
            "pads are \(padsBegin) and \(padsEnd); expected none below zero")
        if opset >= 11 { try context.checkType(0, .numeric, "data") }
        let isScaled = opset > 1 && shapeCalculationMode == .scales
        try context.checkType(sizesOrScalesIndex, isScaled ? .real : .integral, isScaled ? "scales" : "sizes")
        if opset > 1 { try context.checkRank(sizesOrScalesIndex, 1, isScaled ? "scales" : "sizes") }
        if opset > 1, context.has(axesIndex) {
            try context.checkType(axesIndex, .integral, "axes")
            try context.checkRank(axesIndex, 1, "axes")
        }
        let data = context.shape(0)
        guard let dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        let named = opset == 1 ? axes : context.has(axesIndex) ? context.integers(axesIndex) : Array(dimensions.indices)
        guard let named else { return [TensorType(context.type(0), .dynamic(Dimension(dimensions.count)))] }
        try context.check(named.allSatisfy { dimensions.indices.contains($0) }, "the axes \(named) are not all axes of data \(data)")
        let (begin, end) = pads(rank: dimensions.count)
        var shape = dimensions.indices.map { dimensions[$0] + clampedSum(begin[$0], end[$0]) }
        if let count = context.length(sizesOrScalesIndex) {
            try context.check(count >= named.count, "\(count) \(isScaled ? "scales" : "sizes") are given for \(named.count) axes")
        }
        if isScaled {
            let scales = context.value(sizesOrScalesIndex)?.exactReals
            for (position, axis) in named.enumerated() {
                shape[axis] = scales.map { Self.scaled(shape[axis], by: $0[position]) } ?? .dynamic
            }
        } else {
            let sizes = try context.dimensions(sizesOrScalesIndex, "sizes")
            for (position, axis) in named.enumerated() { shape[axis] = sizes?[position] ?? .dynamic }
        }
        return [TensorType(context.type(0), PartialShape(shape))]
    }

    /// The length times the scale, rounded down after a little is added, in single precision as OpenVINO computes it.
    package static func scaled(_ length: Dimension, by scale: Double) -> Dimension {
        length.mapBounds { bound in
            let product = (Float(bound) * Float(scale) + 1e-6).rounded(.down)
            return product > 0 ? (product < 0x1p62 ? Int(product) : .max) : 0
        }
    }
}
