import InferAssembler
import InferKernels

extension GeneratedGemm {
    /// One run's pointers, where B's columns are read in place.
    struct ColumnJob: WorkerJob {
        let gemm: GeneratedGemm
        let function: MachineCode.Function
        let a: UnsafePointer<Float>
        let b: UnsafeRawPointer
        let c: UnsafeMutablePointer<Float>
        let epilogue: EpilogueOperands

        func perform(task: Int, worker: Int) {
            let shape = gemm.shape
            let lanes = gemm.lanes
            let elementBytes = gemm.layout.isHalf ? 2 : 4
            let (item, _, part) = gemm.split.blocks(of: task)
            let blocks = (shape.columns &+ lanes &- 1) / lanes
            let first = part &* blocks / gemm.split.panelBlocks &* lanes
            let end = min(shape.columns, (part &+ 1) &* blocks / gemm.split.panelBlocks &* lanes)
            let offsets = shape.offsets(of: item)
            var arguments = ColumnProductsArguments(
                a: UnsafeRawPointer(a + offsets.a), b: b + (offsets.b &+ first &* shape.bColumnStride) &* elementBytes,
                c: UnsafeMutableRawPointer(c + (offsets.c &+ first)), aStride: shape.aRowStride &* 4,
                bStride: shape.bColumnStride &* elementBytes, cStride: shape.cRowStride &* 4, depthVectors: shape.depth / lanes,
                blocks: (end &- first) / lanes, tails: (end &- first) % lanes == 0 ? 0 : 1)
            epilogue.set(&arguments.epilogue, batch: item, column: first)
            withUnsafeMutablePointer(to: &arguments) { function($0) }
        }
    }
}
