/// Runs a kernel for one type on operands of other types: a few elements at a time are converted into scratch memory on the stack,
/// computed there and converted back.
enum StagedKernel {
    /// Bytes of each scratch buffer: small enough that the compiler keeps it on the stack.
    private static var scratchBytes: Int { 1024 }

    /// - Parameters:
    ///   - computeSize: bytes of an element of the type the kernel works in.
    ///   - loads: conversions of the inputs into that type, `nil` for those that are absent.
    ///   - store: conversion of the result, `nil` if the kernel writes the output's type itself.
    static func make(
        _ kernel: @escaping BlockKernel, computeSize: Int, loads: (BlockKernel, BlockKernel?), store: BlockKernel?
    ) -> BlockKernel {
        let capacity = scratchBytes / computeSize
        return { block, parameters in
            withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { firstScratch in
                withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { secondScratch in
                    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { resultScratch in
                        guard let first = firstScratch.baseAddress, let second = secondScratch.baseAddress,
                            let result = resultScratch.baseAddress
                        else { return }
                        for row in 0..<block.rows {
                            let row = block.row(row)
                            for start in stride(from: 0, to: block.columns, by: capacity) {
                                let count = min(capacity, block.columns - start)
                                var part = row
                                part.advance(by: block.columnStrides &* SIMD4(repeating: start))
                                let strides = part.columnStrides
                                var compute = StridedBlock(
                                    output: result, first: first, second: second, third: second, rows: 1, columns: count,
                                    rowStrides: .zero, columnStrides: SIMD4(computeSize, strides[1] == 0 ? 0 : computeSize, 0, 0))
                                convert(loads.0, from: part.first, strides[1], to: first, computeSize, count)
                                if let load = loads.1 {
                                    convert(load, from: part.second, strides[2], to: second, computeSize, count)
                                    compute.columnStrides[2] = strides[2] == 0 ? 0 : computeSize
                                }
                                if let store {
                                    kernel(compute, parameters)
                                    convert(store, from: result, computeSize, to: part.output, strides[0], count)
                                } else {
                                    compute.output = part.output
                                    compute.columnStrides[0] = strides[0]
                                    kernel(compute, parameters)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @inline(__always) private static func convert(
        _ kernel: BlockKernel, from source: UnsafeRawPointer, _ sourceStride: Int, to destination: UnsafeMutableRawPointer,
        _ destinationStride: Int, _ count: Int
    ) {
        // A broadcast element is converted once.
        kernel(
            StridedBlock(
                output: destination, first: source, second: source, third: source, rows: 1, columns: sourceStride == 0 ? 1 : count,
                rowStrides: .zero, columnStrides: SIMD4(destinationStride, sourceStride, 0, 0)), ElementwiseParameters())
    }
}
