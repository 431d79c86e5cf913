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

    @inline(__always) static func table<Operand: Comparable>(_ type: Operand.Type) -> [BinaryOperation: BlockKernel] {
        let less = ElementLoops.binary(Less<Operand>.self)
        let lessEqual = ElementLoops.binary(LessEqual<Operand>.self)
        return [
            .equal: ElementLoops.binary(Equal<Operand>.self), .notEqual: ElementLoops.binary(NotEqual<Operand>.self),
            .less: less, .lessEqual: lessEqual, .greater: ElementLoops.exchanged(less), .greaterEqual: ElementLoops.exchanged(lessEqual),
        ]
    }
}
