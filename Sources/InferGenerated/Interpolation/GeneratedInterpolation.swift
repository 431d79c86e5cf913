import InferAssembler
import InferKernels

/// A resize of f32 whose innermost elements stay together, as channels do that are contiguous, in generated code; with mode nearest of any
/// elements of 32 bits. Running it allocates nothing. Results are those of `Interpolation` to the last bit.
package final class GeneratedInterpolation: Sendable {
    /// One row of the output.
    private struct Row: Sendable {
        /// Bytes to where it begins in the input, as far as axes that are not resized decide it, and in the output.
        var source: Int
        var target: Int
        /// The first of its terms.
        var term: Int
        /// Whether it is made from one row of the input as it is; bytes to that are part of ``source`` then.
        var isDirect: Bool
    }

    private let rows: [Row]
    /// Those of the positions of a row, which all rows share, and then those of the rows.
    private let terms: [InterpolationTerm]
    private let counts: [Int32]
    /// Positions of a row of the output; 0 where a row is made by adding rows of the input.
    private let positions: Int
    /// From one position of the output to the next, in bytes.
    private let positionStep: Int
    private let vectorLength: Int
    /// Elements of a row of the input.
    private let rowCount: Int
    private let rowCode: MachineCode
    private let rowFunction: MachineCode.Function
    private let positionCode: MachineCode
    private let positionFunction: MachineCode.Function
    private let needsBuffer: Bool
    private let tasks: Int

    /// So many rows and terms are kept in tables.
    private static let mostRows = 1 << 17
    private static let mostTerms = 1 << 20
    /// Fewer elements than this, some microseconds, are not worth sharing.
    private static let smallCount = 30_000

    /// - Returns: nil where there are no elements that stay together, or input rows have gaps.
    package init?(_ plan: Interpolation, _ instructionSet: InstructionSet, threads: Int) throws {
        guard instructionSet != .portable, plan.vectorLength > 1, plan.outputCount > 0 else { return nil }
        var outer = plan.outer
        var row = plan.row
        // A single resized axis inside others is a row as well.
        if row.axis == nil, let last = outer.last, last.axis != nil, outer.dropLast().reduce(1, { $0 * $1.length }) >= 8 {
            row = outer.removeLast()
        }
        guard outer.reduce(1, { $0 * $1.length }) <= Self.mostRows, (outer + [row]).allSatisfy({ $0.inputStride >= 0 }) else { return nil }
        let isCopy = plan.mode == .nearest
        var tables = InterpolationTables(isCopy: isCopy)
        if let axis = row.axis {
            for position in 0..<row.length { tables.append(axis, position, stride: row.inputStride) }
        }
        let places = InterpolationTables.places(outer)
        var rows: [Row] = []
        for place in places {
            let term = tables.terms.count
            tables.append(outer, place.coordinates)
            guard tables.terms.count <= Self.mostTerms else { return nil }
            var result = Row(source: place.source, target: place.target, term: term, isDirect: false)
            if row.axis != nil, tables.terms.count == term + 1, tables.terms[term].isCopy {
                result.source += tables.terms[term].first
                result.isDirect = true
            }
            rows.append(result)
        }
        needsBuffer = row.axis != nil && rows.contains { !$0.isDirect }
        guard !needsBuffer || row.inputStride == plan.vectorLength else { return nil }
        self.rows = rows
        terms = tables.terms
        counts = tables.counts
        positions = row.axis == nil ? 0 : row.length
        positionStep = row.outputStride * 4
        vectorLength = plan.vectorLength
        rowCount = plan.vectorLength * (row.axis?.inputLength ?? 1)
        rowCode = try CodeCache.shared.code(InterpolationSpecification(instructionSet, isCopy: isCopy))
        rowFunction = rowCode.function
        positionCode = try CodeCache.shared.code(
            InterpolationSpecification(instructionSet, isCopy: isCopy, columns: plan.vectorLength))
        positionFunction = positionCode.function
        tasks = threads == 1 || plan.outputCount < Self.smallCount ? 1 : min(rows.count, 4 * threads)
    }

    /// Bytes of scratch that ``run(input:output:scratch:team:)`` wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int { needsBuffer ? threads * bufferBytes : 0 }

    private var bufferBytes: Int { (rowCount * 4 + 63) & ~63 }

    private struct Job: WorkerJob {
        let owner: GeneratedInterpolation
        let input: UnsafeRawPointer
        let output: UnsafeMutableRawPointer
        let scratch: UnsafeMutableRawPointer?

        func perform(task: Int, worker: Int) {
            let first = owner.rows.count &* task / owner.tasks
            let end = owner.rows.count &* (task &+ 1) / owner.tasks
            let buffer = scratch.map { $0 + worker &* owner.bufferBytes }
            owner.terms.withUnsafeBufferPointer { terms in
                owner.counts.withUnsafeBufferPointer { counts in
                    guard let terms = terms.baseAddress, let counts = counts.baseAddress else { return }
                    for row in first..<end { owner.make(row, terms, counts, input, output, buffer) }
                }
            }
        }
    }

    private func make(
        _ index: Int, _ terms: UnsafePointer<InterpolationTerm>, _ counts: UnsafePointer<Int32>, _ input: UnsafeRawPointer,
        _ output: UnsafeMutableRawPointer, _ buffer: UnsafeMutableRawPointer?
    ) {
        let row = rows[index]
        var source = input + row.source
        let target = output + row.target
        if !row.isDirect {
            var arguments = InterpolationArguments(
                source: source, target: positions == 0 ? target : buffer ?? target, targetStep: 0, targets: 1, terms: terms + row.term,
                counts: counts + (positions &+ index), columns: rowCount)
            withUnsafeMutablePointer(to: &arguments) { rowFunction($0) }
            if let buffer { source = UnsafeRawPointer(buffer) }
        }
        guard positions > 0 else { return }
        var arguments = InterpolationArguments(
            source: source, target: target, targetStep: positionStep, targets: positions, terms: terms, counts: counts,
            columns: vectorLength)
        withUnsafeMutablePointer(to: &arguments) { positionFunction($0) }
    }

    /// Resizes.
    /// - Parameter scratch: ``scratchBytes(threads:)`` bytes, aligned to 4.
    package func run(input: UnsafeRawPointer, output: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer?, team: WorkerTeam) {
        team.run(Job(owner: self, input: input, output: output, scratch: needsBuffer ? scratch : nil), tasks: tasks)
    }
}
