import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Boxes made from grids, anchors and logits.
    static let proposals: [Entry] = [
        Entry { (operation: InferGraph.DetectionOutput, context) in try lowerDetectionOutput(operation, context) },
        Entry { (operation: Proposal, context) in
            try context.requireSingle()
            context.emit(PlannedKernel("proposal_portable_f32") { try proposal(operation, $0) }, try context.inputs())
        },
        Entry { (operation: GenerateProposals, context) in
            try context.requireSingle()
            context.emit(
                DynamicKernel("generate_proposals_portable_f32") { context in try generateProposals(operation, context) },
                try context.inputs())
        },
        Entry { (operation: PriorBox, context) in
            context.emit(
                PlannedKernel("prior_box", valueInputs: [0, 1]) { binding in
                    var attributes = PriorBoxes.Attributes()
                    attributes.minimumSizes = operation.minSize
                    attributes.maximumSizes = operation.maxSize
                    attributes.aspectRatios = operation.aspectRatio
                    attributes.densities = operation.density
                    attributes.fixedRatios = operation.fixedRatio
                    attributes.fixedSizes = operation.fixedSize
                    attributes.clips = operation.clip
                    attributes.flips = operation.flip
                    attributes.step = operation.step
                    attributes.offset = operation.offset
                    attributes.scalesAllSizes = operation.scaleAllSizes
                    attributes.putsMaximumFirst = operation.minMaxAspectRatiosOrder
                    let (grid, image) = try gridAndImage(binding)
                    return try priors(
                        PriorBoxes.make(attributes, rows: grid[0], columns: grid[1], imageHeight: image[0], imageWidth: image[1]),
                        operation.variance, binding)
                }, try context.inputs())
        },
        Entry { (operation: PriorBoxClustered, context) in
            context.emit(
                PlannedKernel("prior_box_clustered", valueInputs: [0, 1]) { binding in
                    let (grid, image) = try gridAndImage(binding)
                    let steps = (
                        x: operation.stepW == 0 ? operation.step : operation.stepW,
                        y: operation.stepH == 0 ? operation.step : operation.stepH
                    )
                    return try priors(
                        PriorBoxes.makeClustered(
                            widths: operation.width, heights: operation.height, clips: operation.clip, steps: steps,
                            offset: operation.offset, rows: grid[0], columns: grid[1], imageHeight: image[0], imageWidth: image[1]),
                        operation.variance, binding)
                }, try context.inputs())
        },
    ]

    // MARK: Prior boxes

    private static func gridAndImage(_ binding: KernelBinding) throws -> ([Int], [Int]) {
        let grid = try binding.inputs[0].integers(binding.subject)
        let image = try binding.inputs[1].integers(binding.subject)
        guard grid.count == 2, image.count == 2 else { throw binding.invalid("a size has not two numbers: \(grid) and \(image)") }
        return (grid, image)
    }

    /// Boxes and their variances, which are known when the shapes are.
    private static func priors(_ boxes: [Float], _ variance: [Float], _ binding: KernelBinding) throws -> BoundKernel {
        // What the attributes make beyond the number that the operation states is left out, as by OpenVINO.
        let count = binding.outputs[0].count / 2
        guard boxes.count >= count else {
            throw binding.invalid("its attributes make \(boxes.count / 4) boxes; expected \(count / 4)")
        }
        let variances = variance.isEmpty ? [0.1] : variance
        let values = boxes.prefix(count) + (0..<count).map { variances.count == 1 ? variances[0] : variances[$0 % variances.count] }
        return ClosureKernel { memory in
            let target = memory.output(0, as: Float.self)
            values.withUnsafeBufferPointer { source in
                if let base = source.baseAddress { target.update(from: base, count: source.count) }
            }
        }
    }

    // MARK: DetectionOutput

    private static func lowerDetectionOutput(_ operation: InferGraph.DetectionOutput, _ context: LoweringContext) throws {
        try context.requireSingle()
        var attributes = InferKernels.DetectionOutput.Attributes()
        attributes.backgroundLabel = operation.backgroundLabelId
        attributes.topK = operation.topK
        attributes.keepTopK = operation.keepTopK.first ?? -1
        attributes.varianceIsEncoded = operation.varianceEncodedInTarget
        attributes.codesCenterAndSize = operation.codeType == .centerSize
        attributes.sharesLocation = operation.shareLocation
        attributes.overlapThreshold = operation.nmsThreshold
        attributes.confidenceThreshold = operation.confidenceThreshold
        attributes.clipsAfter = operation.clipAfterNms
        attributes.clipsBefore = operation.clipBeforeNms
        attributes.decreasesLabel = operation.decreaseLabelId
        attributes.isNormalized = operation.normalized
        attributes.inputHeight = operation.inputHeight
        attributes.inputWidth = operation.inputWidth
        attributes.objectnessScore = operation.objectnessScore
        let given = attributes
        let priorWidth = operation.priorWidth
        context.emit(
            PlannedKernel("detection_output_portable_f32") { binding in
                let (boxes, scores, priors) = (binding.inputs[0].shape, binding.inputs[1].shape, binding.inputs[2].shape)
                let count = priors[2] / priorWidth
                let classes = count == 0 ? 0 : scores[1] / count
                guard boxes[1] == count * 4 * (given.sharesLocation ? 1 : classes), priors[0] == 1 || priors[0] == boxes[0] else {
                    throw binding.invalid("boxes \(boxes), scores \(scores) and priors \(priors) do not fit")
                }
                let plan = InferKernels.DetectionOutput(
                    given, images: boxes[0], priors: count, priorSets: priors[0], classes: classes, rows: binding.outputs[0].shape[2])
                let hasFirstStage = binding.inputs.count > 4
                return ClosureKernel { memory in
                    plan.run(
                        boxes: memory.input(0, as: Float.self), scores: memory.input(1, as: Float.self),
                        priors: memory.input(2, as: Float.self), armScores: hasFirstStage ? memory.input(3, as: Float.self) : nil,
                        armBoxes: hasFirstStage ? memory.input(4, as: Float.self) : nil, output: memory.output(0, as: Float.self))
                }
            }, try context.inputs())
    }

    // MARK: Proposals

    private static func proposal(_ operation: Proposal, _ binding: KernelBinding) throws -> BoundKernel {
        let shape = binding.inputs[0].shape
        let (images, count, height, width) = (shape[0], shape[1] / 2, shape[2], shape[3])
        let isTensorFlow = operation.framework == "tensorflow"
        let anchors = ProposalAnchors.make(
            baseSize: operation.baseSize, ratios: operation.ratio, scales: operation.scale, isTensorFlow: isTensorFlow)
        guard anchors.count == count else {
            throw binding.invalid("\(operation.ratio.count) ratios and \(operation.scale.count) scales; the scores have \(count) anchors")
        }
        let hasScales = binding.inputs[2].count > 3
        return ClosureKernel { memory in
            let scores = memory.input(0, as: Float.self)
            let deltas = memory.input(1, as: Float.self)
            let size = memory.input(2, as: Float.self)
            let area = height * width
            // TensorFlow's boxes name rows first, and so must the image's sizes.
            let (imageHeight, imageWidth) = isTensorFlow ? (size[1], size[0]) : (size[0], size[1])
            var attributes = RegionProposal.Attributes()
            attributes.candidateCount = operation.preNmsTopn
            attributes.resultCount = operation.postNmsTopn
            attributes.overlapThreshold = operation.nmsThresh
            attributes.imageHeight = imageHeight
            attributes.imageWidth = imageWidth
            attributes.minimumHeight = Float(operation.minSize) * size[2]
            attributes.minimumWidth = Float(operation.minSize) * size[hasScales ? 3 : 2]
            attributes.offset = isTensorFlow ? 0 : 1
            attributes.overlapOffset = attributes.offset
            attributes.clips = operation.clipBeforeNms
            attributes.clipsAnchors = isTensorFlow
            let plan = RegionProposal(attributes)
            for image in 0..<images {
                let ownScores = scores + (2 * image + 1) * count * area
                let ownDeltas = deltas + image * 4 * count * area
                let regions = plan.run(
                    count: count * area,
                    anchor: { index in
                        let (place, anchor) = (index / count, index % count)
                        let (row, column) = (place / width, place % width)
                        let x = Float(isTensorFlow ? row : column) * Float(operation.featStride)
                        let y = Float(isTensorFlow ? column : row) * Float(operation.featStride)
                        return anchors[anchor] + SIMD4(x, y, x, y)
                    },
                    deltas: { index in
                        let first = ownDeltas + index % count * 4 * area + index / count
                        return SIMD4(
                            first[0] / operation.boxCoordinateScale, first[area] / operation.boxCoordinateScale,
                            first[2 * area] / operation.boxSizeScale, first[3 * area] / operation.boxSizeScale)
                    },
                    score: { ownScores[$0 % count * area + $0 / count] })
                let target = memory.output(0, as: Float.self) + image * operation.postNmsTopn * 5
                target.update(repeating: 0, count: operation.postNmsTopn * 5)
                for (row, region) in regions.enumerated() {
                    var corners = SIMD4(region.x1, region.y1, region.x2, region.y2)
                    let ends = SIMD4(imageWidth, imageHeight, imageWidth, imageHeight)
                    if operation.clipAfterNms { corners = pointwiseMax(SIMD4(repeating: 0), pointwiseMin(corners, ends)) }
                    if operation.normalize { corners /= ends }
                    target[row * 5] = Float(image)
                    for axis in 0..<4 { target[row * 5 + 1 + axis] = corners[axis] }
                }
                if regions.count < operation.postNmsTopn { target[regions.count * 5] = -1 }
                guard operation.opset >= 4 else { continue }
                let probabilities = memory.output(1, as: Float.self) + image * operation.postNmsTopn
                for row in 0..<operation.postNmsTopn { probabilities[row] = row < regions.count ? regions[row].score : 0 }
            }
        }
    }

    private static func generateProposals(_ operation: GenerateProposals, _ context: DynamicContext) throws {
        let isSingle = operation.isSingleImage
        let scoreShape = try context.shape(3)
        let sizes = try context.shape(0)
        let lead = isSingle ? 0 : 1
        let images = isSingle ? 1 : scoreShape[0]
        let (count, height, width) = (scoreShape[lead], scoreShape[lead + 1], scoreShape[lead + 2])
        let area = height * width
        guard try context.count(1) == count * area * 4 else {
            throw context.invalid("anchors \(try context.shape(1)) and scores \(scoreShape) do not fit")
        }
        let anchors = context.input(1, as: Float.self)
        var found: [[RegionProposal.Region]] = []
        for image in 0..<images {
            let size = context.input(0, as: Float.self) + image * (isSingle ? 3 : sizes[1])
            var attributes = RegionProposal.Attributes()
            attributes.candidateCount = operation.preNmsCount
            attributes.resultCount = operation.postNmsCount
            attributes.overlapThreshold = operation.nmsThreshold
            attributes.imageHeight = size[0]
            attributes.imageWidth = size[1]
            attributes.minimumHeight = operation.minSize * (isSingle ? 1 : size[2])
            attributes.minimumWidth = operation.minSize * (isSingle ? 1 : size[sizes[1] > 3 ? 3 : 2])
            attributes.offset = isSingle || !operation.normalized ? 1 : 0
            attributes.overlapOffset = isSingle ? 0 : attributes.offset
            attributes.inset = attributes.offset
            // The logarithm of 1000 / 16.
            attributes.exponentLimit = 4.135166556742356
            attributes.dropsSmall = !isSingle
            let deltas = context.input(2, as: Float.self) + image * 4 * count * area
            let scores = context.input(3, as: Float.self) + image * count * area
            found.append(
                RegionProposal(attributes).run(
                    count: count * area,
                    anchor: { SIMD4(anchors[$0 * 4], anchors[$0 * 4 + 1], anchors[$0 * 4 + 2], anchors[$0 * 4 + 3]) },
                    deltas: { index in
                        let first = deltas + index % count * 4 * area + index / count
                        return SIMD4(first[0], first[area], first[2 * area], first[3 * area])
                    },
                    score: { scores[$0 % count * area + $0 / count] }))
        }
        let regions = Array(found.joined())
        let rows = isSingle ? operation.postNmsCount : regions.count
        let corners = try context.output(0, .f32, [rows, 4]).assumingMemoryBound(to: Float.self)
        let scores = try context.output(1, .f32, [rows]).assumingMemoryBound(to: Float.self)
        for row in 0..<rows {
            let region = row < regions.count ? regions[row] : RegionProposal.Region(x1: 0, y1: 0, x2: 0, y2: 0, score: 0)
            for (axis, value) in [region.x1, region.y1, region.x2, region.y2].enumerated() { corners[row * 4 + axis] = value }
            scores[row] = region.score
        }
        guard !isSingle else { return }
        let numbers = try IndexOutput(operation.roiNumType, try context.output(2, operation.roiNumType, [images]))
        for (image, regions) in found.enumerated() { numbers.store(regions.count, at: image) }
    }
}
