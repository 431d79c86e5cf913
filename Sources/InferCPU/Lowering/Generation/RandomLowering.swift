import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Numbers drawn at random.
    static let randoms: [Entry] = [
        Entry { (operation: RandomUniform, context) in
            context.emit(RandomUniformKernel(operation: operation, type: context.outputType.element_type), try context.inputs())
        },
        Entry { (operation: Multinomial, context) in
            try context.requireSingle()
            context.emit(MultinomialKernel(operation: operation), try context.inputs())
        },
    ]
}

/// Where a generator stands between runs.
private final class RandomState {
    var count: UInt64 = 0
    /// Seeds of an operation that names none.
    let ownSeed = UInt64.random(in: 1...UInt64(UInt32.max))
}

private struct RandomUniformKernel: Kernel {
    let operation: RandomUniform
    let type: ElementType

    var name: String { "random_uniform_\(type)" }
    var valueInputs: [Int] { [0] }

    func makeState() throws -> AnyObject? { RandomState() }

    /// Each run goes on so many counts for an element, as OpenVINO does.
    static let countsPerElement: UInt64 = 256

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let count = binding.outputs[0].count
        let operation = operation
        let type = type
        return ClosureKernel { memory in
            let state = memory.state as? RandomState ?? RandomState()
            let isSeeded = operation.globalSeed != 0 || operation.opSeed != 0
            let seed = isSeeded ? UInt64(bitPattern: Int64(operation.globalSeed)) : state.ownSeed
            switch operation.alignment {
            case .tensorflow:
                try UniformNumbers.fill(
                    type, memory.output(0), count: count, least: memory.input(1), bound: memory.input(2),
                    generator: PhiloxGenerator(seed: seed, stream: UInt64(bitPattern: Int64(operation.opSeed))), first: state.count)
                state.count &+= UInt64(count) &* Self.countsPerElement
            case .pytorch:
                try UniformNumbers.fill(
                    type, memory.output(0), count: count, least: memory.input(1), bound: memory.input(2),
                    generator: MersenneTwister(seed: UInt32(truncatingIfNeeded: seed)))
            }
        }
    }
}

private struct MultinomialKernel: Kernel {
    let operation: Multinomial

    var name: String { "multinomial_portable_f32" }
    var valueInputs: [Int] { [1] }

    func makeState() throws -> AnyObject? { RandomState() }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let shape = binding.inputs[0].shape
        let count = binding.outputs[0].shape[1]
        let operation = operation
        return ClosureKernel { memory in
            let state = memory.state as? RandomState ?? RandomState()
            let isSeeded = operation.globalSeed != 0 || operation.opSeed != 0
            let generator = PhiloxGenerator(
                seed: isSeeded ? UInt64(bitPattern: Int64(operation.globalSeed)) : state.ownSeed,
                stream: UInt64(bitPattern: Int64(operation.opSeed)))
            var samples = [Float](repeating: 0, count: shape[0] * count)
            var least: Float = 0
            var bound: Float = 1
            let drawn = samples.count
            try samples.withUnsafeMutableBytes { target in
                guard let base = target.baseAddress else { return }
                try UniformNumbers.fill(.f32, base, count: drawn, least: &least, bound: &bound, generator: generator, first: state.count)
            }
            state.count &+= UInt64(drawn) &* RandomUniformKernel.countsPerElement
            ClassDrawing.run(
                memory.input(0, as: Float.self), batch: shape[0], classes: shape[1], count: count, samples: samples,
                areLogarithms: operation.logProbs, replaces: operation.withReplacement,
                into: try IndexOutput(operation.convertType, memory.output(0)))
        }
    }
}
