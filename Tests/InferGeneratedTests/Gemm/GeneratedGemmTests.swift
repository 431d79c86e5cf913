import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

final class GeneratedGemmTests: XCTestCase {
    func testTransposes() throws {
        struct Square: KernelSpecification {
            let instructionSet: InstructionSet
            var name: String { "transpose" }

            func emit(_ emitter: KernelEmitter) {
                let lanes = emitter.lanes
                emitter.function {
                    let rows = (0..<lanes).map { emitter.vector($0) }
                    for (index, row) in rows.enumerated() { emitter.load(row, MemoryOperand(.rdi, index * lanes * 4)) }
                    let columns = emitter.transpose(rows, temporaries: (lanes..<2 * lanes).map { emitter.vector($0) })
                    for (index, column) in columns.enumerated() { emitter.store(MemoryOperand(.rdi, index * lanes * 4), column) }
                }
            }
        }
        for instructionSet in InstructionSet.tested {
            let lanes = instructionSet.width.lanes
            let buffer = try GuardedBuffer((0..<lanes * lanes).map(Float.init))
            try CodeCache.shared.code(Square(instructionSet: instructionSet)).call(buffer.pointer)
            let expected = (0..<lanes * lanes).map { Float($0 % lanes * lanes + $0 / lanes) }
            XCTAssertEqual(buffer.values, expected, "\(instructionSet)")
        }
    }

    func testLayoutsHoldAllColumns() {
        for instructionSet in [InstructionSet.avx2, .avx512] {
            for columns in 1...300 {
                let layout = PanelLayout(instructionSet, columns: columns, depth: 3)
                var column = 0
                var end = 0
                for panel in 0..<layout.panelCount {
                    let place = layout.place(of: panel)
                    XCTAssertEqual(place.column, column)
                    XCTAssertGreaterThanOrEqual(place.offset, end)
                    column += layout.segments[place.segment].columns
                    end = place.offset + layout.segments[place.segment].panelBytes
                }
                XCTAssertEqual(column, columns)
                XCTAssertLessThanOrEqual(end, layout.byteCount)
            }
        }
    }

    /// A random product, computed from matrices between guard pages.
    ///
    /// - Parameter isInPlace: whether it is one of few rows with the columns of a matrix where they lie.
    private func check(_ instructionSet: InstructionSet, seed: UInt64, isInPlace: Bool = false) throws {
        var random = SeededNumbers(seed)
        let rows = isInPlace ? random.integer(1...ColumnProducts.mostRows(instructionSet)) : random.integer(1...random.pick([3, 40]))
        let columns = random.integer(1...random.pick([20, 150]))
        var depth = random.integer(isInPlace ? 2...100 : 0...random.pick([8, 70]))
        let (transposesA, transposesB) = isInPlace ? (false, true) : (random.integer(0...2) == 0, random.integer(0...1) == 0)
        let isPacked = !isInPlace && random.integer(0...1) == 0
        let isHalf = (isInPlace || isPacked) && random.integer(0...1) == 0
        if isInPlace, isHalf { depth = (depth + 15) / 16 * 16 }
        let threads = random.integer(1...3)
        var shape = Gemm(
            rows: rows, columns: columns, depth: depth, aRowStride: transposesA ? 1 : depth + 1,
            aColumnStride: transposesA ? rows + 2 : 1, bRowStride: transposesB ? 1 : columns, bColumnStride: transposesB ? depth : 1,
            cRowStride: columns + random.integer(0...1), accumulates: !isInPlace && random.integer(0...3) == 0)
        let itemOfA = (rows - 1) * shape.aRowStride + max(0, depth - 1) * shape.aColumnStride + 1
        let itemOfC = (rows - 1) * shape.cRowStride + columns
        if random.integer(0...1) == 0 {
            shape.batch = [
                Gemm.BatchDimension(count: 2, a: 3 * itemOfA, b: isPacked ? 0 : columns * depth, c: 3 * itemOfC),
                Gemm.BatchDimension(count: 3, a: itemOfA, b: 0, c: itemOfC),
            ]
        }
        let items = shape.batchCount
        let a = try GuardedBuffer(random.floats(items * itemOfA), random.pick([.start, .end]))
        var numbers = random.floats(max(1, (isPacked ? 1 : 2) * columns * depth))
        let bits = numbers.indices.map { _ in UInt16(random.integer(0x2c00...0x3bff) + random.integer(0...1) * 0x8000) }
        if isHalf { for index in numbers.indices { numbers[index] = Self.single(bits[index]) } }
        let b = try GuardedBuffer(numbers, random.pick([.start, .end]))
        let halves = try GuardedBuffer(count: (bits.count + 1) / 2, bits.count % 2 == 0 ? random.pick([.start, .end]) : .start)
        for (index, word) in bits.enumerated() {
            UnsafeMutableRawPointer(halves.pointer).storeBytes(of: word, toByteOffset: index * 2, as: UInt16.self)
        }
        let before = random.floats(items * itemOfC)
        let c = try GuardedBuffer(before, random.pick([.start, .end]))
        let epilogue = try RandomEpilogue(rows: rows, columns: columns, &random)

        let layout = PanelLayout(instructionSet, columns: columns, depth: depth, isHalf: isHalf)
        let packed = try GuardedBuffer(count: layout.byteCount / 4)
        if isPacked {
            for index in 0..<packed.count { packed.pointer[index] = .nan }
            let packer = try PanelPacker(layout, rowStride: shape.bRowStride, columnStride: shape.bColumnStride)
            let middle = layout.panelCount / 2
            for range in [middle..<layout.panelCount, 0..<middle] where !range.isEmpty {
                packer.pack(
                    range, from: isHalf ? halves.pointer : b.pointer, to: packed.pointer + layout.place(of: range.lowerBound).offset / 4)
            }
        }
        if isInPlace { XCTAssertTrue(GeneratedGemm.readsInPlace(shape, isHalf: isHalf, instructionSet), "seed \(seed)") }
        let gemm = try GeneratedGemm(
            shape, isPacked ? .packed(layout) : isHalf ? .halfMatrix : .matrix,
            epilogue: try XCTUnwrap(EpilogueSpecification(epilogue.epilogue)), instructionSet, threads: threads)
        let scratch = try GuardedBuffer(count: gemm.scratchBytes(threads: threads) / 4)
        gemm.run(
            a: a.pointer, b: isPacked ? packed.pointer : isHalf ? halves.pointer : b.pointer, c: c.pointer, epilogue: epilogue.epilogue,
            scratch: scratch.pointer,
            team: WorkerTeam(threads: threads))

        var expected = before.map(Double.init)
        for item in 0..<items {
            let offsets = shape.offsets(of: item)
            for row in 0..<rows {
                for column in 0..<columns {
                    let place = offsets.c + row * shape.cRowStride + column
                    var sum = shape.accumulates ? expected[place] : 0
                    for k in 0..<depth {
                        sum +=
                            Double(a.pointer[offsets.a + row * shape.aRowStride + k * shape.aColumnStride])
                            * Double(b.pointer[offsets.b + k * shape.bRowStride + column * shape.bColumnStride])
                    }
                    expected[place] = epilogue(sum, row: row, column: column)
                }
            }
        }
        for (index, value) in c.values.enumerated() where !(abs(Double(value) - expected[index]) <= 2e-5 * max(1, abs(expected[index]))) {
            return XCTFail("\(instructionSet), seed \(seed): element \(index) is \(value), expected \(expected[index])\n\(shape)")
        }
    }

