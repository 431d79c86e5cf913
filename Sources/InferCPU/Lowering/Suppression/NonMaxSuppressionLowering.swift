import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// The best of many boxes.
    static let suppressions: [Entry] = [
        Entry { (operation: InferGraph.NonMaxSuppression, context) in
            try context.requireSingle()
            context.emit(DynamicKernel("non_max_suppression") { context in try suppress(operation, context) }, try context.inputs())
        }
    ]

    private static func suppress(_ operation: InferGraph.NonMaxSuppression, _ context: DynamicContext) throws {
        let boxes = try context.shape(0)
        let scores = try context.shape(1)
        let plan = try InferKernels.NonMaxSuppression(
            encoding: operation.boxEncoding == .center ? .center : .corner, sortsAll: operation.sortResultDescending, batches: boxes[0],
            classes: scores[1], boxes: boxes[1])
        let parameters = InferKernels.NonMaxSuppression.Parameters(
            maximumPerClass: max(try context.integer(2) ?? 0, 0), overlapThreshold: Float(try context.real(3) ?? 0),
            scoreThreshold: Float(try context.real(4) ?? 0), softSigma: Float(try context.real(5) ?? 0))
        let bytes = plan.scratchBytes(maximumPerClass: parameters.maximumPerClass, threads: context.team.threadCount)
        let scratch = try Arena(bytes: bytes)
        let found = plan.select(
            boxes: context.input(0, as: Float.self), scores: context.input(1, as: Float.self), parameters: parameters,
            scratch: scratch.base, team: context.team)
        let indices = try context.output(0, operation.outputType, [found, 3])
        var scored: UnsafeMutablePointer<Float>?
        if operation.opset >= 5 {
            scored = try context.output(1, .f32, [found, 3]).assumingMemoryBound(to: Float.self)
            let count = try context.output(2, operation.outputType, [1])
            try IndexOutput(operation.outputType, count).store(found, at: 0)
        }
        plan.write(
            count: found, capacity: found, indices: try IndexOutput(operation.outputType, indices), scores: scored, scratch: scratch.base)
    }
}
