import InferTensors

/// Which kernel reduces a type.
enum ReductionKernels {
    static func kernel(_ operation: ReductionOperation, _ type: ElementType.Kind) -> ReductionKernel? { table[type]?[operation] }

    private static let table: [ElementType.Kind: [ReductionOperation: ReductionKernel]] = {
        let bytes = IntegerReductions.signless(UInt8.self)
        let shorts = IntegerReductions.signless(UInt16.self)
        let words = IntegerReductions.signless(UInt32.self)
        let longs = IntegerReductions.signless(UInt64.self)
        return [
            .f32: SingleReductions.table,
            .f64: RealReductions.table(RealReductions.DoublePair.self),
            .f16: RealReductions.table(RealReductions.SmallPair<Float16Bits>.self),
            .bf16: RealReductions.table(RealReductions.SmallPair<BFloat16Bits>.self),
            .i8: IntegerReductions.table(Int8.self, bytes), .u8: IntegerReductions.table(UInt8.self, bytes),
            .i16: IntegerReductions.table(Int16.self, shorts), .u16: IntegerReductions.table(UInt16.self, shorts),
            .i32: IntegerReductions.table(Int32.self, words), .u32: IntegerReductions.table(UInt32.self, words),
            .i64: IntegerReductions.table(Int64.self, longs), .u64: IntegerReductions.table(UInt64.self, longs),
            .boolean: BooleanReductions.table,
        ]
    }()
}
