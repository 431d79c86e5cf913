import InferTensors

/// GatherTree: the beams of a beam search traced back from their last steps. Row-major operands [time, batch, beam].
package struct GatherTreePlan: Sendable {
    private let time: Int
    private let batch: Int
    private let beams: Int

    package init(time: Int, batch: Int, beams: Int) {
        self.time = time
        self.batch = batch
        self.beams = beams
    }

    /// Traces the beams. Behind its end a beam has end tokens.
    ///
    /// - Parameters:
    ///   - lengths: how many steps the beams of each batch item have.
    ///   - end: one element.
    /// - Throws: `RuntimeError` for a parent that is no beam, and for types that are no numbers.
    package func run(
        _ type: ElementType, output: UnsafeMutableRawPointer, steps: UnsafeRawPointer, parents: UnsafeRawPointer, lengths: UnsafeRawPointer,
        end: UnsafeRawPointer
    ) throws {
        try Run(plan: self, output: output, steps: steps, parents: parents, lengths: lengths, end: end)
            .dispatch(type, operation: "GatherTree")
    }

    private struct Run: NumericElementVisitor {
        let plan: GatherTreePlan
        let output: UnsafeMutableRawPointer
        let steps: UnsafeRawPointer
        let parents: UnsafeRawPointer
        let lengths: UnsafeRawPointer
        let end: UnsafeRawPointer

        func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) throws {
            let output = output.assumingMemoryBound(to: Element.self)
            let steps = steps.assumingMemoryBound(to: Element.self)
            let parents = parents.assumingMemoryBound(to: Element.self)
            let lengths = lengths.assumingMemoryBound(to: Element.self)
            let end = end.loadUnaligned(as: Element.self)
            let row = plan.batch * plan.beams
            output.update(repeating: end, count: plan.time * row)
            for item in 0..<plan.batch {
                let length = min(Int(truncatingIfNeeded: lengths[item].integer), plan.time)
                guard length > 0 else { continue }
                for beam in 0..<plan.beams {
                    let column = item * plan.beams
                    var source = beam
                    for step in stride(from: length - 1, through: 0, by: -1) {
                        let place = step * row + column
                        output[place + beam] = steps[place + source]
                        let parent = Int(truncatingIfNeeded: parents[place + source].integer)
                        guard step > 0 else { continue }
                        guard parent >= 0, parent < plan.beams else {
                            throw RuntimeError(
                                .invalidArgument,
                                "GatherTree: the parent at step \(step) of batch item \(item) is \(parent); there are \(plan.beams) beams")
                        }
                        source = parent
                    }
                    var isFinished = false
                    for step in 0..<length {
                        let place = step * row + column + beam
                        if isFinished { output[place] = end } else if output[place].double == end.double { isFinished = true }
                    }
                }
            }
        }
    }
}
