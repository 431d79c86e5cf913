import InferAssembler
import InferKernels
import InferTensors

/// Conversion of consecutive elements between types of whole bytes by generated code. Running it allocates nothing.
package struct GeneratedConversion: Sendable {
    private let code: MachineCode
    private let function: MachineCode.Function
    private let lanes: Int
    private let sourceSize: Int
    private let targetSize: Int
    private let count: Int

    /// Elements that are worth a task of their own.
    private static let grain = 1 << 16

    /// Whether there is code for the types.
    package static func supports(_ source: ElementType.Kind, _ target: ElementType.Kind) -> Bool {
        ConversionCode.Conversion(source, target) != nil
    }

    /// - Parameter count: how many elements there are.
    /// - Returns: nil where there is no code for the types, or where the elements do not fill a vector.
    package init?(_ source: ElementType.Kind, to target: ElementType.Kind, count: Int, _ instructionSet: InstructionSet) throws {
        guard instructionSet != .portable, let conversion = ConversionCode.Conversion(source, target) else { return nil }
        lanes = instructionSet.width.lanes
        guard count >= lanes else { return nil }
        code = try CodeCache.shared.code(ConversionCode(instructionSet: instructionSet, conversion: conversion))
        function = code.function
        sourceSize = conversion.sourceSize
        targetSize = conversion.targetSize
        self.count = count
    }

    /// Converts; the memories must not overlap.
    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, team: WorkerTeam) {
        let tasks = min(team.threadCount * 2, count / Self.grain)
        team.run(Job(conversion: self, output: output, input: input, tasks: max(tasks, 1)), tasks: max(tasks, 1))
    }

    private struct Job: WorkerJob {
        let conversion: GeneratedConversion
        let output: UnsafeMutableRawPointer
        let input: UnsafeRawPointer
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let (lanes, count) = (conversion.lanes, conversion.count)
            let vectors = count / lanes
            conversion.convert(vectors * task / tasks * lanes, vectors * (task + 1) / tasks - vectors * task / tasks, output, input)
            // What does not fill a vector is done with elements before it once more.
            if task == tasks - 1, !count.isMultiple(of: lanes) { conversion.convert(count - lanes, 1, output, input) }
        }
    }

    private func convert(_ first: Int, _ vectors: Int, _ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer) {
        guard vectors > 0 else { return }
        var arguments = ConversionCode.Arguments(output: output + first * targetSize, input: input + first * sourceSize, vectors: vectors)
        withUnsafeMutableBytes(of: &arguments) { if let address = $0.baseAddress { function(address) } }
    }
}
