import InferAssembler

extension MachineCode {
    /// Runs the code on a block of arguments.
    @inline(__always)
    func call<Block>(with arguments: inout Block) {
        let function = function
        withUnsafeMutableBytes(of: &arguments) { if let address = $0.baseAddress { function(address) } }
    }
}
