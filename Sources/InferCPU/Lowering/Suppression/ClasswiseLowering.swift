import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Suppressions of all classes together, and of turned boxes.
    static let classwiseSuppressions: [Entry] = [
        Entry { (operation: MatrixNms, context) in
            var attributes = InferKernels.ClasswiseSuppression.Attributes()
            attributes.order = order(operation.sortResultType)
            attributes.sortsAcrossImages = operation.sortResultAcrossBatch
            attributes.topK = operation.nmsTopK
            attributes.keepTopK = operation.keepTopK
            attributes.scoreThreshold = operation.scoreThreshold
            attributes.backgroundClass = operation.backgroundClass
            attributes.isNormalized = operation.normalized
            attributes.method = .decay(
                isGaussian: operation.decayFunction == .gaussian, sigma: operation.gaussianSigma, threshold: operation.postThreshold)
            try lower("matrix_nms", attributes, operation.outputType, context)
        },
        Entry { (operation: MulticlassNms, context) in
            var attributes = InferKernels.ClasswiseSuppression.Attributes()
            attributes.order = order(operation.sortResultType)
            attributes.sortsAcrossImages = operation.sortResultAcrossBatch
            attributes.topK = operation.nmsTopK
            attributes.keepTopK = operation.keepTopK
            attributes.scoreThreshold = operation.scoreThreshold
            attributes.backgroundClass = operation.backgroundClass
            attributes.isNormalized = operation.normalized
            attributes.method = .suppress(threshold: operation.iouThreshold, factor: operation.nmsEta)
            try lower("multiclass_nms", attributes, operation.outputType, context)
        },
        Entry { (operation: NMSRotated, context) in
            try context.requireSingle()
            context.emit(
                DynamicKernel("nms_rotated_portable_f32") { context in try suppressTurned(operation, context) }, try context.inputs())
        },
    ]

    private static func order(_ given: SortResultType) -> InferKernels.ClasswiseSuppression.Order {
        switch given {
        case .classid: .byClass
        case .score: .byScore
        case .none: .asTheyCome
        }
    }

    private static func lower(
        _ name: String, _ attributes: InferKernels.ClasswiseSuppression.Attributes, _ outputType: ElementType, _ context: LoweringContext
    ) throws {
        try context.requireSingle()
        let plan = InferKernels.ClasswiseSuppression(attributes)
        context.emit(
            DynamicKernel("\(name)_portable_f32") { context in
                let boxes = context.input(0, as: Float.self)
                let scores = context.input(1, as: Float.self)
                let shape = try context.shape(1)
                var chosen: [[InferKernels.ClasswiseSuppression.Choice]] = []
                let indices: (InferKernels.ClasswiseSuppression.Choice) -> Int
                if shape.count == 3 {
                    let (images, classes, count) = (shape[0], shape[1], shape[2])
                    for image in 0..<images {
                        chosen.append(
                            plan.choose(
                                image: image, classes: classes, count: count, boxes: { _ in boxes + image * count * 4 },
                                scores: { scores + (image * classes + $0) * count }))
                    }
                    indices = { $0.image * count + $0.box }
                } else {
                    // Regions of all images one after another, for each class apart.
                    let (classes, count) = (shape[0], shape[1])
                    let numbers = try context.integers(2)
                    var starts: [Int] = []
                    var start = 0
                    for (image, number) in numbers.enumerated() {
                        guard number <= count - start else {
                            throw context.invalid("image \(image) has \(number) regions; there are \(count - start) left")
                        }
                        starts.append(start)
                        let first = start
                        chosen.append(
                            plan.choose(
                                image: image, classes: classes, count: max(number, 0), boxes: { boxes + ($0 * count + first) * 4 },
                                scores: { scores + $0 * count + first }))
                        start += max(number, 0)
                    }
                    indices = { (starts[$0.image] + $0.box) * classes + $0.label }
                }
                let all = plan.ordered(Array(chosen.joined()))
                let rows = try context.output(0, .f32, [all.count, 6]).assumingMemoryBound(to: Float.self)
                let places = try IndexOutput(outputType, try context.output(1, outputType, [all.count, 1]))
                let numbers = try IndexOutput(outputType, try context.output(2, outputType, [chosen.count]))
                for (row, choice) in all.enumerated() {
                    rows[row * 6] = Float(choice.label)
                    rows[row * 6 + 1] = choice.score
                    for axis in 0..<4 { rows[row * 6 + 2 + axis] = choice.corners[axis] }
                    places.store(indices(choice), at: row)
                }
                for (image, choices) in chosen.enumerated() { numbers.store(choices.count, at: image) }
            }, try context.inputs())
    }

    private static func suppressTurned(_ operation: NMSRotated, _ context: DynamicContext) throws {
        let shape = try context.shape(1)
        let plan = TurnedSuppression(
            batches: shape[0], classes: shape[1], boxes: shape[2], sortsAll: operation.sortResultDescending,
            isClockwise: operation.clockwise)
        let chosen = plan.run(
            boxes: context.input(0, as: Float.self), scores: context.input(1, as: Float.self), limit: try context.integer(2) ?? 0,
            overlapThreshold: Float(try context.real(3) ?? 0), scoreThreshold: Float(try context.real(4) ?? 0))
        let type = operation.outputType
        let indices = try IndexOutput(type, try context.output(0, type, [chosen.count, 3]))
        let scores = try context.output(1, .f32, [chosen.count, 3]).assumingMemoryBound(to: Float.self)
        try IndexOutput(type, try context.output(2, type, [1])).store(chosen.count, at: 0)
        for (row, choice) in chosen.enumerated() {
            for (column, value) in [choice.batch, choice.label, choice.box].enumerated() { indices.store(value, at: row * 3 + column) }
            for (column, value) in [Float(choice.batch), Float(choice.label), choice.score].enumerated() {
                scores[row * 3 + column] = value
            }
        }
    }
}
