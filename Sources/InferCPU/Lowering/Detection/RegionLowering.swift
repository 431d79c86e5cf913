import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Poolings of regions, and what else Detectron and YOLO do with them.
    static let regions: [Entry] = [
        Entry { (operation: ROIAlign, context) in try lowerAlignment(operation, context) },
        Entry { (operation: ROIPooling, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("roi_pooling_portable_f32") { binding in
                    let plan = RegionPooling(
                        RegionShape(images: Array(binding.inputs[0].shape), output: Array(binding.outputs[0].shape)),
                        scale: operation.spatialScale, isBilinear: operation.method == .bilinear)
                    return ClosureKernel { memory in
                        try plan.run(
                            data: memory.input(0, as: Float.self), regions: memory.input(1, as: Float.self),
                            output: memory.output(0, as: Float.self), team: memory.team)
                    }
                }, try context.inputs())
        },
        Entry { (operation: PSROIPooling, context) in
            let mode: SensitivePooling.Mode =
                operation.mode == .average ? .average : .bilinear(binsX: operation.spatialBinsX, binsY: operation.spatialBinsY)
            try lowerSensitive("ps_roi_pooling", mode, operation.outputDim, operation.spatialScale, context)
        },
        Entry { (operation: DeformablePSROIPooling, context) in
            let mode = SensitivePooling.Mode.deformable(
                binsX: operation.spatialBinsX, binsY: operation.spatialBinsY, offsetScale: operation.transStd, parts: operation.partSize)
            guard operation.spatialBinsX > 0, operation.spatialBinsY > 0, operation.partSize > 0 else {
                throw context.failure("spatial_bins_x, spatial_bins_y and part_size are not all positive", .invalidArgument)
            }
            try lowerSensitive("deformable_ps_roi_pooling", mode, operation.outputDim, operation.spatialScale, context)
        },
        Entry { (operation: RegionYolo, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("region_yolo_portable_f32") { binding in
                    let shape = binding.inputs[0].shape
                    guard
                        let plan = RegionActivation(
                            batch: shape[0], channels: shape[1], area: shape[2] * shape[3],
                            regions: operation.doSoftmax ? operation.num : operation.mask.count, coordinates: operation.coords,
                            classes: operation.classes, usesSoftmax: operation.doSoftmax)
                    else { throw binding.invalid("data \(shape) does not hold the regions that its attributes tell") }
                    return ClosureKernel { memory in plan.run(memory.input(0, as: Float.self), memory.output(0, as: Float.self)) }
                }, try context.inputs())
        },
        Entry { (operation: ExperimentalDetectronDetectionOutput, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("detectron_detection_output_portable_f32") { binding in
                    let plan = try DetectronDetection(
                        classes: operation.numClasses, scoreThreshold: operation.scoreThreshold, overlapThreshold: operation.nmsThreshold,
                        exponentLimit: operation.maxDeltaLogWh, perClass: operation.postNmsCount, weights: operation.deltasWeights)
                    let count = binding.inputs[0].shape[0]
                    let limit = binding.outputs[0].shape[0]
                    return ClosureKernel { memory in
                        plan.run(
                            regions: memory.input(0, as: Float.self), deltas: memory.input(1, as: Float.self),
                            scores: memory.input(2, as: Float.self), count: count, limit: limit, boxes: memory.output(0, as: Float.self),
                            labels: memory.output(1, as: Int32.self), resultScores: memory.output(2, as: Float.self))
                    }
                }, try context.inputs())
        },
        Entry { (operation: ExperimentalDetectronPriorGridGenerator, context) in
            try context.requireSingle()
            context.emit(PlannedKernel("detectron_prior_grid_portable_f32") { try priorGrid(operation, $0) }, try context.inputs())
        },
        Entry { (_: ExperimentalDetectronTopKROIs, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("detectron_top_k_rois_portable_f32") { binding in
                    let count = binding.inputs[0].shape[0]
                    let limit = binding.outputs[0].shape[0]
                    return ClosureKernel { memory in
                        let regions = memory.input(0, as: Float.self)
                        let scores = memory.input(1, as: Float.self)
                        let target = memory.output(0, as: Float.self)
                        let order = (0..<count).sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
                        target.update(repeating: 0, count: limit * 4)
                        for (row, region) in order.prefix(limit).enumerated() {
                            (target + row * 4).update(from: regions + region * 4, count: 4)
                        }
                    }
                }, try context.inputs())
        },
        Entry { (operation: ExperimentalDetectronROIFeatureExtractor, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("detectron_roi_features_portable_f32") { try regionFeatures(operation, $0) }, try context.inputs())
        },
    ]

    private static func lowerAlignment(_ operation: ROIAlign, _ context: LoweringContext) throws {
        try context.requireSingle()
        context.emit(
            PlannedKernel(operation.isRotated ? "roi_align_rotated_portable_f32" : "roi_align_portable_f32") { binding in
                let shape = RegionShape(images: Array(binding.inputs[0].shape), output: Array(binding.outputs[0].shape))
                let plan =
                    operation.isRotated
                    ? RegionAlignment(
                        rotated: shape, samples: operation.samplingRatio, scale: operation.spatialScale,
                        isClockwise: operation.clockwiseMode)
                    : RegionAlignment(
                        shape, samples: operation.samplingRatio, scale: operation.spatialScale, takesMaximum: operation.mode == .max,
                        shiftBefore: operation.alignedMode == .halfPixel ? 0.5 : 0,
                        shiftAfter: operation.alignedMode == .asymmetric ? 0 : -0.5,
                        isLeastOne: operation.alignedMode == .asymmetric)
                let indices = binding.inputs[2]
                return ClosureKernel { memory in
                    try plan.run(
                        data: memory.input(0, as: Float.self), regions: memory.input(1, as: Float.self),
                        images: indices.elements(memory.input(2)), output: memory.output(0, as: Float.self), team: memory.team)
                }
            }, [try context.input(0, as: .rowMajor), try context.input(1, as: .rowMajor), try context.indices(2).0])
    }

    private static func lowerSensitive(
        _ name: String, _ mode: SensitivePooling.Mode, _ outputChannels: Int, _ scale: Float, _ context: LoweringContext
    ) throws {
        try context.requireSingle()
        context.emit(
            PlannedKernel("\(name)_portable_f32") { binding in
                let plan = try SensitivePooling(
                    RegionShape(images: Array(binding.inputs[0].shape), output: Array(binding.outputs[0].shape)),
                    outputChannels: outputChannels, scale: scale, mode: mode)
                let offsets = binding.inputs.count > 2 ? binding.inputs[2].shape : nil
                if let offsets, case .deformable(_, _, _, let parts) = mode {
                    guard offsets[0] == binding.outputs[0].shape[0], offsets[2] == parts, offsets[3] == parts, offsets[1] % 2 == 0 else {
                        throw binding.invalid("offsets have shape \(offsets); expected 2 numbers for each of \(parts) × \(parts) parts")
                    }
                }
                return ClosureKernel { memory in
                    try plan.run(
                        data: memory.input(0, as: Float.self), regions: memory.input(1, as: Float.self),
                        offsets: offsets == nil ? nil : memory.input(2, as: Float.self), offsetChannels: offsets?[1] ?? 0,
                        output: memory.output(0, as: Float.self), team: memory.team)
                }
            }, try context.inputs())
    }

    private static func priorGrid(_ operation: ExperimentalDetectronPriorGridGenerator, _ binding: KernelBinding) throws -> BoundKernel {
        let (grid, image) = (binding.inputs[1].shape, binding.inputs[2].shape)
        let (rows, columns) = (grid[2], grid[3])
        // The output has the grid's shape, whatever the attributes say.
        guard operation.h == 0 || operation.h == rows, operation.w == 0 || operation.w == columns else {
            throw binding.invalid("h and w are \(operation.h) and \(operation.w); the grid \(grid) has \(rows) rows and \(columns) columns")
        }
        let stepX = operation.strideX > 0 ? operation.strideX : Float(image[3]) / Float(max(columns, 1))
        let stepY = operation.strideY > 0 ? operation.strideY : Float(image[2]) / Float(max(rows, 1))
        let count = binding.inputs[0].shape[0]
        return ClosureKernel { memory in
            let priors = memory.input(0, as: Float.self)
            var target = memory.output(0, as: Float.self)
            for row in 0..<rows {
                for column in 0..<columns {
                    let shift = SIMD2(stepX * (Float(column) + 0.5), stepY * (Float(row) + 0.5))
                    for index in 0..<count * 4 { target[index] = priors[index] + shift[index % 2] }
                    target += count * 4
                }
            }
        }
    }

    private static func regionFeatures(_ operation: ExperimentalDetectronROIFeatureExtractor, _ binding: KernelBinding) throws
        -> BoundKernel
    {
        let levels = binding.inputs.count - 1
        guard operation.pyramidScales.count >= levels, operation.pyramidScales.allSatisfy({ $0 > 0 }) else {
            throw binding.invalid("pyramid_scales are \(operation.pyramidScales); expected \(levels) positive numbers")
        }
        let count = binding.inputs[0].shape[0]
        let output = Array(binding.outputs[0].shape)
        let size = output.dropFirst().reduce(1, *)
        let plans = (0..<levels).map { level in
            RegionAlignment(
                RegionShape(images: Array(binding.inputs[level + 1].shape), output: [1] + output.dropFirst()),
                samples: operation.samplingRatio, scale: 1 / Float(operation.pyramidScales[level]), takesMaximum: false, shiftBefore: 0,
                shiftAfter: operation.aligned ? -0.5 : 0, isLeastOne: true)
        }
        return ClosureKernel { memory in
            let regions = memory.input(0, as: Float.self)
            let target = memory.output(0, as: Float.self)
            for region in 0..<count {
                let own = regions + region * 4
                guard let level = PyramidLevel.of(own, levels: levels) else {
                    (target + region * size).update(repeating: 0, count: size)
                    continue
                }
                try plans[level].run(
                    data: memory.input(level + 1, as: Float.self), regions: own, images: [0], output: target + region * size,
                    team: memory.team)
            }
            memory.output(1, as: Float.self).update(from: regions, count: count * 4)
        }
    }
}

extension BoundTensor {
    /// The elements of a tensor of i32 or i64.
    func elements(_ memory: UnsafeRawPointer) -> [Int] {
        if type == .i32 { return (0..<count).map { Int(memory.assumingMemoryBound(to: Int32.self)[$0]) } }
        return (0..<count).map { Int(memory.assumingMemoryBound(to: Int64.self)[$0]) }
    }
}
