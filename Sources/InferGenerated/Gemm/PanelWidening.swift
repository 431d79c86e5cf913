import InferAssembler

/// Makes single numbers of the halves of a panel.
struct PanelWidening: Sendable {
    private let code: MachineCode
    private let function: MachineCode.Function
    private let lanes: Int

    /// - Throws: `AssemblyError` where code cannot be made.
    init(_ instructionSet: InstructionSet) throws {
        code = try CodeCache.shared.code(ConversionCode(instructionSet: instructionSet, conversion: .halfToSingle))
        function = code.function
        lanes = instructionSet.width.lanes
    }

    /// Widens so many halves, which are followed by others or by nothing that matters to the end of a vector.
    func widen(_ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer) {
        guard count > 0 else { return }
        var arguments = ConversionCode.Arguments(output: target, input: source, vectors: (count &+ lanes &- 1) / lanes)
        withUnsafeMutableBytes(of: &arguments) { if let address = $0.baseAddress { function(address) } }
    }
}
