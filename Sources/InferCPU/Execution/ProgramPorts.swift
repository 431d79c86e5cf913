import InferTensors

/// Where a run of a program finds its inputs and puts its outputs. All memory is packed and row-major.
protocol ProgramPorts: AnyObject {
    func inputShape(_ index: Int) -> Shape
    func inputMemory(_ index: Int) -> UnsafeMutableRawPointer
    /// The memory of an output whose shape is known now.
    func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer
}
