import InferAssembler
import InferKernels

/// MVN, LayerNorm, RMSNorm, NormalizeL2 and their relatives by generated code.
package struct GeneratedNormalization: Sendable {
    private let walk: ReductionWalk
    private let code: MachineCode

    /// Elements of a slice up to which sums in 32 bits are good enough, for each lane that adds.
    private static let mostPerLane = 1 << 13

    /// - Parameters:
    ///   - hasScale: whether a run will have a scale; `hasShift` likewise.
    /// - Returns: nil where a tensor lies in a way that only the portable kernel walks.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init?(_ normalization: Normalization, hasScale: Bool, hasShift: Bool, _ instructionSet: InstructionSet) throws {
        let walk = normalization.walk
        guard instructionSet != .portable, normalization.statistic != .none, walk.inner.isEmpty else { return nil }
        let isRows = walk.lanes == 0
        guard walk.run.length <= Self.mostPerLane * (isRows ? 4 * instructionSet.width.lanes : 1) else { return nil }
        /// How a parameter lies, from its strides along a slice and from slice to slice.
        func parameter(_ isThere: Bool, _ component: Int) -> NormalizationCode.Parameter? {
            guard isThere else { return NormalizationCode.Parameter.none }
            let alongRun = walk.run.length == 1 ? 0 : walk.run.strides[component]
            let slices = isRows ? walk.outerStrides[component] : walk.laneStrides[component]
            let alongSlices = !isRows && walk.lanes == 1 ? 0 : slices
            if alongRun == 0, isRows || alongSlices == 1 || alongSlices == 0 {
                // A single number for all columns is one for each element that does not change.
                return isRows || alongSlices == 1 ? .bySlice : .byElement
            }
            guard alongSlices == 0, !isRows || alongRun == 1 else { return nil }
            return .byElement
        }
        guard let scale = parameter(hasScale, 2), let shift = parameter(hasShift, 3) else { return nil }
        self.walk = walk
        code = try CodeCache.shared.code(
            NormalizationCode(instructionSet, isRows ? .rows : .columns, normalization.statistic, scale: scale, shift: shift))
    }

    /// Computes the operation; the output may be the input.
    package func run(
        _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, scale: UnsafePointer<Float>? = nil,
        shift: UnsafePointer<Float>? = nil, team: WorkerTeam
    ) {
        walk.forEachBlock(team, Job(plan: self, source: source, destination: destination, scale: scale, shift: shift))
    }

    private struct Job: ReductionBlockJob {
        let plan: GeneratedNormalization
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>
        let scale: UnsafePointer<Float>?
        let shift: UnsafePointer<Float>?

        func perform(_ offsets: ReductionWalk.Offsets, count: Int, strides: ReductionWalk.Offsets) {
            let run = plan.walk.run
            let isRows = plan.walk.lanes == 0
            let distances = isRows ? strides : run.strides
            var arguments = NormalizationArguments(
                input: UnsafeRawPointer(source + offsets.x), inputStride: distances.x * 4,
                output: UnsafeMutableRawPointer(destination + offsets.y), outputStride: distances.y * 4, slices: count,
                length: run.length)
            arguments.scale = scale.map { UnsafeRawPointer($0 + offsets.z) }
            arguments.shift = shift.map { UnsafeRawPointer($0 + offsets.w) }
            arguments.scaleStride = distances.z * 4
            arguments.shiftStride = distances.w * 4
            plan.code.call(&arguments)
        }
    }
}
