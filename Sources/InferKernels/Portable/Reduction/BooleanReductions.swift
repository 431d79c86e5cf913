/// The reductions of booleans.
enum BooleanReductions {
    enum All: ReductionFunction {
        static var initial: UInt8 { 1 }
        @inline(__always) static func combine(_ all: UInt8, _ x: UInt8) -> UInt8 { x == 0 ? 0 : all }
        @inline(__always) static func finish(_ all: UInt8, count: Int) -> UInt8 { all }
    }
    enum Contains: ReductionFunction {
        static var initial: UInt8 { 0 }
        @inline(__always) static func combine(_ found: UInt8, _ x: UInt8) -> UInt8 { x == 0 ? found : 1 }
        @inline(__always) static func finish(_ found: UInt8, count: Int) -> UInt8 { found }
    }

    static let table: [ReductionOperation: ReductionKernel] = [
        .logicalAnd: ReductionLoops.scalar(All.self), .logicalOr: ReductionLoops.scalar(Contains.self),
        .minimum: ReductionLoops.scalar(All.self), .maximum: ReductionLoops.scalar(Contains.self),
    ]
}
