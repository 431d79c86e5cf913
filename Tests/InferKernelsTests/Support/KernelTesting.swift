import XCTest

@testable import InferKernels

extension SeededNumbers {
    mutating func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

    /// `count` numbers in -1...1, at least one so that there is an address.
    mutating func values(_ count: Int) -> [Float] { floats(max(1, count), in: -1...1) }
}

/// A few random operations with their operands, and what they should do.
struct RandomEpilogue {
    private enum Step {
        case activation(Activation)
        /// Operand [outer, rows, columns]; a zero stride broadcasts.
        case combine(Epilogue.Combination, values: [Float], outer: Int, row: Int, column: Int)
    }

    private let steps: [Step]

    init(columns: Int, rows: Int, outer: Int, random: inout SeededNumbers) {
        let activations: [Activation] = [
            .relu, .clamp(min: -0.4, max: 0.6), .leakyRelu(slope: 0.1), .sigmoid, .swish(beta: 1), .hardSwish, .tanh, .geluErf,
            .elu(alpha: 0.7), .linear(scale: 2, shift: 0.5), .abs,
        ]
        let combinations: [Epilogue.Combination] = [.add, .subtract, .multiply, .maximum, .minimum, .slope]
        var steps: [Step] = []
        for _ in 0..<random.integer(0...3) {
            if random.integer(0...1) == 0 {
                steps.append(.activation(activations[random.integer(0...activations.count - 1)]))
            } else {
                let column = random.integer(0...1)
                let row = random.integer(0...1) * (columns + 1)
                let outerStride = random.integer(0...1) * (columns + 1) * max(1, rows)
                steps.append(
                    .combine(
                        combinations[random.integer(0...combinations.count - 1)],
                        values: random.values((columns + 1) * max(1, rows) * max(1, outer)), outer: outerStride, row: row, column: column))
            }
        }
        self.steps = steps
    }

    func value(_ start: Double, outer: Int, row: Int, column: Int) -> Double {
        var x = start
        for step in steps {
            switch step {
            case .activation(let activation): x = Double(activation(Float(x)))
            case .combine(let combination, let values, let outerStride, let rowStride, let columnStride):
                let y = Double(values[outer * outerStride + row * rowStride + column * columnStride])
                switch combination {
                case .add: x += y
                case .subtract: x -= y
                case .multiply: x *= y
                case .divide: x /= y
                case .maximum: x = max(x, y)
                case .minimum: x = min(x, y)
                case .slope: x = x < 0 ? x * y : x
                }
            }
        }
        return x
    }

    /// Calls `body` with the epilogue; `rowsAre` says how the operands' rows are spread over the spatial coordinates (depth, height, width).
    func withEpilogue(bias: UnsafePointer<Float>?, spatial: (height: Int, width: Int)? = nil, _ body: (Epilogue) -> Void) {
        func add(_ index: Int, _ epilogue: Epilogue) {
            guard index < steps.count else { return body(epilogue) }
            var epilogue = epilogue
            switch steps[index] {
            case .activation(let activation):
                XCTAssertTrue(epilogue.append(.activation(activation)))
                add(index + 1, epilogue)
            case .combine(let combination, let values, let outer, let row, let column):
                values.withUnsafeBufferPointer { values in
                    let operand = Epilogue.Operand(
                        values.baseAddress!, batchStride: outer, depthStride: spatial.map { $0.height * $0.width * row } ?? 0,
                        heightStride: spatial.map { $0.width * row } ?? 0, rowStride: row, columnStride: column)
                    XCTAssertTrue(epilogue.append(.combine(combination, operand)))
                    add(index + 1, epilogue)
                }
            }
        }
        add(0, Epilogue(bias: bias))
    }
}

/// Scratch memory filled with signalling bits, guarded at its end.
func withScratch(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    let guardBytes = 64
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: bytes + guardBytes, alignment: 128)
    defer { scratch.deallocate() }
    scratch.initializeMemory(as: UInt8.self, repeating: 0xff, count: bytes + guardBytes)
    body(scratch)
    for offset in bytes..<(bytes + guardBytes) {
        if scratch.load(fromByteOffset: offset, as: UInt8.self) != 0xff {
            return XCTFail("scratch memory overrun at byte \(offset - bytes)")
        }
    }
}

/// Compares with a tolerance for sums of a few hundred terms of size 1.
func assertClose(
    _ actual: [Float], _ expected: [Double], tolerance: Double = 2e-5, _ name: String, file: StaticString = #filePath, line: UInt = #line
) {
    XCTAssertEqual(actual.count, expected.count, name, file: file, line: line)
    for (index, pair) in zip(actual, expected).enumerated() {
        let difference = abs(Double(pair.0) - pair.1)
        if !(difference <= tolerance * max(1, abs(pair.1))) && !(pair.0.isNaN && pair.1.isNaN) {
            return XCTFail("\(name): element \(index) is \(pair.0), expected \(pair.1)", file: file, line: line)
        }
    }
}
