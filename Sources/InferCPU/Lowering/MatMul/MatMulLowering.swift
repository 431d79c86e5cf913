import InferGraph
import InferTensors

extension LoweringTable {
    static let products: [Entry] = [
        Entry { (operation: MatMul, context) in
            try context.requireSingle()
            let kernel = try MatMulKernel(
                transposeA: operation.transposeA, transposeB: operation.transposeB, constant: try context.constant(1))
            try context.emitFusable(kernel, try context.inputs())
        }
    ]
}
