import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Sums over bags and segments.
    static let embeddings: [Entry] = [
        Entry { (operation: EmbeddingBagOffsets, context) in
            try lowerBags("embedding_bag_offsets", takesMean: operation.reduction == .mean, context) { context in
                let indices = try context.integers(1)
                let offsets = try context.integers(2)
                for (number, start) in offsets.enumerated() {
                    let end = number + 1 < offsets.count ? offsets[number + 1] : indices.count
                    guard start >= 0, start <= end, end <= indices.count else {
                        throw context.invalid("offset \(number) is \(start); expected 0 to \(end) of \(indices.count) indices")
                    }
                }
                return Bags(
                    bags: EmbeddingSum.Bags(starts: offsets + [indices.count]), indices: indices, weights: 4,
                    fallback: try context.integer(3))
            }
        },
        Entry { (operation: EmbeddingBagPacked, context) in
            try lowerBags("embedding_bag_packed", takesMean: operation.reduction == .mean, context) { context in
                let shape = try context.shape(1)
                return Bags(
                    bags: EmbeddingSum.Bags(count: shape[0], length: shape[1]), indices: try context.integers(1), weights: 2,
                    fallback: nil)
            }
        },
        Entry { (_: EmbeddingSegmentsSum, context) in
            try lowerBags("embedding_segments_sum", takesMean: false, context) { context in
                let count = try context.integer(3) ?? 0
                guard count >= 0 else { throw context.invalid("the number of segments is \(count)") }
                let segments = try context.integers(2)
                for (place, segment) in segments.enumerated() where !(0..<count).contains(segment) {
                    throw context.invalid("segment \(segment) of index \(place) is none of \(count)")
                }
                return Bags(
                    bags: EmbeddingSum.Bags(count: count, numbers: segments), indices: try context.integers(1), weights: 5,
                    fallback: try context.integer(4))
            }
        },
        Entry { (operation: SegmentMax, context) in
            try context.requireWholeBytes()
            context.emit(
                DynamicKernel("segment_max") { context in
                    let type = context.types[0].element_type
                    var shape = try context.shape(0)
                    let segments = try context.integers(1)
                    for (place, segment) in segments.enumerated() where segment < 0 || (place > 0 && segment < segments[place - 1]) {
                        throw context.invalid("segment \(segment) of row \(place) is not in order from 0")
                    }
                    let count = try context.integer(2) ?? (segments.last ?? -1) &+ 1
                    guard count >= 0 else { throw context.invalid("the number of segments is \(count)") }
                    let width = shape.dropFirst().reduce(1, *)
                    shape[0] = count
                    try SegmentMaximum.run(
                        type, data: context.inputs[0], segments: segments, width: width, count: count,
                        lowest: operation.fillMode == .lowest,
                        output: try context.output(0, type, shape))
                }, try context.inputs())
        },
        Entry { (_: SparseFillEmptyRows, context) in
            try context.requireWholeBytes()
            context.emit(DynamicKernel("sparse_fill_empty_rows") { context in try fillRows(context) }, try context.inputs())
        },
    ]

    private struct Bags {
        let bags: EmbeddingSum.Bags
        let indices: [Int]
        /// The input with the weights, where it is there.
        let weights: Int
        /// The row of empty bags; negative for none.
        let fallback: Int?
    }

    private static func lowerBags(
        _ name: String, takesMean: Bool, _ context: LoweringContext, _ bags: @escaping @Sendable (DynamicContext) throws -> Bags
    ) throws {
        try context.requireWholeBytes()
        context.emit(
            DynamicKernel(name) { context in
                let bags = try bags(context)
                var shape = try context.shape(0)
                let type = context.types[0].element_type
                let plan = EmbeddingSum(type, rows: shape[0], width: shape.dropFirst().reduce(1, *), takesMean: takesMean)
                shape[0] = bags.bags.count
                let output = try context.output(0, type, shape)
                try plan.run(
                    table: context.inputs[0], bags: bags.bags, indices: bags.indices,
                    weights: bags.weights < context.inputCount ? context.inputs[bags.weights] : nil,
                    fallback: bags.fallback.flatMap { $0 < 0 ? nil : $0 }, output: output)
            }, try context.inputs())
    }

    private static func fillRows(_ context: DynamicContext) throws {
        let type = context.types[0].element_type
        let indexType = context.types[1].element_type
        let rows = try context.integers(1).first ?? 0
        guard rows >= 0 else { throw context.invalid("the dense shape has \(rows) rows") }
        let coordinates = try context.integers(2)
        let count = try context.count(0)
        var places: [Int: [Int]] = [:]
        for place in 0..<count {
            guard (0..<rows).contains(coordinates[2 * place]) else {
                throw context.invalid("element \(place) is in row \(coordinates[2 * place]); there are \(rows)")
            }
            places[coordinates[2 * place], default: []].append(place)
        }
        let (total, overflow) = count.addingReportingOverflow(rows - places.count)
        guard !overflow else { throw context.invalid("the dense shape has \(rows) rows") }
        let indices = try IndexOutput(indexType, try context.output(0, indexType, [total, 2]))
        let values = try context.output(1, type, [total])
        let flags = try context.output(2, .boolean, [rows]).assumingMemoryBound(to: UInt8.self)
        var next = 0
        for row in 0..<rows {
            let own = places[row] ?? []
            flags[row] = own.isEmpty ? 1 : 0
            for place in own.isEmpty ? [-1] : own {
                indices.store(row, at: 2 * next)
                indices.store(place < 0 ? 0 : coordinates[2 * place + 1], at: 2 * next + 1)
                let source = place < 0 ? context.inputs[3] : context.inputs[0] + place * type.size
                (values + next * type.size).copyMemory(from: source, byteCount: type.size)
                next += 1
            }
        }
    }
}
