import InferAssembler

extension InstructionSet {
    /// Those whose code this machine runs.
    static var tested: [InstructionSet] { allCases.filter { $0 != .portable && $0 <= .native } }
}