    /// The number of a normal half's bits.
    private static func single(_ bits: UInt16) -> Float {
        let exponent = UInt32(bits >> 10 & 0x1f) + 112
        return Float(bitPattern: UInt32(bits & 0x8000) << 16 | exponent << 23 | UInt32(bits & 0x3ff) << 13)
    }

    func testRandomProducts() throws {
        for instructionSet in InstructionSet.tested {
            for seed in 0..<70 { try check(instructionSet, seed: UInt64(seed)) }
        }
    }

    func testRandomProductsOfFewRowsInPlace() throws {
        for instructionSet in InstructionSet.tested {
            for seed in 0..<70 { try check(instructionSet, seed: UInt64(seed), isInPlace: true) }
        }
    }

    func testOnlyProductsThatCodeIsMadeForAreInPlace() {
        for instructionSet in InstructionSet.tested {
            let most = ColumnProducts.mostRows(instructionSet)
            let shape = Gemm(rows: most, columns: 5, depth: 20, bRowStride: 1, bColumnStride: 20)
            XCTAssertTrue(GeneratedGemm.readsInPlace(shape, isHalf: false, instructionSet))
            XCTAssertFalse(GeneratedGemm.readsInPlace(shape, isHalf: true, instructionSet))
            var other = shape
            other.rows = most + 1
            XCTAssertFalse(GeneratedGemm.readsInPlace(other, isHalf: false, instructionSet))
            other.rows = 0
            XCTAssertFalse(GeneratedGemm.readsInPlace(other, isHalf: false, instructionSet))
            XCTAssertThrowsError(
                try GeneratedGemm(shape, .halfMatrix, epilogue: EpilogueSpecification(), instructionSet, threads: 1))
        }
    }

    func testEveryTaskIsDoneOnce() {
        var random = SeededNumbers(7)
        for _ in 0..<200 {
            let shape = Gemm(rows: random.integer(1...400), columns: random.integer(1...900), depth: random.integer(1...900))
            let layout = PanelLayout(.avx512, columns: shape.columns, depth: shape.depth)
            let threads = random.integer(1...8)
            let split = GemmSplit(shape, panels: layout.panelCount, threads: threads)
            XCTAssertLessThanOrEqual(split.panelBlocks, layout.panelCount)
            XCTAssertEqual(Set((0..<split.tasks).map { "\(split.blocks(of: $0))" }).count, split.tasks)
        }
    }
}
