import InferAssembler
import InferKernels

/// A convolution of any kind as matrix products of inputs in place, by generated tiles: plain, grouped, dilated, strided or transposed, in
/// one to three dimensions.
package struct DirectConvolution: GeneratedConvolution {
    package static let name = "direct"

    /// What is computed; turned where lines go through images.
    let shape: ConvolutionShape
    private let hasBatchLines: Bool
    let filters: DirectFilters
    /// What a run walks, and what keeps its memory.
    let phases: PlainArray<DirectPhase>
    private let plans: [DirectPhasePlan]
    /// How the phases are cut; nil where there is nothing to compute.
    let split: DirectSplit?
    private let tasks: Int
    /// Of the scratch memory of one thread.
    let threadScratchBytes: Int
    private let threads: Int
    private let isSmall: Bool

    /// Less work than this, about five microseconds, is not worth sharing.
    private static let smallWork = 250_000

    package static func supports(_ filters: ConvolutionShape) -> Bool {
        supports(filters, .channelsLast)
            // Vectors across a group's few channels would be all but empty.
            && (filters.groups == 1 || filters.outputChannelsPerGroup >= 4 || filters.inputChannelsPerGroup >= 4)
    }

    static func supports(_ filters: ConvolutionShape, _ order: DirectFilters.Order) -> Bool {
        let axes = [\Spatial.depth, \.height, \.width]
        return filters.inputChannelsPerGroup > 0 && filters.outputChannelsPerGroup > 0
            && filters.inputChannels < 1 << 20 && filters.outputChannels < 1 << 20
            && axes.allSatisfy { 1...4096 ~= filters.kernel[keyPath: $0] && 1...1024 ~= filters.strides[keyPath: $0] }
            && axes.allSatisfy { 1...4096 ~= filters.dilations[keyPath: $0] } && filters.kernel.count < 1 << 16
    }

    package static func packedCount(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) -> Int {
        DirectFilters(filters, .channelsLast, instructionSet).count
    }

    package static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>
    ) {
        DirectFilters(shape, .channelsLast, instructionSet).pack(filters, shape, into: packed)
    }

    package init?(_ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int) throws {
        try self.init(shape, .channelsLast, epilogue, instructionSet, threads: threads)
    }

    /// - Parameter prefersBatchLines: whether lines go through images where they can; nil for where that pays.
    init?(
        _ shape: ConvolutionShape, _ order: DirectFilters.Order, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int,
        prefersBatchLines: Bool? = nil
    ) throws {
        guard (order == .planar ? shape.inputStrides.width : shape.inputStrides.channel) == 1 else { return nil }
        var (shape, order, epilogue) = (shape, order, epilogue)
        let batchLines = BatchLines(shape, order)
        if let batchLines, prefersBatchLines ?? batchLines.pays(insteadOf: shape, order, instructionSet) {
            (shape, order, epilogue) = (batchLines.shape, .channelsLast, epilogue.turned)
            hasBatchLines = true
        } else {
            hasBatchLines = false
        }
        guard let after = EpilogueSpecification(epilogue) else { return nil }
        self.shape = shape
        self.threads = threads
        filters = DirectFilters(shape, order, instructionSet)
        let planner = DirectPlanner(
            shape: shape, filters: filters, epilogue: after, continuesAcrossRows: epilogue.continuesAcrossRows(shape.output),
            instructionSet: instructionSet, threads: threads)
        let depths = ConvolutionAxis.axes(shape, \.depth)
        let heights = ConvolutionAxis.axes(shape, \.height)
        let widths = ConvolutionAxis.axes(shape, \.width)
        var plans: [DirectPhasePlan] = []
        if shape.batch > 0, shape.output.count > 0 {
            let split = planner.split(depths[0], heights[0], widths[0])
            let runs = widths.flatMap { planner.runs($0) }
            for depth in depths {
                for height in heights {
                    for width in runs { plans.append(try planner.phase(depth, height, width, split)) }
                }
            }
            self.split = split
            tasks = shape.batch * shape.groups * plans[0].phase.depth.count * split.blocks
        } else {
            split = nil
            tasks = 0
        }
        self.plans = plans
        phases = PlainArray(plans.map(\.phase))
        threadScratchBytes = plans.reduce(0) { max($0, $1.phase.scratchBytes) }
        let work = plans.reduce(0) { sum, plan in
            let phase = plan.phase
            return sum + shape.batch * phase.depth.count * phase.height.count * phase.width.count * plan.depth
        }
        isSmall = work * shape.outputChannelsPerGroup * shape.groups < DirectConvolution.smallWork
    }

    package var scratchBytes: Int { threadScratchBytes * threads }

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        guard let split else { return }
        let job = DirectJob(
            shape: DirectJob.Shape(shape, self.filters), phases: phases.elements, split: split, input: input, filters: filters,
            output: output, epilogue: EpilogueOperands(hasBatchLines ? epilogue.turned : epilogue), scratch: scratch,
            threadScratchBytes: threadScratchBytes)
        withExtendedLifetime((phases, plans)) { team.run(job, tasks: tasks, isSmall: isSmall) }
    }
}

/// A first layer: a convolution of a planar image of few channels as it comes, whose result is channels last.
package struct PlanarConvolution: GeneratedConvolution {
    package static let name = "direct_planar"

    private let direct: DirectConvolution

    /// More channels are better reordered first.
    package static let mostChannels = 4

    package static func supports(_ filters: ConvolutionShape) -> Bool {
        filters.groups == 1 && filters.inputChannels <= mostChannels && !filters.isTransposed
            && DirectConvolution.supports(filters, .planar)
    }

    package static func packedCount(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) -> Int {
        DirectFilters(filters, .planar, instructionSet).count
    }

    package static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>
    ) {
        DirectFilters(shape, .planar, instructionSet).pack(filters, shape, into: packed)
    }

    package init?(_ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int) throws {
        guard let direct = try DirectConvolution(shape, .planar, epilogue, instructionSet, threads: threads) else { return nil }
        self.direct = direct
    }

    package var scratchBytes: Int { direct.scratchBytes }

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        direct.run(input: input, filters: filters, output: output, epilogue: epilogue, scratch: scratch, team: team)
    }
}
