/// A copy between two strided layouts of one shape: transposes, broadcasts, slices with steps, concatenations, tiles.
///
/// Made when shapes are known, run any number of times without allocating. Knows elements by their size only (1, 2, 4 or 8 bytes);
/// they must be aligned to it. Input and output must not overlap.
package struct CopyPlan: Sendable {
    private let loops: StridedLoops
    private let kernel: BlockKernel
    private let grain: Int

    /// `nil` for elements that are not 1, 2, 4 or 8 bytes.
    package init?(elementSize: Int, shape: [Int], output: StridedOperand, input: StridedOperand) {
        guard let kernel = CopyKernels.kernel(elementSize: elementSize) else { return nil }
        loops = StridedLoops(shape: shape, strides: [output.strides, input.strides], transposedElementSize: elementSize)
        self.kernel = kernel
        grain = 65536 / elementSize
    }

    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, team: WorkerTeam? = nil) {
        loops.run(output, input, input, input, parameters: ElementwiseParameters(), team: team, grain: grain, kernel)
    }
}
