import InferAssembler
import InferGraph
import InferKernels
import InferTensors
import XCTest

@testable import InferCPU

/// Runs small models of unknown lengths at many lengths, none among them, by generated code and by portable kernels without any pass.
class HostileTestCase: XCTestCase {
    /// A model, and what its inputs are run with in turn.
    struct Sample {
        let model: Model
        let runs: [[Tensor]]
    }

    private static let sets = InstructionSet.allCases.filter { $0 <= .native }

    /// Makes samples of consecutive seeds and compares all ways to run them; a sample that is no model is left out.
    ///
    /// - Returns: how many runs gave results that were compared.
    @discardableResult
    func check(
        _ seeds: Range<UInt64>, tolerance: Float = 1e-3, _ make: (inout SeededGenerator) throws -> Sample?
    ) throws -> Int {
        var compared = 0
        for seed in seeds {
            var random = SeededGenerator(seed: seed)
            guard let sample = try make(&random) else { continue }
            let plain = try Runner(sample.model, CompileOptions(threads: 1, instructionSet: .portable), passes: false)
            let runners = try Self.sets.map { set in
                let options = CompileOptions(threads: Int.random(in: 1...3, using: &random), instructionSet: set)
                return (set, try Runner(sample.model, options, passes: true))
            }
            for inputs in sample.runs {
                let atEnd = Bool.random(using: &random)
                let want = Swift.Result { try plain.run(inputs, isFlushAtEnd: atEnd) }
                for (set, runner) in runners {
                    let message = "seed \(seed), \(set), shapes \(inputs.map(\.shape))"
                    switch (want, Swift.Result { try runner.run(inputs, isFlushAtEnd: atEnd) }) {
                    case (.success(let want), .success(let got)):
                        compared += 1
                        for index in want.indices { try compare(got[index], want[index], tolerance, message) }
                        let again = try runner.run(inputs, isFlushAtEnd: !atEnd)
                        for index in want.indices { XCTAssertEqual(bytes(again[index]), bytes(got[index]), "again: \(message)") }
                    case (.failure, .failure): break
                    case (.success, .failure(let error)): XCTFail("threw \(error); \(message)")
                    case (.failure(let error), .success): XCTFail("plain threw \(error); \(message)")
                    }
                }
            }
        }
        return compared
    }

    private func bytes(_ tensor: Tensor) -> [UInt8] { Array(UnsafeRawBufferPointer(start: tensor.data, count: tensor.byte_size)) }

    private func compare(_ got: Tensor, _ want: Tensor, _ tolerance: Float, _ message: String) throws {
        XCTAssertEqual(got.shape, want.shape, message)
        guard got.shape == want.shape else { return }
        guard want.element_type == .f32 else { return XCTAssertEqual(bytes(got), bytes(want), message) }
        for (index, (a, b)) in zip(try ModelRunner.floats(got), try ModelRunner.floats(want)).enumerated() {
            if a == b || a.isNaN && b.isNaN || abs(a - b) <= tolerance * max(1, abs(b)) { continue }
            return XCTFail("element \(index): \(a), expected \(b); \(message)")
        }
    }

    private final class Runner {
        private let model: Model
        private let execution: ProgramExecution
        private let team: WorkerTeam

        init(_ model: Model, _ options: CompileOptions, passes: Bool) throws {
            self.model = model
            let changed = model.clone()
            if passes { try CPUPasses.run(changed, options) } else { try ConstantFolding.run(changed, options) }
            execution = try ProgramExecution(
                try ProgramBuilder.build(changed, options), ExecutionEnvironment(variables: try VariableStore([])))
            team = WorkerTeam(threads: options.threads)
        }

        func run(_ inputs: [Tensor], isFlushAtEnd: Bool) throws -> [Tensor] {
            let ports = try GuardedPorts(model, inputs, isFlushAtEnd: isFlushAtEnd)
            try execution.run(ports, team)
            return try ports.results()
        }
    }

    // MARK: Building

    func random(_ shape: [Int], _ random: inout SeededGenerator) throws -> Tensor { try ModelRunner.random(Shape(shape), &random) }

    func weights(_ shape: [Int], _ random: inout SeededGenerator) throws -> Output {
        try opset.constant(ModelRunner.random(Shape(shape), &random))
    }

    func integers(_ values: [Int]) throws -> Output { try opset.constant(values.map { Int64($0) }, shape: [values.count]) }

    /// A length that kernels find awkward: none, one, or around whole vectors.
    func length(_ random: inout SeededGenerator) -> Int {
        [0, 1, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33].randomElement(using: &random) ?? 1
    }

    func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value { values.randomElement(using: &random) ?? values[0] }

    /// Some functions one after another.
    func activated(_ x: Output, _ random: inout SeededGenerator) throws -> Output {
        var y = x
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            y = try opset.create(pick(["Relu", "Sigmoid", "Tanh", "Abs", "HSwish", "Gelu", "Swish", "Mish", "Exp"], &random), [y])
        }
        return y
    }
}
