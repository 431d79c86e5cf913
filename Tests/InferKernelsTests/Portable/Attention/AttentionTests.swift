import XCTest

@testable import InferKernels

final class AttentionTests: XCTestCase {
    private func strides(_ layout: TestLayout, broadcasting axes: [Int] = []) -> Attention.Strides {
        func stride(_ axis: Int) -> Int { axes.contains(axis) ? 0 : layout.strides[axis] }
        return .init(batch: stride(0), head: stride(1), row: stride(2), column: stride(3))
    }

    func testAgainstTheDefinition() throws {
        for seed in UInt64(1)...80 {
            var numbers = SeededNumbers(seed)
            let batches = Int.random(in: 1...2, using: &numbers)
            let keyHeads = Int.random(in: 1...2, using: &numbers)
            let heads = keyHeads * Int.random(in: 1...2, using: &numbers)
            let queryRows = seed % 9 == 0 ? 70 : Int.random(in: 1...20, using: &numbers)
            let keyRows = Int.random(in: 1...19, using: &numbers)
            let depth = Int.random(in: 1...18, using: &numbers)
            let valueDepth = Int.random(in: 1...10, using: &numbers)
            let query = TestLayout([batches, heads, queryRows, depth], using: &numbers)
            let key = TestLayout([batches, keyHeads, keyRows, depth], using: &numbers)
            let value = TestLayout([batches, keyHeads, keyRows, valueDepth], using: &numbers)
            let output = TestLayout([batches, heads, queryRows, valueDepth], using: &numbers)
            let mask = TestLayout([batches, heads, queryRows, keyRows], using: &numbers)
            let broadcast = (0..<4).filter { _ in Bool.random(using: &numbers) }
            let q = numbers.floats(query.span)
            let k = numbers.floats(key.span)
            let v = numbers.floats(value.span)
            let added = numbers.floats(mask.span)
            let allowed = (0..<mask.span).map { _ in UInt8.random(in: 0...3, using: &numbers) }
            let maskStrides = strides(mask, broadcasting: broadcast)
            let kind = [nil, .added(maskStrides), .boolean(maskStrides), .causal][Int(seed % 4)] as Attention.Mask?
            let scale: Float? = seed % 3 == 0 ? 0.4 : nil
            let sink = seed % 5 == 0 ? numbers.floats(heads) : nil
            let kernel = try Attention(
                batches: batches, heads: heads, keyHeads: keyHeads, queryRows: queryRows, keyRows: keyRows, depth: depth,
                valueDepth: valueDepth, query: strides(query), key: strides(key), value: strides(value), output: strides(output),
                mask: kind,
                sink: sink == nil ? nil : .init(batch: 0, head: 1, row: 0), scale: scale)
            var result = [Float](repeating: .infinity, count: output.span)
            let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(64, kernel.scratchBytes(threads: 2)), alignment: 64)
            defer { scratch.deallocate() }
            scratch.initializeMemory(as: UInt8.self, repeating: 0xff, count: kernel.scratchBytes(threads: 2))
            func run(_ mask: UnsafeRawPointer?) {
                kernel.run(
                    query: q, key: k, value: v, output: &result, mask: mask, sink: sink, scratch: scratch, team: WorkerTeam(threads: 2))
            }
            switch kind {
            case .added?: added.withUnsafeBytes { run($0.baseAddress) }
            case .boolean?: allowed.withUnsafeBytes { run($0.baseAddress) }
            default: run(nil)
            }

            let factor = Double(scale ?? 1 / Float(depth).squareRoot())
            for batch in 0..<batches {
                for head in 0..<heads {
                    let keyHead = head * keyHeads / heads
                    func at(_ layout: TestLayout, _ head: Int, _ row: Int, _ column: Int) -> Int {
                        batch * layout.strides[0] + head * layout.strides[1] + row * layout.strides[2] + column * layout.strides[3]
                    }
                    for row in 0..<queryRows {
                        let scores = (0..<keyRows).map { other -> Double in
                            let product = (0..<depth).reduce(0.0) {
                                $0 + Double(q[at(query, head, row, $1)]) * Double(k[at(key, keyHead, other, $1)])
                            }
                            let place = maskStrides.offset(batch, head) + row * maskStrides.row + other * maskStrides.column
                            switch kind {
                            case .added?: return product * factor + Double(added[place])
                            case .boolean?: return allowed[place] == 0 ? -.infinity : product * factor
                            case .causal?: return other > row ? -.infinity : product * factor
                            case nil: return product * factor
                            }
                        }
                        let sinkScore = sink.map { Double($0[head]) } ?? -.infinity
                        let largest = max(scores.max() ?? 0, sinkScore)
                        let weights = scores.map { exp($0 - largest) }
                        let sum = weights.reduce(0, +) + exp(sinkScore - largest)
                        for column in 0..<valueDepth {
                            let expected =
                                weights.indices.reduce(0.0) { $0 + weights[$1] * Double(v[at(value, keyHead, $1, column)]) } / sum
                            let actual = Double(result[at(output, head, row, column)])
                            // A row that sees no key has no answer.
                            XCTAssert(
                                expected.isNaN ? actual.isNaN : abs(actual - expected) < 1e-5,
                                "seed \(seed), mask \(String(describing: kind)): \(actual), not \(expected)")
                        }
                    }
                }
            }
        }
    }

    func testHeadsMustBeShared() {
        let strides = Attention.Strides(batch: 0, head: 0, row: 1)
        XCTAssertThrowsError(
            try Attention(
                batches: 1, heads: 3, keyHeads: 2, queryRows: 1, keyRows: 1, depth: 1, valueDepth: 1, query: strides, key: strides,
                value: strides, output: strides))
    }
}
