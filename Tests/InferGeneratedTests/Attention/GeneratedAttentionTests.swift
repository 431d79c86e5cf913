import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedAttentionTests: XCTestCase {
    /// Tensors of attention between guard pages, and how they lie.
    private struct Case {
        let attention: Attention
        let query: GuardedBuffer
        let key: GuardedBuffer
        let value: GuardedBuffer
        /// Added, or as bytes.
        let mask: GuardedBuffer
        let maskStart: UnsafeRawPointer
        let outputCount: Int
        let scale: Float?

        init(_ random: inout SeededNumbers) throws {
            let (batches, keyHeads, group) = (random.integer(1...2), random.integer(1...3), random.integer(1...2))
            let heads = keyHeads * group
            let queryRows = random.integer(0...3) == 0 ? random.integer(1...3) : random.integer(1...40)
            let keyRows = random.integer(0...2) == 0 ? random.integer(60...110) : random.integer(1...40)
            let (depth, valueDepth) = (random.pick([random.integer(1...3), random.integer(4...70)]), random.integer(1...70))
            /// Heads beside one another in rows, or rows within heads.
            func strides(_ heads: Int, _ rows: Int, _ columns: Int, isTransposed: Bool = false) -> Attention.Strides {
                if isTransposed { return .init(batch: heads * rows * columns, head: rows * columns, row: 1, column: rows) }
                return random.integer(0...1) == 0
                    ? .init(batch: heads * rows * columns, head: columns, row: heads * columns)
                    : .init(batch: heads * rows * columns, head: rows * columns, row: columns)
            }
            let kind = random.integer(0...3)
            let (varies, byHead, byRow) = (random.integer(0...1), random.integer(0...1), random.integer(0...1))
            let rowStride = byRow * keyRows
            let headStride = byHead * (byRow == 1 ? queryRows * keyRows : keyRows)
            let batchStride = varies * max(headStride * heads, byRow == 1 ? queryRows * keyRows : keyRows)
            let maskStrides = Attention.Strides(batch: batchStride, head: headStride, row: rowStride)
            let maskCount = batchStride * (batches - 1) + headStride * (heads - 1) + rowStride * (queryRows - 1) + keyRows
            attention = try Attention(
                batches: batches, heads: heads, keyHeads: keyHeads, queryRows: queryRows, keyRows: keyRows, depth: depth,
                valueDepth: valueDepth, query: strides(heads, queryRows, depth),
                key: strides(keyHeads, keyRows, depth, isTransposed: random.integer(0...3) == 0),
                value: strides(keyHeads, keyRows, valueDepth), output: strides(heads, queryRows, valueDepth),
                mask: [nil, .causal, .added(maskStrides), .boolean(maskStrides)][kind])
            query = try GuardedBuffer(random.floats(batches * heads * queryRows * depth))
            key = try GuardedBuffer(random.floats(batches * keyHeads * keyRows * depth))
            value = try GuardedBuffer(random.floats(batches * keyHeads * keyRows * valueDepth))
            outputCount = batches * heads * queryRows * valueDepth
            scale = random.integer(0...1) == 0 ? nil : random.pick([2, -0.5])
            if kind == 3 {
                mask = try GuardedBuffer(count: (maskCount + 3) / 4)
                let start = UnsafeMutableRawPointer(mask.pointer) + (maskCount + 3) / 4 * 4 - maskCount
                // Some key of each row stays, and many beside one another may not.
                let (kept, first) = (random.integer(0...keyRows - 1), random.integer(0...2) * keyRows / 3)
                for index in 0..<maskCount {
                    let isSeen = index % keyRows == kept || (index % keyRows >= first && random.integer(0...2) > 0)
                    start.storeBytes(of: isSeen ? 1 : 0, toByteOffset: index, as: UInt8.self)
                }
                maskStart = UnsafeRawPointer(start)
            } else {
                mask = try GuardedBuffer(random.floats(kind == 2 ? maskCount : 0, in: -3...0))
                maskStart = UnsafeRawPointer(mask.pointer)
            }
        }
    }

    private func portable(_ test: Case) throws -> [Float] {
        let output = try GuardedBuffer([Float](repeating: .nan, count: test.outputCount))
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: test.attention.scratchBytes(threads: 1) + 64, alignment: 64)
        defer { scratch.deallocate() }
        test.attention.run(
            query: test.query.pointer, key: test.key.pointer, value: test.value.pointer, output: output.pointer, mask: test.maskStart,
            scale: test.scale, scratch: scratch, team: WorkerTeam(threads: 1))
        return output.values
    }

    func testAttendsAsThePortableKernelDoes() throws {
        var generatedCount = 0
        for seed in UInt64(0)..<80 {
            var random = SeededNumbers(seed)
            let test = try Case(&random)
            let expected = try portable(test)
            for instructionSet in InstructionSet.tested {
                let threads = random.integer(1...2)
                let partKeys = random.integer(0...1) == 0 ? nil : random.integer(1...40)
                guard let plan = try GeneratedAttention(test.attention, instructionSet, threads: threads, partKeys: partKeys) else {
                    continue
                }
                generatedCount += 1
                let output = try GuardedBuffer([Float](repeating: .nan, count: test.outputCount))
                let scratch = try GuardedBuffer([Float](repeating: .nan, count: plan.scratchBytes(threads: threads) / 4))
                plan.run(
                    query: test.query.pointer, key: test.key.pointer, value: test.value.pointer, output: output.pointer,
                    mask: test.maskStart, scale: test.scale, scratch: UnsafeMutableRawPointer(scratch.pointer),
                    team: WorkerTeam(threads: threads))
                for (index, (actual, expected)) in zip(output.values, expected).enumerated() where !(abs(actual - expected) < 2e-5) {
                    return XCTFail("seed \(seed), \(instructionSet), \(test.attention): [\(index)] is \(actual), not \(expected)")
                }
            }
        }
        XCTAssertGreaterThan(generatedCount, 50)
    }
}
