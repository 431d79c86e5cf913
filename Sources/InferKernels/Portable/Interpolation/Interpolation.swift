import InferTensors

/// Resizing along any set of axes: Interpolate of versions 0, 4 and 11.
///
/// All modes are separable, so that an axis is a table of weighted taps (``InterpolationAxis``) made once per shape. An output row is first
/// combined along all axes but the innermost resized one, whole input rows at a time, then along that axis. Strides are in elements and
/// arbitrary: where channels are innermost in memory they become the vector that every tap moves.
package struct Interpolation: Sendable {
    /// How an output element is made from its neighbourhood.
    package enum Mode: Hashable, Sendable, CaseIterable {
        case nearest, linear, linearONNX, cubic, bilinearPillow, bicubicPillow
    }

    /// How a coordinate of the output becomes a coordinate of the input.
    package enum CoordinateMode: Hashable, Sendable, CaseIterable {
        case halfPixel, pytorchHalfPixel, asymmetric, tfHalfPixelForNN, alignCorners
    }

    /// How mode nearest rounds a coordinate of the input.
    package enum NearestMode: Hashable, Sendable, CaseIterable {
        case roundPreferFloor, roundPreferCeil, floor, ceil, simple
    }

    /// The attributes of Interpolate-4 and Interpolate-11 that decide the numbers.
    package struct Attributes: Hashable, Sendable {
        package var mode: Mode
        package var coordinateMode: CoordinateMode
        package var nearestMode: NearestMode
        package var antialias: Bool
        package var cubeCoefficient: Double
        /// Zeros put around the input before it is resized: by axis, absent ones are none.
        package var padsBegin: [Int]
        package var padsEnd: [Int]

        package init(
            mode: Mode, coordinateMode: CoordinateMode = .halfPixel, nearestMode: NearestMode = .roundPreferFloor, antialias: Bool = false,
            cubeCoefficient: Double = -0.75, padsBegin: [Int] = [], padsEnd: [Int] = []
        ) {
            self.mode = mode
            self.coordinateMode = coordinateMode
            self.nearestMode = nearestMode
            self.antialias = antialias
            self.cubeCoefficient = cubeCoefficient
            self.padsBegin = padsBegin
            self.padsEnd = padsEnd
        }
    }

    /// An axis that is walked element by element: its length in the output, its strides, and its taps where it is resized.
    package struct Walk: Sendable {
        package var length: Int
        package var inputStride: Int
        package var outputStride: Int
        package var axis: InterpolationAxis?
    }

    package let mode: Mode
    /// The axes around a row, slowest first.
    package let outer: [Walk]
    /// Places in ``outer`` of the axes that are combined.
    let combined: [Int]
    /// The innermost resized axis, if the row has one.
    package let row: Walk
    /// Length of the input along ``row``.
    package let rowInputLength: Int
    /// Elements that lie side by side in input and output and move together.
    package let vectorLength: Int
    package let outputCount: Int
    let rowCount: Int

    /// Prepares a resize for concrete shapes.
    /// - Parameters:
    ///   - inputStrides: strides of the input in elements, one per axis; outputStrides likewise.
    ///   - axes: the resized axes, non-negative and without repetition.
    ///   - scales: the factor of each resized axis where the operation was given scales; nil where it was given sizes.
    /// - Throws: `RuntimeError` when ranks or axes disagree.
    package init(
        _ attributes: Attributes, inputShape: [Int], inputStrides: [Int], outputShape: [Int], outputStrides: [Int], axes: [Int],
        scales: [Float]? = nil
    ) throws {
        let rank = inputShape.count
        guard inputStrides.count == rank, outputShape.count == rank, outputStrides.count == rank else {
            throw RuntimeError(
                .mismatch, "Interpolate: input \(inputShape) and output \(outputShape) must have one rank and one stride per axis")
        }
        guard Set(axes).count == axes.count, axes.allSatisfy({ $0 >= 0 && $0 < rank }), scales.map({ $0.count == axes.count }) ?? true
        else {
            throw RuntimeError(.invalidArgument, "Interpolate: axes \(axes) must be distinct axes of rank \(rank), with one scale each")
        }
        if attributes.mode == .bilinearPillow || attributes.mode == .bicubicPillow, axes.count > 2 {
            throw RuntimeError(.invalidArgument, "Interpolate: Pillow's modes resize two axes, not \(axes)")
        }
        func pad(_ pads: [Int], _ axis: Int) -> Int { axis < pads.count ? max(0, pads[axis]) : 0 }
        let padded = (0..<rank).map { inputShape[$0] + pad(attributes.padsBegin, $0) + pad(attributes.padsEnd, $0) }
        let factors = axes.indices.map { scales?[$0] ?? (Float(outputShape[axes[$0]]) / Float(padded[axes[$0]])) }
        guard factors.allSatisfy({ $0.isFinite && $0 > 0 || outputShape.contains(0) || padded.contains(0) }) else {
            throw RuntimeError(.invalidArgument, "Interpolate: scales \(factors) must be positive and finite")
        }
        for length in outputShape {
            try SystemMemory.require(length, of: InterpolationAxis.bytesOfPosition, for: "Interpolate: a table for an axis of \(length)")
        }
        // Antialiasing is decided for all axes together: one axis that shrinks turns it on for each.
        let antialias = attributes.antialias && factors.contains { $0 < 1 }

        var walks: [Walk] = []
        for axis in 0..<rank {
            let resized = axes.firstIndex(of: axis)
            guard resized != nil || padded[axis] == outputShape[axis] else {
                throw RuntimeError(
                    .mismatch, "Interpolate: axis \(axis) is not resized, yet its length goes from \(padded[axis]) to \(outputShape[axis])")
            }
            let table = InterpolationAxis(
                attributes, antialias: antialias, scale: resized.map { factors[$0] } ?? 1, inputLength: inputShape[axis],
                padBegin: pad(attributes.padsBegin, axis), padEnd: pad(attributes.padsEnd, axis), outputLength: outputShape[axis])
            walks.append(
                Walk(
                    length: outputShape[axis], inputStride: inputStrides[axis], outputStride: outputStrides[axis],
                    axis: table.isIdentity ? nil : table))
        }
        mode = attributes.mode
        outputCount = outputShape.reduce(1, *)

        // What lies side by side in both tensors and is not resized moves as one vector.
        var vector = 1
        while let next = walks.firstIndex(where: {
            $0.axis == nil && $0.length > 1 && $0.inputStride == vector && $0.outputStride == vector
        }) {
            vector *= walks[next].length
            walks.remove(at: next)
        }
        walks.removeAll { $0.axis == nil && $0.length == 1 }
        vectorLength = vector

        let resized = walks.indices.filter { walks[$0].axis != nil }
        var innermost = resized.min { (abs(walks[$0].outputStride), -$0) < (abs(walks[$1].outputStride), -$1) }
        // Pillow's first pass is along the last of the axes given; integers are rounded after it.
        if attributes.mode == .bilinearPillow || attributes.mode == .bicubicPillow, axes.count == 2 {
            innermost = resized.last { walks[$0].outputStride == outputStrides[axes[1]] } ?? innermost
        }
        // A single axis with a vector inside is combined straight into the output: no row pass.
        if let innermost, resized.count > 1 || vector == 1 || attributes.mode == .nearest {
            row = walks.remove(at: innermost)
            rowInputLength = row.axis?.inputLength ?? row.length
        } else {
            row = Walk(length: 1, inputStride: 0, outputStride: 0, axis: nil)
            rowInputLength = 1
        }
        outer = walks
        combined = walks.indices.filter { walks[$0].axis != nil }
        rowCount = walks.reduce(1) { $0 * $1.length }
    }

    /// Bytes of scratch that ``run(_:_:scratch:team:)`` wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int {
        mode == .nearest ? 0 : threads * scratchFloats * MemoryLayout<Float>.stride
    }

    var scratchFloats: Int { row.axis == nil ? 0 : (rowInputLength * vectorLength + 15) & ~15 }
}

