/// Choosing between two operands by a boolean one, by the width of the elements.
enum SelectKernels {
    static func kernel(elementSize: Int) -> BlockKernel? {
        switch elementSize {
        case 1: select(UInt8.self)
        case 2: select(UInt16.self)
        case 4: select(UInt32.self)
        case 8: select(UInt64.self)
        default: nil
        }
    }

    @inline(__always) private static func select<Element: FixedWidthInteger & Sendable>(_ type: Element.Type) -> BlockKernel {
        { block, _ in
            let strides = block.columnStrides
            let size = MemoryLayout<Element>.stride
            var block = block
            for _ in 0..<block.rows {
                if strides == SIMD4(size, 1, size, size) {
                    let output = block.output.assumingMemoryBound(to: Element.self)
                    let condition = block.first.assumingMemoryBound(to: UInt8.self)
                    let second = block.second.assumingMemoryBound(to: Element.self)
                    let third = block.third.assumingMemoryBound(to: Element.self)
                    for column in 0..<block.columns {
                        let mask: Element = condition[column] == 0 ? 0 : ~0
                        output[column] = second[column] & mask | third[column] & ~mask
                    }
                } else {
                    var element = block
                    for _ in 0..<block.columns {
                        let chosen = element.first.loadUnaligned(as: UInt8.self) != 0 ? element.second : element.third
                        element.output.storeBytes(of: chosen.loadUnaligned(as: Element.self), as: Element.self)
                        element.advance(by: strides)
                    }
                }
                block.advance(by: block.rowStrides)
            }
        }
    }
}
