/// Comparisons of any ordered type; results are bytes, 0 or 1.
enum Comparisons {
    enum Equal<Operand: Comparable>: BinaryFunction {
        @inline(__always) static func apply(_ x: Operand, _ y: Operand) -> UInt8 { x == y ? 1 : 0 }
    }
    enum NotEqual<Operand: Comparable>: BinaryFunction {
        @inline(__always) static func apply(_ x: Operand, _ y: Operand) -> UInt8 { x != y ? 1 : 0 }
    }
    enum Less<Operand: Comparable>: BinaryFunction {
        @inline(__always) static func apply(_ x: Operand, _ y: Operand) -> UInt8 { x < y ? 1 : 0 }
    }
    enum LessEqual<Operand: Comparable>: BinaryFunction {
        @inline(__always) static func apply(_ x: Operand, _ y: Operand) -> UInt8 { x <= y ? 1 : 0 }
    }
    enum Greater<Operand: Comparable>: BinaryFunction {
        @inline(__always) static func apply(_ x: Operand, _ y: Operand) -> UInt8 { x > y ? 1 : 0 }
    }
    enum GreaterEqual<Operand: Comparable>: BinaryFunction {
        @inline(__always) static func apply(_ x: Operand, _ y: Operand) -> UInt8 { x >= y ? 1 : 0 }
    }

    @inline(__always) static func table<Operand: Comparable>(_ type: Operand.Type) -> [BinaryOperation: BlockKernel] {
        [
            .equal: ElementLoops.binary(Equal<Operand>.self),
            .notEqual: ElementLoops.binary(NotEqual<Operand>.self),
            .less: ElementLoops.binary(Less<Operand>.self),
            .lessEqual: ElementLoops.binary(LessEqual<Operand>.self),
            .greater: ElementLoops.binary(Greater<Operand>.self),
            .greaterEqual: ElementLoops.binary(GreaterEqual<Operand>.self),
        ]
    }
}