extension Interpolation.Attributes {
    /// The attributes that Interpolate-0 stands for.
    /// - Parameters:
    ///   - mode: nearest, linear, linear_onnx (as ``Interpolation/Mode/linearONNX``) or cubic.
    ///   - axes: the resized axes.
    /// - Throws: `RuntimeError` for linear on more than five axes, as the operation defines none.
    package static func version0(
        mode: Interpolation.Mode, alignCorners: Bool, antialias: Bool, padsBegin: [Int], padsEnd: [Int], axes: [Int], rank: Int
    ) throws -> Self {
        var attributes = Self(
            mode: mode, coordinateMode: .asymmetric, nearestMode: .simple, antialias: antialias, padsBegin: padsBegin, padsEnd: padsEnd)
        if mode == .linear {
            guard rank <= 5 else { throw RuntimeError(.unsupported, "Interpolate: version 0 has no linear mode for rank \(rank)") }
            attributes.mode = rank < 5 ? .linearONNX : .linear
        }
        let unpadded = (padsBegin + padsEnd).allSatisfy { $0 == 0 }
        if alignCorners {
            attributes.coordinateMode = .alignCorners
        } else if attributes.mode == .linearONNX || attributes.mode == .linear, unpadded, !(rank == 4 && Set(axes) == [2, 3]) {
            attributes.coordinateMode = .halfPixel
        }
        return attributes
    }
}
