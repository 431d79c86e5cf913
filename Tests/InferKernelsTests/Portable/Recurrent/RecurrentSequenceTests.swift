import XCTest

@testable import InferKernels

final class RecurrentSequenceTests: XCTestCase {
    private struct Golden {
        var cell: RecurrentLayer.Cell
        var direction: RecurrentLayer.Direction
        var clip: Float
        var output: [Float]
        var hidden: [Float]
        var cellState: [Float]
    }

    /// OpenVINO's answers for two items of 3 and 2 steps, two inputs, three hidden units; ``values(_:_:)`` makes the tensors.
    private static let golden: [Golden] = [
        Golden(
            cell: .rnn(.tanh), direction: .forward, clip: 0,
            output: [
                -0.0312398, 0.0117182, -0.207864, -0.441569, -0.131146, -0.0211677, -0.163783, -0.0591046, -0.0698138, -0.52414, -0.620958,
                0.252248, -0.308202, 0.320071, -0.143983, 0, 0, 0,
            ],
            hidden: [-0.163783, -0.0591046, -0.0698138, -0.308202, 0.320071, -0.143983], cellState: []),
        Golden(
            cell: .rnn(.tanh), direction: .bidirectional, clip: 0,
            output: [
                -0.0312398, 0.0117182, -0.207864, -0.441569, -0.131146, -0.0211677, -0.163783, -0.0591046, -0.0698138, 0.359142, 0.584528,
                -0.163823, 0.444829, 0.695528, -0.501514, 0.0663088, 0.578467, -0.139705, -0.546433, -0.657878, 0.162606, -0.313616,
                0.308098, -0.109111, 0, 0, 0, 0.498489, 0.253292, -0.0795403, 0.237561, 0.344663, -0.309789, 0, 0, 0,
            ],
            hidden: [
                -0.163783, -0.0591046, -0.0698138, 0.359142, 0.584528, -0.163823, -0.313616, 0.308098, -0.109111, 0.498489, 0.253292,
                -0.0795403,
            ], cellState: []),
        Golden(
            cell: .rnn(.tanh), direction: .reverse, clip: 0.75,
            output: [
                -0.132244, -0.1168, -0.0365903, -0.403746, -0.153687, -0.0274022, -0.0896028, 0.0701969, -0.230176, -0.613703, -0.313475,
                0.139838, -0.241243, -0.320345, 0.0468407, 0, 0, 0,
            ],
            hidden: [-0.132244, -0.1168, -0.0365903, -0.613703, -0.313475, 0.139838], cellState: []),
        Golden(
            cell: .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: false), direction: .forward, clip: 0,
            output: [
                -0.397144, 0.18172, 0.502728, -0.255315, 0.276552, 0.351221, -0.231029, 0.363055, 0.402065, -0.0475833, 0.0727819,
                -0.0460398, -0.0869584, 0.199444, 0.14475, 0, 0, 0,
            ],
            hidden: [-0.231029, 0.363055, 0.402065, -0.0869584, 0.199444, 0.14475], cellState: []),
        Golden(
            cell: .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: false), direction: .bidirectional, clip: 0,
            output: [
                -0.397144, 0.18172, 0.502728, -0.255315, 0.276552, 0.351221, -0.231029, 0.363055, 0.402065, -0.0448155, 0.239835, -0.287607,
                -0.194355, 0.263016, -0.373007, -0.126564, 0.221788, -0.346923, 0.0614898, 0.156782, 0.10377, -0.0361071, 0.23883, 0.218763,
                0, 0, 0, 0.165537, 0.206535, -0.432576, 0.123881, -0.0255323, -0.156622, 0, 0, 0,
            ],
            hidden: [
                -0.231029, 0.363055, 0.402065, -0.0448155, 0.239835, -0.287607, -0.0361071, 0.23883, 0.218763, 0.165537, 0.206535,
                -0.432576,
            ], cellState: []),
        Golden(
            cell: .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: false), direction: .reverse, clip: 0.75,
            output: [
                -0.245991, 0.36821, 0.445673, -0.24058, 0.26096, 0.335251, -0.372734, 0.16233, 0.459098, -0.0294977, 0.125505, 0.174769,
                -0.171738, 0.284538, -0.107016, 0, 0, 0,
            ],
            hidden: [-0.245991, 0.36821, 0.445673, -0.0294977, 0.125505, 0.174769], cellState: []),
        Golden(
            cell: .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: true), direction: .forward, clip: 0,
            output: [
                -0.470439, 0.174321, 0.516417, -0.409483, 0.267713, 0.389578, -0.409149, 0.35705, 0.458928, -0.182016, 0.0216655, -0.024127,
                -0.266008, 0.145987, 0.191152, 0, 0, 0,
            ],
            hidden: [-0.409149, 0.35705, 0.458928, -0.266008, 0.145987, 0.191152], cellState: []),
        Golden(
            cell: .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: true), direction: .bidirectional, clip: 0,
            output: [
                -0.470439, 0.174321, 0.516417, -0.409483, 0.267713, 0.389578, -0.409149, 0.35705, 0.458928, -0.0204832, -0.256575, 0.28923,
                -0.184634, -0.172081, 0.154187, -0.18964, -0.0817181, 0.0497202, -0.082937, 0.102857, 0.13232, -0.225631, 0.186023,
                0.272979, 0, 0, 0, 0.195177, -0.14637, 0.0338268, 0.148037, -0.271166, 0.147713, 0, 0, 0,
            ],
            hidden: [
                -0.409149, 0.35705, 0.458928, -0.0204832, -0.256575, 0.28923, -0.225631, 0.186023, 0.272979, 0.195177, -0.14637, 0.0338268,
            ], cellState: []),
        Golden(
            cell: .gru(gates: .sigmoid, hidden: .tanh, linearBeforeReset: true), direction: .reverse, clip: 0.75,
            output: [
                -0.417135, 0.356966, 0.496995, -0.399719, 0.246827, 0.371716, -0.455593, 0.152521, 0.47315, -0.217475, 0.0776288, 0.224269,
                -0.27694, 0.242099, -0.076209, 0, 0, 0,
            ],
            hidden: [-0.417135, 0.356966, 0.496995, -0.217475, 0.0776288, 0.224269], cellState: []),
        Golden(
            cell: .lstm(gates: .sigmoid, cell: .tanh, hidden: .tanh), direction: .forward, clip: 0,
            output: [
                -0.139265, 0.0718572, 0.130475, -0.0880832, 0.155432, 0.108416, -0.0774818, 0.172184, 0.142067, 0.031039, 0.0564924,
                0.172384, -0.0174368, 0.118872, 0.189927, 0, 0, 0,
            ],
            hidden: [-0.0774818, 0.172184, 0.142067, -0.0174368, 0.118872, 0.189927],
            cellState: [-0.207347, 0.425407, 0.266726, -0.0457941, 0.260589, 0.350633]),
        Golden(
            cell: .lstm(gates: .sigmoid, cell: .tanh, hidden: .tanh), direction: .bidirectional, clip: 0,
            output: [
                -0.139265, 0.0718572, 0.130475, -0.0880832, 0.155432, 0.108416, -0.0774818, 0.172184, 0.142067, -0.0995971, -0.0195563,
                0.0492655, -0.0546087, -0.0126482, 0.112241, -0.0855151, 0.060233, 0.114222, -0.0348349, -0.015062, 0.050866, -0.0404309,
                0.0803956, 0.117962, 0, 0, 0, -0.122689, 0.047603, 0.117793, 0.0458344, 0.0492055, 0.136701, 0, 0, 0,
            ],
            hidden: [
                -0.0774818, 0.172184, 0.142067, -0.0995971, -0.0195563, 0.0492655, -0.0404309, 0.0803956, 0.117962, -0.122689, 0.047603,
                0.117793,
            ],
            cellState: [
                -0.207347, 0.425407, 0.266726, -0.154131, -0.0458589, 0.112742, -0.104541, 0.179042, 0.211053, -0.218578, 0.107878,
                0.233518,
            ]),
        Golden(
            cell: .lstm(gates: .sigmoid, cell: .tanh, hidden: .tanh), direction: .reverse, clip: 0.75,
            output: [
                -0.083288, 0.161237, 0.15843, -0.0849919, 0.147372, 0.0979632, -0.134554, 0.0675816, 0.110768, 0.00708122, 0.0730609,
                0.168382, -0.0103564, 0.153298, 0.141841, 0, 0, 0,
            ],
            hidden: [-0.083288, 0.161237, 0.15843, 0.00708122, 0.0730609, 0.168382],
            cellState: [-0.222766, 0.426939, 0.304382, 0.0165484, 0.146454, 0.387055]),
    ]

    private static func values(_ count: Int, _ factor: Int) -> [Float] { (0..<count).map { Float($0 * factor % 17 - 8) / 16 } }

    private struct Results {
        var output: [Float]
        var hidden: [Float]
        var cellState: [Float]
    }

    private func run(
        _ layer: RecurrentLayer, batches: Int, steps: Int, input: [Float], hidden: [Float], cellState: [Float], weights: [Float],
        recurrent: [Float], bias: [Float], lengths: [Int64]?, threads: Int
    ) -> Results {
        var packed = [Float](repeating: .nan, count: layer.packedCount)
        layer.pack(weights: weights, recurrent: recurrent, bias: bias, into: &packed)
        let sequence = RecurrentSequence(layer, batches: batches, steps: steps)
        let states = batches * layer.directionCount * layer.hiddenSize
        var results = Results(
            output: [Float](repeating: .nan, count: states * steps), hidden: [Float](repeating: .nan, count: states),
            cellState: [Float](repeating: .nan, count: states))
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(64, sequence.scratchBytes(threads: threads)), alignment: 64)
        defer { scratch.deallocate() }
        // Nothing may depend on what scratch holds.
        scratch.initializeMemory(as: UInt8.self, repeating: 0xff, count: sequence.scratchBytes(threads: threads))
        (lengths ?? []).withUnsafeBufferPointer { lengths in
            results.output.withUnsafeMutableBufferPointer { output in
                results.hidden.withUnsafeMutableBufferPointer { lastHidden in
                    results.cellState.withUnsafeMutableBufferPointer { lastCell in
                        input.withUnsafeBufferPointer { input in
                            hidden.withUnsafeBufferPointer { hidden in
                                cellState.withUnsafeBufferPointer { cellState in
                                    packed.withUnsafeBufferPointer { packed in
                                        guard let input = input.baseAddress, let hidden = hidden.baseAddress,
                                            let packed = packed.baseAddress
                                        else { return }
                                        sequence.run(
                                            .init(
                                                input: input, hiddenState: hidden, cellState: cellState.baseAddress,
                                                lengths: lengths.isEmpty ? .all : lengths.baseAddress.map { .i64($0) } ?? .all,
                                                packed: packed, output: output.baseAddress, lastHiddenState: lastHidden.baseAddress,
                                                lastCellState: lastCell.baseAddress),
                                            scratch: scratch, team: WorkerTeam(threads: threads))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return results
    }

    private func check(_ values: [Float], _ expected: [Float], _ label: String, line: UInt = #line) {
        XCTAssertEqual(values.count, expected.count, label, line: line)
        for (value, reference) in zip(values, expected) { XCTAssertEqual(value, reference, accuracy: 5e-6, label, line: line) }
    }

    func testGoldenValues() throws {
        for golden in Self.golden {
            for threads in [1, 2] {
                let layer = try RecurrentLayer(golden.cell, golden.direction, inputSize: 2, hiddenSize: 3, clip: golden.clip)
                let directions = layer.directionCount
                let rows = directions * golden.cell.gateCount * 3
                let results = run(
                    layer, batches: 2, steps: 3, input: Self.values(12, 5), hidden: Self.values(6 * directions, 7),
                    cellState: Self.values(6 * directions, 3), weights: Self.values(rows * 2, 11), recurrent: Self.values(rows * 3, 13),
                    bias: Self.values(directions * golden.cell.biasCount * 3, 4), lengths: [3, 2], threads: threads)
                let label = "\(golden.cell) \(golden.direction), \(threads) threads"
                check(results.output, golden.output, label)
                check(results.hidden, golden.hidden, label)
                if !golden.cellState.isEmpty { check(results.cellState, golden.cellState, label) }
            }
        }
    }

    /// The equations of the specification, one item and step after the other.
    private func naive(
        _ layer: RecurrentLayer, _ batches: Int, _ steps: Int, _ input: [Float], _ hidden: [Float], _ cellState: [Float],
        _ weights: [Float],
        _ recurrent: [Float], _ bias: [Float], _ lengths: [Int64]
    ) -> Results {
        let size = layer.hiddenSize
        let directions = layer.directionCount
        var results = Results(
            output: [Float](repeating: 0, count: batches * directions * steps * size),
            hidden: [Float](repeating: 0, count: batches * directions * size),
            cellState: [Float](repeating: 0, count: batches * directions * size))
        for batch in 0..<batches {
            for direction in 0..<directions {
                let start = (batch * directions + direction) * size
                var h = Array(hidden[start..<start + size])
                var c = Array(cellState[start..<start + size])
                let length = Int(lengths[batch])
                for step in 0..<length {
                    let time = layer.direction == .reverse || direction == 1 ? length - 1 - step : step
                    let x = Array(input[((batch * steps + time) * layer.inputSize)...].prefix(layer.inputSize))
                    func fromInput(_ gate: Int, _ unit: Int) -> Float {
                        let row = (direction * layer.cell.gateCount + gate) * size + unit
                        return (0..<layer.inputSize).reduce(0) { $0 + x[$1] * weights[row * layer.inputSize + $1] }
                    }
                    func fromState(_ state: [Float], _ gate: Int, _ unit: Int) -> Float {
                        let row = (direction * layer.cell.gateCount + gate) * size + unit
                        return (0..<size).reduce(0) { $0 + state[$1] * recurrent[row * size + $1] }
                    }
                    func b(_ gate: Int, _ unit: Int) -> Float { bias[(direction * layer.cell.biasCount + gate) * size + unit] }
                    func act(_ activation: Activation, _ value: Float) -> Float {
                        activation(layer.clip > 0 ? max(-layer.clip, min(layer.clip, value)) : value)
                    }
                    func gate(_ activation: Activation, _ number: Int) -> [Float] {
                        (0..<size).map { act(activation, fromInput(number, $0) + fromState(h, number, $0) + b(number, $0)) }
                    }
                    switch layer.cell {
                    case .rnn(let activation): h = gate(activation, 0)
                    case .gru(let gates, let candidate, let linearBeforeReset):
                        let z = gate(gates, 0)
                        let r = gate(gates, 1)
                        let reset = zip(r, h).map { $0 * $1 }
                        let n = (0..<size).map { unit in
                            act(
                                candidate,
                                fromInput(2, unit) + b(2, unit)
                                    + (linearBeforeReset ? r[unit] * (fromState(h, 2, unit) + b(3, unit)) : fromState(reset, 2, unit)))
                        }
                        h = (0..<size).map { (1 - z[$0]) * n[$0] + z[$0] * h[$0] }
                    case .lstm(let gates, let cell, let output):
                        let f = gate(gates, 0)
                        let i = gate(gates, 1)
                        let g = gate(cell, 2)
                        let o = gate(gates, 3)
                        c = (0..<size).map { f[$0] * c[$0] + i[$0] * g[$0] }
                        h = (0..<size).map { o[$0] * output(c[$0]) }
                    }
                    results.output.replaceSubrange(
                        ((batch * directions + direction) * steps + time) * size..<((batch * directions + direction) * steps + time + 1)
                            * size, with: h)
                }
                if length > 0 {
                    results.hidden.replaceSubrange(start..<start + size, with: h)
                    results.cellState.replaceSubrange(start..<start + size, with: c)
                }
            }
        }
        return results
    }

    func testEquations() throws {
        let cells: [RecurrentLayer.Cell] = [
            .rnn(.relu), .gru(gates: .sigmoid, hidden: .relu, linearBeforeReset: true),
            .gru(gates: .hardSigmoid(alpha: 0.2, beta: 0.5), hidden: .tanh, linearBeforeReset: false),
            .lstm(gates: .sigmoid, cell: .tanh, hidden: .relu), .lstm(gates: .sigmoid, cell: .softSign, hidden: .tanh),
        ]
        for seed in UInt64(1)...40 {
            var numbers = SeededNumbers(seed)
            let directions: [RecurrentLayer.Direction] = [.forward, .reverse, .bidirectional]
            let layer = try RecurrentLayer(
                cells[Int(seed) % cells.count], directions[Int(seed / 5) % 3], inputSize: .random(in: 1...9, using: &numbers),
                hiddenSize: .random(in: 1...20, using: &numbers), clip: seed % 4 == 0 ? 0.3 : 0)
            let batches = Int.random(in: 1...3, using: &numbers)
            let steps = Int.random(in: 1...4, using: &numbers)
            let rows = layer.directionCount * layer.cell.gateCount * layer.hiddenSize
            let states = batches * layer.directionCount * layer.hiddenSize
            let input = numbers.floats(batches * steps * layer.inputSize)
            let hidden = numbers.floats(states, in: -1...1)
            let cellState = numbers.floats(states, in: -1...1)
            let weights = numbers.floats(rows * layer.inputSize, in: -0.5...0.5)
            let recurrent = numbers.floats(rows * layer.hiddenSize, in: -0.5...0.5)
            let bias = numbers.floats(layer.directionCount * layer.cell.biasCount * layer.hiddenSize, in: -0.5...0.5)
            // Length zero leaves zeros.
            let lengths = (0..<batches).map { _ in Int64.random(in: 0...Int64(steps), using: &numbers) }
            let expected = naive(layer, batches, steps, input, hidden, cellState, weights, recurrent, bias, lengths)
            let results = run(
                layer, batches: batches, steps: steps, input: input, hidden: hidden, cellState: cellState, weights: weights,
                recurrent: recurrent, bias: bias, lengths: lengths, threads: Int(seed % 2) + 1)
            let label = "seed \(seed): \(layer)"
            check(results.output, expected.output, label)
            check(results.hidden, expected.hidden, label)
            if case .lstm = layer.cell { check(results.cellState, expected.cellState, label) }
        }
    }

    func testSizesMustBePositive() {
        XCTAssertThrowsError(try RecurrentLayer(.rnn(.tanh), .forward, inputSize: 1, hiddenSize: 0))
        XCTAssertThrowsError(try RecurrentLayer(.rnn(.tanh), .forward, inputSize: -1, hiddenSize: 1))
    }
}
