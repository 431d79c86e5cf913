import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Products, rows, steps and chains of unknown lengths.
final class HostileRowTests: HostileTestCase {
    func testProducts() throws {
        let compared = try check(600..<640) { random in
            let (transposeA, transposeB) = (Bool.random(using: &random), Bool.random(using: &random))
            let depth = self.length(&random)
            let columns = self.length(&random)
            let isConstant = Bool.random(using: &random)
            let batch = Int.random(in: 0...2, using: &random)
            let x = try opset.parameter(.f32, PartialShape([Int](repeating: -1, count: batch + 2)), name: "x")
            let right = transposeB ? [columns, depth] : [depth, columns]
            let parameter = try opset.parameter(.f32, PartialShape([Int](repeating: -1, count: batch + 2)), name: "b")
            let b = isConstant ? try self.weights(right, &random) : parameter
            var y = try opset.create(
                "MatMul", [x, b], ["transpose_a": .boolean(transposeA), "transpose_b": .boolean(transposeB)])
            if Bool.random(using: &random) { y = try opset.create("Add", [y, self.weights([self.pick([1, columns], &random)], &random)]) }
            y = try self.activated(y, &random)
            let runs = try (0..<4).map { _ in
                let rows = self.length(&random)
                let items = (0..<batch).map { _ in self.pick([0, 1, 2, 3], &random) }
                let left = try self.random(items + (transposeA ? [depth, rows] : [rows, depth]), &random)
                let others = items.map { self.pick([1, $0], &random) }
                return isConstant ? [left] : [left, try self.random(others + right, &random)]
            }
            return Sample(model: try Model([y], isConstant ? [x] : [x, parameter]), runs: runs)
        }
        XCTAssertGreaterThan(compared, 200)
    }

    private func rows(_ seeds: Range<UInt64>, _ build: (Output, Int, inout SeededGenerator) throws -> Output) throws {
        let compared = try check(seeds) { random in
            let rank = Int.random(in: 1...4, using: &random)
            let x = try opset.parameter(.f32, PartialShape([Int](repeating: -1, count: rank)), name: "x")
            let y = try build(x, rank, &random)
            let runs = try (0..<4).map { _ in
                [try self.random((0..<rank).map { _ in min(self.length(&random), rank > 2 ? 9 : 40) }, &random)]
            }
            return Sample(model: try Model([y], [x]), runs: runs)
        }
        XCTAssertGreaterThan(compared, 50)
    }

    func testSoftmaxes() throws {
        try rows(700..<725) { x, rank, random in
            try opset.create(
                self.pick(["Softmax", "LogSoftmax"], &random), [x], ["axis": .integer(Int.random(in: -rank..<rank, using: &random))])
        }
    }

    func testReductions() throws {
        try rows(800..<840) { x, rank, random in
            let types = ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2"]
            let axes = (0..<rank).filter { _ in Bool.random(using: &random) }.map { Bool.random(using: &random) ? $0 : $0 - rank }
            return try opset.create(
                self.pick(types, &random), [x, self.integers(axes)], ["keep_dims": .boolean(Bool.random(using: &random))])
        }
    }

    func testNormalizations() throws {
        try rows(900..<925) { x, rank, random in
            let axes = (0..<rank).filter { _ in Bool.random(using: &random) }
            return try opset.create(
                "MVN", [x, self.integers(axes.isEmpty ? [-1] : axes)],
                ["eps": .real(1e-3), "normalize_variance": .boolean(Bool.random(using: &random)), "eps_mode": "inside_sqrt"])
        }
    }

    func testMovements() throws {
        try rows(1000..<1025) { x, rank, random in
            let order = Array(0..<rank).shuffled(using: &random)
            let transposed = try opset.create("Transpose", [x, self.integers(order)])
            let activated = try self.activated(transposed, &random)
            return try opset.create("Concat", [activated, transposed], ["axis": .integer(Int.random(in: -rank..<rank, using: &random))])
        }
    }

    func testGathers() throws {
        let compared = try check(1100..<1120) { random in
            let rank = Int.random(in: 1...3, using: &random)
            let x = try opset.parameter(.f32, PartialShape([Int](repeating: -1, count: rank)), name: "x")
            let places = try opset.parameter(.i64, [-1, -1], name: "places")
            let axis = Int.random(in: -rank..<rank, using: &random)
            let y = try opset.create("Gather", [x, places, opset.constant([Int64(axis)], shape: [])])
            let runs = try (0..<4).map { _ in
                let shape = (0..<rank).map { _ in self.length(&random) }
                let length = shape[axis < 0 ? axis + rank : axis]
                let count = [self.pick([0, 1, 3], &random), length == 0 ? 0 : self.length(&random)]
                let values = (0..<count[0] * count[1]).map { _ in Int64.random(in: Int64(-length)..<Int64(max(length, 1)), using: &random) }
                return [try self.random(shape, &random), try Tensor(values, shape: Shape(count))]
            }
            return Sample(model: try Model([y], [x, places]), runs: runs)
        }
        XCTAssertGreaterThan(compared, 50)
    }

