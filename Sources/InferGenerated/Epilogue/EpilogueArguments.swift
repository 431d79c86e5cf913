/// The pointers of an epilogue in the block of arguments of generated code.
package struct EpilogueArguments {
    package struct Operand {
        /// The element that meets row 0 and column 0.
        package var pointer: UnsafeRawPointer?
        /// Bytes from one row to the next.
        package var rowStride = 0
    }

    package typealias Operands = (Operand, Operand, Operand, Operand, Operand, Operand)

    /// The bias of column 0.
    package var bias: UnsafeRawPointer?
    /// In the order of the operations that take one.
    package var operands: Operands = (Operand(), Operand(), Operand(), Operand(), Operand(), Operand())

    package init() {}
}
