import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Elements found: as many as there are.
    static let findings: [Entry] = [
        Entry { (operation: InferGraph.NonZero, context) in
            try context.requireWholeBytes()
            let type = operation.outputType
            context.emit(
                DynamicKernel("non_zero") { context in
                    let shape = try context.shape(0)
                    let elements = context.types[0].element_type
                    let found = try InferKernels.NonZero.count(elements, context.inputs[0], count: shape_size(shape))
                    let output = try context.output(0, type, [shape.count, found])
                    try InferKernels.NonZero.run(
                        elements, context.inputs[0], shape: Array(shape), found: found, into: IndexOutput(type, output))
                }, try context.inputs())
        },
        Entry { (operation: InferGraph.Unique, context) in
            try context.requireWholeBytes()
            context.emit(DynamicKernel("unique") { context in try findUnique(operation, context) }, try context.inputs())
        },
    ]

    private static func findUnique(_ operation: InferGraph.Unique, _ context: DynamicContext) throws {
        let shape = try context.shape(0)
        let type = context.types[0].element_type
        var axis: Int?
        if let given = try context.integer(1), !shape.isEmpty {
            let position = given < 0 ? given + shape.count : given
            guard shape.indices.contains(position) else { throw context.invalid("axis \(given) of a tensor of rank \(shape.count)") }
            axis = position
        }
        let plan = try InferKernels.Unique(shape: Array(shape), axis: axis, sorted: operation.sorted)
        try withUnsafeTemporaryAllocation(byteCount: max(plan.scratchBytes, 16), alignment: 16) { scratch in
            guard let scratch = scratch.baseAddress else { return }
            let found = try plan.find(type, context.inputs[0], scratch: scratch)
            var unique = Shape([found])
            if let axis {
                unique = shape
                unique[axis] = found
            }
            let all = axis.map { shape[$0] } ?? shape_size(shape)
            let values = try context.output(0, type, unique)
            let firsts = try context.output(1, operation.indexElementType, [found])
            let inverse = try context.output(2, operation.indexElementType, [all])
            let counts = try context.output(3, operation.countElementType, [found])
            plan.write(
                elementSize: type.size, context.inputs[0], scratch: scratch, count: found, values: values,
                firsts: try IndexOutput(operation.indexElementType, firsts), inverse: try IndexOutput(operation.indexElementType, inverse),
                counts: try IndexOutput(operation.countElementType, counts))
        }
    }
}