    /// Chains of functions of tensors that broadcast, with numbers that are none, zeros of both signs, and infinities; but extremes of
    /// those may be either operand.
    func testChains() throws {
        let compared = try check(1200..<1260) { random in
            let rank = Int.random(in: 1...3, using: &random)
            let unknown = PartialShape([Int](repeating: -1, count: rank))
            let x = try opset.parameter(.f32, unknown, name: "x")
            let z = try opset.parameter(.f32, unknown, name: "z")
            let hasExtremes = Bool.random(using: &random)
            let functions = ["Relu", "Abs", "Sigmoid", "Tanh", "Negative", "Floor"] + (hasExtremes ? [] : ["Exp"])
            let operations = ["Add", "Multiply", "Subtract"] + (hasExtremes ? ["Maximum", "Minimum"] : ["Divide", "SquaredDifference"])
            var values = [x, z]
            for _ in 0..<Int.random(in: 2...7, using: &random) {
                let a = self.pick(values, &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: values.append(try opset.create(self.pick(functions, &random), [a]))
                case 1:
                    let scalar = try opset.constant([self.pick([Float(0), -0.0, 1, -1, 2, 0.5], &random)], shape: [])
                    values.append(
                        try opset.create(self.pick(operations, &random), Bool.random(using: &random) ? [a, scalar] : [scalar, a]))
                default:
                    values.append(try opset.create(self.pick(operations, &random), [a, self.pick(values, &random)]))
                }
            }
            let outputs = [values[values.count - 1]] + (Bool.random(using: &random) ? [self.pick(Array(values.dropFirst(2)), &random)] : [])
            let runs = try (0..<4).map { _ in
                let shape = (0..<rank).map { _ in self.length(&random) }
                let tensors = try [shape, shape.map { self.pick([1, $0], &random) }].map { try self.random($0, &random) }
                guard !hasExtremes, Bool.random(using: &random) else { return tensors }
                let specials: [Float] = [.nan, .infinity, -.infinity, 0, -0.0, 3]
                return try tensors.map { tensor in
                    try Tensor(
                        try ModelRunner.floats(tensor).map { Bool.random(using: &random) ? $0 : self.pick(specials, &random) },
                        shape: tensor.shape)
                }
            }
            return Sample(model: try Model(outputs, [x, z]), runs: runs)
        }
        XCTAssertGreaterThan(compared, 300)
    }

    func testAttention() throws {
        let compared = try check(1300..<1330) { random in
            let unknown: PartialShape = [-1, -1, -1, -1]
            let tensors = try ["query", "key", "value"].map { try opset.parameter(.f32, unknown, name: $0) }
            let isCausal = Bool.random(using: &random)
            let mask = try opset.parameter(.f32, [-1, -1, -1, -1], name: "mask")
            let masks = !isCausal && Bool.random(using: &random)
            let y = try opset.create(
                "ScaledDotProductAttention", tensors + (masks ? [mask] : []), ["causal": .boolean(isCausal)])
            let runs = try (0..<4).map { _ in
                let (batch, heads) = (self.pick([0, 1, 1, 2], &random), self.pick([1, 2, 3], &random))
                let (queries, keys) = (self.length(&random), max(1, self.length(&random)))
                let (depth, valueDepth) = (max(1, self.length(&random)), self.length(&random))
                var inputs = [[batch, heads, queries, depth], [batch, heads, keys, depth], [batch, heads, keys, valueDepth]]
                if masks {
                    inputs.append([
                        self.pick([1, batch], &random), self.pick([1, heads], &random), self.pick([1, queries], &random), keys,
                    ])
                }
                return try inputs.map { try self.random($0, &random) }
            }
            return Sample(model: try Model([y], tensors + (masks ? [mask] : [])), runs: runs)
        }
        XCTAssertGreaterThan(compared, 100)
    }

    func testRecurrentSequences() throws {
        let compared = try check(1400..<1420) { random in
            let (kind, gates, states) = self.pick([("LSTM", 4, 2), ("GRU", 3, 1), ("RNN", 1, 1)], &random)
            let isBoth = Bool.random(using: &random)
            let directions = isBoth ? 2 : 1
            let (width, hidden) = (max(1, self.length(&random)), max(1, self.length(&random)))
            let x = try opset.parameter(.f32, [-1, -1, Dimension(width)], name: "x")
            let initial = try (0..<states).map {
                try opset.parameter(.f32, [-1, Dimension(directions), Dimension(hidden)], name: "h\($0)")
            }
            let lengths = try opset.parameter(.i64, [-1], name: "lengths")
            let node = try opset.createNode(
                kind + "Sequence",
                [x] + initial + [
                    lengths, self.weights([directions, gates * hidden, width], &random),
                    self.weights([directions, gates * hidden, hidden], &random), self.weights([directions, gates * hidden], &random),
                ],
                [
                    "hidden_size": .integer(hidden),
                    "direction": .string(isBoth ? "bidirectional" : self.pick(["forward", "reverse"], &random)),
                ])
            let runs = try (0..<3).map { _ in
                let (batch, steps) = (self.pick([0, 1, 2, 5], &random), self.pick([0, 1, 2, 7], &random))
                let own = (0..<batch).map { _ in Int64.random(in: 0...Int64(steps), using: &random) }
                return [try self.random([batch, steps, width], &random)]
                    + (try (0..<states).map { _ in try self.random([batch, directions, hidden], &random) })
                    + [try Tensor(own, shape: [batch])]
            }
            return Sample(model: try Model((0...states).map { try node.output($0) }, [x] + initial + [lengths]), runs: runs)
        }
        XCTAssertGreaterThan(compared, 50)
    }
}
