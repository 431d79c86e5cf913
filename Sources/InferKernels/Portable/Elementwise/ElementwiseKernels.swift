import InferTensors

/// Which block kernel computes a function on a type.
enum ElementwiseKernels {
    /// The kernel of a function of one operand; `nil` where the function does not take the type.
    static func unary(_ operation: UnaryOperation, _ type: ElementType.Kind) -> BlockKernel? {
        switch type {
        case .f32: return SingleFunctions.table[operation] ?? singleClassifications[operation]
        case .f64: return RealFunctions.unary[operation] ?? doubleClassifications[operation]
        case .f16, .bf16, .f8e4m3, .f8e5m2, .f8e8m0:
            guard let kernel = unary(operation, .f32) else { return nil }
            return staged(kernel, .f32, type, operands: 1, isBoolean: singleClassifications[operation] != nil)
        default:
            if type == .boolean, operation == .logicalNot || operation == .bitwiseNot { return integerUnary[.u8]?[.logicalNot] }
            if let kernel = integerUnary[type]?[operation] { return kernel }
            guard integerUnary[type] != nil, let kernel = RealFunctions.unary[operation] else { return nil }
            return staged(rounded(operation, kernel), .f64, type, operands: 1, isBoolean: false)
        }
    }

    /// The kernel of a function of two operands; `nil` where the function does not take the type.
    static func binary(_ operation: BinaryOperation, _ type: ElementType.Kind) -> BlockKernel? {
        switch type {
        case .f32: return SinglePairFunctions.table[operation]
        case .f64: return RealFunctions.binary[operation]
        case .f16, .bf16, .f8e4m3, .f8e5m2, .f8e8m0:
            guard let kernel = binary(operation, .f32) else { return nil }
            return staged(kernel, .f32, type, operands: 2, isBoolean: operation.isComparison)
        case .boolean:
            let onBooleans: [BinaryOperation: BinaryOperation] = [
                .bitwiseAnd: .logicalAnd, .bitwiseOr: .logicalOr, .bitwiseXor: .logicalXor, .notEqual: .logicalXor,
            ]
            return integerBinary[.u8]?[onBooleans[operation] ?? operation]
        default: return integerBinary[type]?[operation]
        }
    }

    private static func staged(
        _ kernel: @escaping BlockKernel, _ compute: ElementType.Kind, _ type: ElementType.Kind, operands: Int, isBoolean: Bool
    ) -> BlockKernel? {
        guard let load = ConversionKernels.kernel(from: type, to: compute), let store = ConversionKernels.kernel(from: compute, to: type)
        else { return nil }
        return StagedKernel.make(
            kernel, computeSize: compute == .f32 ? 4 : 8, loads: (load, operands == 2 ? load : nil), store: isBoolean ? nil : store)
    }

    /// What an integer takes for a function of the reals: to the nearest integer, but for those that OpenVINO cuts towards zero.
    private static func rounded(_ operation: UnaryOperation, _ kernel: @escaping BlockKernel) -> BlockKernel {
        if [.exp, .log, .sin, .asin].contains(operation) { return kernel }
        guard let rounding = RealFunctions.unary[.roundAwayFromZero] else { return kernel }
        return { block, parameters in
            kernel(block, parameters)
            var second = block
            second.first = UnsafeRawPointer(block.output)
            second.columnStrides[1] = block.columnStrides[0]
            rounding(second, parameters)
        }
    }

    private static let singleClassifications = Classifications.table(Float.self)
    private static let doubleClassifications = Classifications.table(Double.self)

    private static let integerUnary: [ElementType.Kind: [UnaryOperation: BlockKernel]] = [
        .i8: IntegerFunctions.unary(Int8.self), .i16: IntegerFunctions.unary(Int16.self), .i32: IntegerFunctions.unary(Int32.self),
        .i64: IntegerFunctions.unary(Int64.self), .u8: IntegerFunctions.unary(UInt8.self), .u16: IntegerFunctions.unary(UInt16.self),
        .u32: IntegerFunctions.unary(UInt32.self), .u64: IntegerFunctions.unary(UInt64.self),
    ]
    private static let integerBinary: [ElementType.Kind: [BinaryOperation: BlockKernel]] = {
        let bytes = IntegerFunctions.signless(UInt8.self)
        let shorts = IntegerFunctions.signless(UInt16.self)
        let words = IntegerFunctions.signless(UInt32.self)
        let longs = IntegerFunctions.signless(UInt64.self)
        func table(_ own: [BinaryOperation: BlockKernel], _ shared: [BinaryOperation: BlockKernel]) -> [BinaryOperation: BlockKernel] {
            own.merging(shared) { first, _ in first }
        }
        return [
            .i8: table(IntegerFunctions.signed(Int8.self), bytes), .u8: table(IntegerFunctions.signed(UInt8.self), bytes),
            .i16: table(IntegerFunctions.signed(Int16.self), shorts), .u16: table(IntegerFunctions.signed(UInt16.self), shorts),
            .i32: table(IntegerFunctions.signed(Int32.self), words), .u32: table(IntegerFunctions.signed(UInt32.self), words),
            .i64: table(IntegerFunctions.signed(Int64.self), longs), .u64: table(IntegerFunctions.signed(UInt64.self), longs),
        ]
    }()
}
