import InferTensors

/// An elementwise operation bound to shapes and strides: made when shapes are known, run any number of times without allocating.
///
/// Operands may be permuted, broadcast and reversed in any way; the output may be the memory of an input that has the same strides.
/// Elements must be aligned to their own size.
package struct ElementwisePlan: Sendable {
    private let loops: StridedLoops
    private let kernel: BlockKernel
    private let parameters: ElementwiseParameters
    /// Elements that are worth a thread of their own.
    private let grain: Int

    init(loops: StridedLoops, parameters: ElementwiseParameters, grain: Int, kernel: @escaping BlockKernel) {
        self.loops = loops
        self.kernel = kernel
        self.parameters = parameters
        self.grain = grain
    }

    /// A function of one operand. `nil` if it does not take the type.
    package init?(
        _ operation: UnaryOperation, _ type: ElementType.Kind, parameters: ElementwiseParameters = ElementwiseParameters(), shape: [Int],
        output: StridedOperand, input: StridedOperand
    ) {
        guard let kernel = ElementwiseKernels.unary(operation, type) else { return nil }
        self.init(
            loops: StridedLoops(shape: shape, strides: [output.strides, input.strides]), parameters: parameters,
            grain: UnaryOperation.cheap.contains(operation) ? 16384 : 2048, kernel: kernel)
    }

    /// A function of two operands of one type. `nil` if it does not take the type.
    package init?(
        _ operation: BinaryOperation, _ type: ElementType.Kind, shape: [Int], output: StridedOperand, first: StridedOperand,
        second: StridedOperand
    ) {
        guard let kernel = ElementwiseKernels.binary(operation, type) else { return nil }
        self.init(
            loops: StridedLoops(shape: shape, strides: [output.strides, first.strides, second.strides]),
            parameters: ElementwiseParameters(),
            grain: operation == .power || operation == .mod || operation == .floorMod ? 2048 : 16384, kernel: kernel)
    }

    /// Where `condition` (of type `boolean`) is true the one operand, else the other. `nil` for elements that are not 1, 2, 4 or 8 bytes.
    package init?(
        selectingElementsOfSize size: Int, shape: [Int], output: StridedOperand, condition: StridedOperand, whenTrue: StridedOperand,
        whenFalse: StridedOperand
    ) {
        guard let kernel = SelectKernels.kernel(elementSize: size) else { return nil }
        self.init(
            loops: StridedLoops(shape: shape, strides: [output.strides, condition.strides, whenTrue.strides, whenFalse.strides]),
            parameters: ElementwiseParameters(), grain: 16384, kernel: kernel)
    }

    /// Conversion between types of whole bytes. `nil` for packed and string types: see ``PackedElements``.
    package init?(
        converting source: ElementType.Kind, to destination: ElementType.Kind, shape: [Int], output: StridedOperand, input: StridedOperand
    ) {
        guard let kernel = ConversionKernels.kernel(from: source, to: destination) else { return nil }
        self.init(
            loops: StridedLoops(shape: shape, strides: [output.strides, input.strides]), parameters: ElementwiseParameters(), grain: 8192,
            kernel: kernel)
    }

    /// Runs on a thread team, or on the calling thread.
    package func run(
        output: UnsafeMutableRawPointer, _ first: UnsafeRawPointer, _ second: UnsafeRawPointer? = nil, _ third: UnsafeRawPointer? = nil,
        team: WorkerTeam? = nil
    ) {
        loops.run(output, first, second ?? first, third ?? first, parameters: parameters, team: team, grain: grain, kernel)
    }
}

extension UnaryOperation {
    /// Functions that cost about as much as moving the data.
    fileprivate static let cheap: Set<UnaryOperation> = [
        .identity, .absolute, .negative, .sign, .floor, .ceiling, .squareRoot, .square, .reciprocal, .roundToEven, .roundAwayFromZero,
        .relu, .softSign, .hardSwish, .hardSigmoid, .leakyRelu, .hardSigmoidWithSlope, .clamp, .linear, .logicalNot, .bitwiseNot,
        .isFinite, .isInfinite, .isNaN,
    ]
}
