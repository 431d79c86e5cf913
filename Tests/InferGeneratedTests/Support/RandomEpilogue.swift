import InferKernels

/// A few random operations, their operands between guard pages, and what they should do.
final class RandomEpilogue {
    private enum Step {
        case activation(Activation)
        /// Operand [rows, columns]; a zero stride broadcasts.
        case combine(Epilogue.Combination, GuardedBuffer, row: Int, column: Int)
    }

    private let bias: GuardedBuffer?
    private var steps: [Step] = []

    private static let activations: [Activation] = [
        .relu, .clamp(min: -0.4, max: 0.6), .leakyRelu(slope: 0.1), .sigmoid, .swish(beta: 1), .hardSwish, .tanh, .geluErf,
        .elu(alpha: 0.7),
        .linear(scale: 2, shift: 0.5), .abs,
    ]
    private static let combinations: [Epilogue.Combination] = [.add, .subtract, .multiply, .maximum, .minimum, .slope]

    init(rows: Int, columns: Int, most: Int = 3, _ random: inout SeededNumbers) throws {
        bias = random.integer(0...1) == 0 ? nil : try GuardedBuffer(random.floats(columns))
        for _ in 0..<random.integer(0...most) {
            if random.integer(0...1) == 0 {
                steps.append(.activation(random.pick(Self.activations)))
                continue
            }
            let column = random.integer(0...1)
            let row = random.integer(0...1) * (column == 0 ? 1 : columns + random.integer(0...1))
            // As long as what is read, so that no lane beyond it is.
            let values = try GuardedBuffer(random.floats((rows - 1) * row + (columns - 1) * column + 1))
            steps.append(.combine(random.pick(Self.combinations), values, row: row, column: column))
        }
    }

    /// The epilogue; its pointers are good as long as this object.
    var epilogue: Epilogue { epilogue(size: nil) }

    /// The same where rows are the pixels of images of a size.
    func epilogue(size: Spatial?) -> Epilogue {
        var epilogue = Epilogue(bias: bias.map { UnsafePointer($0.pointer) })
        for step in steps {
            switch step {
            case .activation(let activation): epilogue.append(.activation(activation))
            case .combine(let combination, let values, let row, let column):
                var operand = Epilogue.Operand(values.pointer, rowStride: row, columnStride: column)
                if let size {
                    operand.heightStride = row * size.width
                    operand.depthStride = operand.heightStride * size.height
                    operand.batchStride = operand.depthStride * size.depth
                }
                epilogue.append(.combine(combination, operand))
            }
        }
        return epilogue
    }

    /// What the epilogue makes of a sum.
    func callAsFunction(_ sum: Double, row: Int, column: Int) -> Double {
        var x = sum + (bias.map { Double($0.pointer[column]) } ?? 0)
        for step in steps {
            switch step {
            case .activation(let activation): x = Double(activation(Float(x)))
            case .combine(let combination, let values, let rowStride, let columnStride):
                let y = Double(values.pointer[row * rowStride + column * columnStride])
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
}
