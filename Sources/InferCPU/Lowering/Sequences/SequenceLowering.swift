import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Sequences decoded and compared.
    static let sequences: [Entry] = [
        Entry { (operation: CTCGreedyDecoder, context) in
            try context.requireSingle()
            context.emit(
                DynamicKernel("ctc_greedy_decoder_portable_f32") { context in
                    let shape = try context.shape(0)
                    let (time, batch, classes) = (shape[0], shape[1], shape[2])
                    let scores = context.input(0, as: Float.self)
                    let mask = try context.reals(1)
                    let target = try context.output(0, .f32, [batch, time, 1, 1]).assumingMemoryBound(to: Float.self)
                    target.update(repeating: -1, count: batch * time)
                    for item in 0..<batch {
                        // A sequence begins with the first step and ends where the mask does.
                        let steps = (1..<max(time, 1)).first { mask[$0 * batch + item] == 0 } ?? time
                        let labels = GreedyDecoding.decode(
                            steps: steps, classes: classes, blank: classes - 1, mergesRepeated: operation.ctcMergeRepeated
                        ) { scores[($0 * batch + item) * classes + $1] }
                        for (place, label) in labels.enumerated() { target[item * time + place] = Float(label) }
                    }
                }, try context.inputs())
        },
        Entry { (operation: CTCGreedyDecoderSeqLen, context) in
            try context.requireSingle()
            context.emit(
                DynamicKernel("ctc_greedy_decoder_seq_len_portable_f32") { context in
                    let shape = try context.shape(0)
                    let (batch, time, classes) = (shape[0], shape[1], shape[2])
                    let scores = context.input(0, as: Float.self)
                    let lengths = try context.integers(1)
                    let blank = try context.integer(2) ?? classes - 1
                    let labels = try IndexOutput(
                        operation.classesIndexType, try context.output(0, operation.classesIndexType, [batch, time]))
                    let numbers = try IndexOutput(
                        operation.sequenceLengthType, try context.output(1, operation.sequenceLengthType, [batch]))
                    for item in 0..<batch {
                        guard lengths[item] <= time else {
                            throw context.invalid("sequence \(item) has \(lengths[item]) steps; there are \(time)")
                        }
                        let decoded = GreedyDecoding.decode(
                            steps: max(lengths[item], 0), classes: classes, blank: blank, mergesRepeated: operation.mergeRepeated
                        ) { scores[(item * time + $0) * classes + $1] }
                        for place in 0..<time { labels.store(place < decoded.count ? decoded[place] : -1, at: item * time + place) }
                        numbers.store(decoded.count, at: item)
                    }
                }, try context.inputs())
        },
        Entry { (operation: CTCLoss, context) in
            try context.requireSingle()
            context.emit(DynamicKernel("ctc_loss_portable_f32") { context in try lose(operation, context) }, try context.inputs())
        },
    ]

    private static func lose(_ operation: CTCLoss, _ context: DynamicContext) throws {
        let shape = try context.shape(0)
        let (batch, time, classes) = (shape[0], shape[1], shape[2])
        let logits = context.input(0, as: Float.self)
        let steps = try context.integers(1)
        let labels = try context.integers(2)
        let lengths = try context.integers(3)
        let blank = try context.integer(4) ?? classes - 1
        guard (0..<max(classes, 1)).contains(blank) else { throw context.invalid("the blank class is \(blank); there are \(classes)") }
        let target = try context.output(0, .f32, [batch]).assumingMemoryBound(to: Float.self)
        for item in 0..<batch {
            guard steps[item] >= 0, lengths[item] >= 0, steps[item] <= time, lengths[item] <= steps[item] else {
                throw context.invalid("sequence \(item) has \(lengths[item]) labels for \(steps[item]) steps of \(time)")
            }
            var wanted = Array(labels[item * time..<item * time + lengths[item]])
            if operation.unique {
                var seen = Set<Int>()
                wanted = wanted.filter { seen.insert($0).inserted }
            } else if operation.preprocessCollapseRepeated {
                wanted = wanted.enumerated().filter { $0.offset == 0 || wanted[$0.offset - 1] != $0.element }.map(\.element)
            }
            guard wanted.allSatisfy({ (0..<classes).contains($0) }) else {
                throw context.invalid("the labels of sequence \(item) are \(wanted); there are \(classes) classes")
            }
            target[item] = ClassificationLoss.loss(
                logits + item * time * classes, steps: steps[item], classes: classes, labels: wanted, blank: blank,
                mergesRepeated: operation.ctcMergeRepeated)
        }
    }
}
