import InferAssembler

/// One application of some rows of a linear map: which inputs are still to be used, and the instructions in order.
struct LinearSum {
    typealias Operand = LinearMapEmitter.Operand

    private struct Term {
        let factor: Double
        let input: Int
    }

    /// What one result, or two, are made from.
    private enum Form {
        case single([Term])
        /// `even + scale · odd` and `even - scale · odd`
        case pair(even: [Term], odd: [Term], scale: Double)

        var terms: [Term] {
            switch self {
            case .single(let terms): terms
            case .pair(let even, let odd, _): even + odd
            }
        }
    }

    private let emitter: LinearMapEmitter
    /// The map's inputs; behind them the sums, then the differences, of its column pairs.
    private var operands: [Operand?]
    private var uses: [Int]
    private let forms: [Form]
    private let pairs: [(first: Int, sum: Int, difference: Int)]

    init(_ emitter: LinearMapEmitter, _ inputs: [Operand], _ map: LinearMap, _ rows: [Int]) {
        self.emitter = emitter
        pairs = map.columnPairs.sorted().enumerated().map { index, first in
            (first, inputs.count + index, inputs.count + map.columnPairs.count + index)
        }
        let pairs = pairs
        func terms(_ row: [Double]) -> [Term] {
            var row = row
            var terms: [Term] = []
            for pair in pairs {
                let value = row[pair.first]
                if value != 0 { terms.append(Term(factor: value, input: value == row[pair.first + 1] ? pair.sum : pair.difference)) }
                row[pair.first] = 0
                row[pair.first + 1] = 0
            }
            return terms + row.indices.filter { row[$0] != 0 }.map { Term(factor: row[$0], input: $0) }
        }
        forms = rows.compactMap { row in
            if map.rowPairs.contains(row - 1), rows.contains(row - 1) { return nil }
            guard map.rowPairs.contains(row), rows.contains(row + 1) else { return .single(terms(map.rows[row])) }
            let next = map.rows[row + 1]
            let all = terms(map.rows[row])
            let odd = all.filter { next[$0.input] != $0.factor }
            let even = all.filter { next[$0.input] == $0.factor }
            // One term is scaled as it is added; a sum of several costs less as it is.
            guard odd.count == 1, let only = odd.first else { return .pair(even: even, odd: odd, scale: 1) }
            return .pair(even: even, odd: [Term(factor: 1, input: only.input)], scale: only.factor)
        }
        operands = inputs + Array(repeating: nil, count: 2 * pairs.count)
        uses = Array(repeating: 0, count: operands.count)
        for term in forms.flatMap(\.terms) { uses[term.input] += 1 }
    }

    /// Writes the instructions and hands out the results in the order of the rows, each as soon as it is made.
    mutating func emit(_ use: (_ row: Int, VectorRegister) -> Void) {
        for pair in pairs { combine(pair.first, pair.sum, pair.difference) }
        for index in operands.indices where uses[index] == 0 { discard(index) }
        var row = 0
        for form in forms {
            switch form {
            case .single(let terms):
                use(row, total(terms))
                row += 1
            case .pair(let even, let odd, let scale):
                let sum = total(even)
                let part = total(odd)
                let other = emitter.take()
                if scale == 1 {
                    emitter.subtract(other, sum, .register(part))
                    emitter.add(sum, sum, .register(part))
                } else {
                    emitter.move(other, .register(sum))
                    emitter.multiplyAdd(sum, .register(part), by: scale)
                    emitter.multiplyAdd(other, .register(part), by: -scale)
                }
                emitter.release(part)
                use(row, sum)
                use(row + 1, other)
                row += 2
            }
        }
    }

    private mutating func discard(_ index: Int) {
        if case .register(let register) = operands[index] { emitter.release(register) }
        operands[index] = nil
    }

    /// Makes the sum and the difference of two neighbours, as far as they are used.
    private mutating func combine(_ first: Int, _ sum: Int, _ difference: Int) {
        guard uses[sum] + uses[difference] > 0, let left = operands[first], var right = operands[first + 1] else { return }
        let target = inRegister(left)
        if uses[sum] > 0, uses[difference] > 0 {
            right = .register(inRegister(right))
            let other = emitter.take()
            emitter.subtract(other, target, right)
            operands[difference] = .register(other)
            emitter.add(target, target, right)
            operands[sum] = .register(target)
        } else if uses[sum] > 0 {
            emitter.add(target, target, right)
            operands[sum] = .register(target)
        } else {
            emitter.subtract(target, target, right)
            operands[difference] = .register(target)
        }
        operands[first] = nil
        operands[first + 1] = right
        // The row itself reads the pair by its sum or difference alone.
        discard(first + 1)
    }

    private func inRegister(_ operand: Operand) -> VectorRegister {
        if case .register(let register) = operand { return register }
        let register = emitter.take()
        emitter.move(register, operand)
        return register
    }

    private mutating func use(_ index: Int) {
        uses[index] -= 1
        if uses[index] == 0 { discard(index) }
    }

    /// A register with the sum of terms.
    private mutating func total(_ terms: [Term]) -> VectorRegister {
        var terms = terms
        // Begin with what need not be multiplied: the last, so that a sum of a few is as short a chain as it can be.
        let start = terms.lastIndex { $0.factor == 1 } ?? terms.lastIndex { $0.factor > 0 } ?? 0
        guard !terms.isEmpty else { return emitter.take() }
        let first = terms.remove(at: start)
        guard let operand = operands[first.input] else { return emitter.take() }
        var target: VectorRegister
        if first.factor == 1, case .register(let register) = operand, uses[first.input] == 1 {
            // Its last use: its register becomes the sum's.
            target = register
            uses[first.input] = 0
            operands[first.input] = nil
        } else {
            target = emitter.take()
            if first.factor == 1, case .register(let register) = operand, let next = terms.first, abs(next.factor) == 1,
                let second = operands[next.input]
            {
                if next.factor == 1 { emitter.add(target, register, second) } else { emitter.subtract(target, register, second) }
                terms.removeFirst()
                use(next.input)
            } else if first.factor == 1 {
                emitter.move(target, operand)
            } else {
                emitter.multiply(target, operand, by: first.factor)
            }
            use(first.input)
        }
        for term in terms {
            guard let operand = operands[term.input] else { continue }
            switch term.factor {
            case 1: emitter.add(target, target, operand)
            case -1: emitter.subtract(target, target, operand)
            default: emitter.multiplyAdd(target, operand, by: term.factor)
            }
            use(term.input)
        }
        return target
    }
}
