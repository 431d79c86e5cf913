import InferGraph
import InferTensors

extension LoweringTable {
    /// The same elements, in the same or another type.
    static let promotions: [Entry] = [
        Entry { (_: Identity, context) in
            let input = try context.input(0)
            context.emitAlias(of: input, [input], layout: try context.layout(0))
        },
        Entry { (_: ConvertPromoteTypes, context) in
            for index in 0..<2 {
                let target = context.node.outputType(index).element_type
                var slot = try context.input(index)
                if context.type(index).element_type != target { slot = try context.converted(slot, to: target) }
                context.builder.assign(slot, to: Output(context.node, index))
            }
        },
    ]
}
