import InferAssembler
import InferKernels

/// Sums, means, lengths and extremes over axes of an f32 tensor by generated code.
package struct GeneratedReduction: Sendable {
    private let walk: ReductionWalk
    private let code: MachineCode

    /// Elements of a row up to which sums in 32 bits are good enough, for each lane that adds; columns are summed part by part.
    private static let mostPerLane = 1 << 13

    /// - Parameters:
    ///   - inputStrides: in elements, one per axis.
    ///   - outputStrides: likewise; those of reduced axes do not matter.
    ///   - axes: non-negative.
    /// - Returns: nil where there is no code for the operation or for the way that the tensors lie.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init?(
        _ operation: ReductionOperation, shape: [Int], axes: Set<Int>, inputStrides: [Int], outputStrides: [Int],
        _ instructionSet: InstructionSet
    ) throws {
        guard instructionSet != .portable else { return nil }
        // Along reduced axes the output goes with the input, so that they may become one.
        let walk = ReductionWalk(
            shape: shape,
            strides: shape.indices.map { SIMD4(inputStrides[$0], axes.contains($0) ? inputStrides[$0] : outputStrides[$0], 0, 0) },
            reduced: shape.indices.map(axes.contains))
        let isRows = walk.lanes == 0
        guard walk.inner.isEmpty, walk.reducedCount > 0,
            !isRows || walk.run.length <= Self.mostPerLane * 4 * instructionSet.width.lanes,
            let code = ReductionCode(instructionSet, isRows ? .rows : .columns, operation)
        else { return nil }
        self.walk = walk
        self.code = try CodeCache.shared.code(code)
    }

    /// Computes the operation.
    package func run(_ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, team: WorkerTeam) {
        walk.forEachBlock(team, Job(plan: self, source: source, destination: destination))
    }

    private struct Job: ReductionBlockJob {
        let plan: GeneratedReduction
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>

        func perform(_ offsets: ReductionWalk.Offsets, count: Int, strides: ReductionWalk.Offsets) {
            let isRows = plan.walk.lanes == 0
            var arguments = ReductionArguments(
                input: UnsafeRawPointer(source + offsets.x), inputStride: (isRows ? strides.x : plan.walk.run.strides.x) * 4,
                output: UnsafeMutableRawPointer(destination + offsets.y), outputStride: strides.y * 4, slices: count,
                length: plan.walk.run.length)
            plan.code.call(&arguments)
        }
    }
}
