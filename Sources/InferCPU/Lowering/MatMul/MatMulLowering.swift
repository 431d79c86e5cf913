import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let products: [Entry] = [
        Entry { (operation: MatMul, context) in
            let type = context.type(0).element_type
            if ExactProduct.takes(type) {
                return context.emit(ExactMatMulKernel(operation: operation, type: type), try context.inputs())
            }
            try context.requireSingle()
            let kernel = try MatMulKernel(transposeA: operation.transposeA, transposeB: operation.transposeB, context)
            try context.emitFusable(kernel, try context.inputs())
        },
        Entry { (operation: HalfWeightProduct, context) in
            try context.requireSingle()
            let product = operation.product
            let kernel = try MatMulKernel(transposeA: product.transposeA, transposeB: product.transposeB, context)
            try context.emitFusable(kernel, try context.inputs())
        },
    ]
}
