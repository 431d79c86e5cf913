import InferTensors
import XCTest

@testable import InferKernels

final class EmbeddingSumTests: XCTestCase {
    private let seed = UInt64(20_261_129)

    /// Offsets, the first of which may leave entries out, and bags that may be empty anywhere.
    func testBagsByTheirStarts() throws {
        var random = RandomCases(seed: seed)
        for round in 0..<200 {
            let count = random.integer(0...12)
            let starts = (0..<random.integer(0...6)).map { _ in random.integer(0...count) }.sorted() + [count]
            let places = zip(starts, starts.dropFirst()).map { Array($0..<$1) }
            try check(EmbeddingSum.Bags(starts: starts), places, indexCount: count, "round \(round), starts \(starts)", &random)
        }
    }

    func testBagsOfOneLength() throws {
        var random = RandomCases(seed: seed)
        for round in 0..<100 {
            let (count, length) = (random.integer(0...5), random.integer(0...4))
            let places = (0..<count).map { Array($0 * length..<($0 + 1) * length) }
            let bags = EmbeddingSum.Bags(count: count, length: length)
            try check(bags, places, indexCount: count * length, "round \(round), \(count) of \(length)", &random)
        }
    }

    /// Segments in any order, with gaps and empty ones at both ends.
    func testBagsByTheNumbersOfEntries() throws {
        var random = RandomCases(seed: seed)
        for round in 0..<200 {
            let count = random.integer(1...9)
            let numbers = (0..<random.integer(0...12)).map { _ in random.integer(0...count - 1) }
            let places = (0..<count).map { bag in numbers.indices.filter { numbers[$0] == bag } }
            let bags = EmbeddingSum.Bags(count: count, numbers: numbers)
            try check(bags, places, indexCount: numbers.count, "round \(round), numbers \(numbers)", &random)
        }
    }

    /// - Parameter places: those of each bag's entries among the indices.
    private func check(
        _ bags: EmbeddingSum.Bags, _ places: [[Int]], indexCount: Int, _ name: String, _ random: inout RandomCases
    ) throws {
        let (rows, width) = (random.integer(1...5), random.integer(1...19))
        let table = (0..<rows * width).map { _ in Float(random.integer(-8...8)) }
        let indices = (0..<indexCount).map { _ in random.integer(0...rows - 1) }
        let weights = random.integer(0...1) == 0 ? nil : indices.map { _ in Float(random.integer(-3...3)) }
        let fallback = random.integer(0...1) == 0 ? nil : random.integer(0...rows - 1)
        let takesMean = random.integer(0...1) == 0
        var expected: [Float] = []
        for bag in places {
            for column in 0..<width {
                var sum: Float = 0
                for place in bag { sum += table[indices[place] * width + column] * (weights?[place] ?? 1) }
                if bag.isEmpty, let fallback { sum = table[fallback * width + column] }
                expected.append(takesMean && bag.count > 1 ? sum / Float(bag.count) : sum)
            }
        }
        var output = [Float](repeating: .nan, count: expected.count)
        XCTAssertEqual(bags.count, places.count, name)
        try output.withUnsafeMutableBytes { output in
            guard let target = output.baseAddress, !expected.isEmpty else { return }
            try EmbeddingSum(.f32, rows: rows, width: width, takesMean: takesMean).run(
                table: table, bags: bags, indices: indices, weights: weights, fallback: fallback, output: target)
        }
        XCTAssertEqual(output, expected, "seed \(seed), \(name), mean: \(takesMean)")
    }
}
