import InferTensors

/// Which kernel reduces a type.
enum ReductionKernels {
    static func kernel(_ operation: ReductionOperation, _ type: ElementType.Kind) -> ReductionKernel? { table[type]?[operation] }

    private static let table: [ElementType.Kind: [ReductionOperation: ReductionKernel]] = [
        .f32: SingleReductions.table,
        .f64: RealReductions.table(RealReductions.DoublePair.self),
        .f16: RealReductions.table(RealReductions.SmallPair<Float16Bits>.self),
        .bf16: RealReductions.table(RealReductions.SmallPair<BFloat16Bits>.self),
        .i8: IntegerReductions.table(Int8.self), .i16: IntegerReductions.table(Int16.self), .i32: IntegerReductions.table(Int32.self),
        .i64: IntegerReductions.table(Int64.self), .u8: IntegerReductions.table(UInt8.self), .u16: IntegerReductions.table(UInt16.self),
        .u32: IntegerReductions.table(UInt32.self), .u64: IntegerReductions.table(UInt64.self),
        .boolean: BooleanReductions.table,
    ]
}
