import InferAssembler

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Measures generated kernels one by one, beside the peak of this machine. Words on the command line choose cases whose names have them
/// all; an instruction set's name chooses that set.
@main
enum Program {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        let sets = InstructionSet.allCases.filter { $0 != .portable && $0 <= .native }
        let chosen = sets.filter { words.contains($0.name) }
        do {
            for instructionSet in chosen.isEmpty ? sets : chosen {
                let peak = try PeakLoop(instructionSet: instructionSet).measure()
                print("\(instructionSet): peak \(Report.number(peak, 1)) GFLOP/s a core")
                let report = Report(peak: peak, words: words.filter { $0 != instructionSet.name })
                try GemmTileCases.run(instructionSet, report)
                try GemmCases.run(instructionSet, report)
                try ConvolutionCases.run(instructionSet, report)
                try AttentionCases.run(instructionSet, report)
                try ActivationCases.run(instructionSet, report)
            }
        } catch {
            print("error: \(error)")
            exit(1)
        }
    }
}
