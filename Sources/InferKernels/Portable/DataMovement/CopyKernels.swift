/// Block kernels that copy: whole rows, transposes in small tiles, or element by element.
enum CopyKernels {
    static func kernel(elementSize: Int) -> BlockKernel? {
        switch elementSize {
        case 1: copy(UInt8.self) { tiled($0, UInt8.self) }
        case 2: copy(UInt16.self) { tiled($0, UInt16.self) }
        case 4: copy(UInt32.self, transpose: transpose4)
        case 8: copy(UInt64.self) { tiled($0, UInt64.self) }
        default: nil
        }
    }

    @inline(__always) private static func copy<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ type: Element.Type, transpose: @escaping @Sendable (StridedBlock) -> Void
    ) -> BlockKernel {
        { block, _ in
            let size = MemoryLayout<Element>.stride
            let outputStride = block.columnStrides[0]
            let inputStride = block.columnStrides[1]
            if outputStride == size, inputStride != size, inputStride != 0, block.rowStrides[1] == size, block.rows > 1, block.columns > 1 {
                return transpose(block)
            }
            var block = block
            for _ in 0..<block.rows {
                if outputStride == size, inputStride == size {
                    copyBytes(block.output, block.first, block.columns &* size)
                } else if outputStride == size, inputStride == 0 {
                    block.output.assumingMemoryBound(to: Element.self).update(
                        repeating: block.first.loadUnaligned(as: Element.self), count: block.columns)
                } else {
                    var output = block.output
                    var input = block.first
                    for _ in 0..<block.columns {
                        output.storeBytes(of: input.loadUnaligned(as: Element.self), as: Element.self)
                        output += outputStride
                        input += inputStride
                    }
                }
                block.advance(by: block.rowStrides)
            }
        }
    }

    /// Short runs inline: a call costs more than they do.
    @inline(__always) static func copyBytes(_ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer, _ count: Int) {
        if count >= 16, count <= 64 {
            var offset = 0
            while offset &+ 16 <= count {
                (output + offset).storeBytes(of: (input + offset).loadUnaligned(as: SIMD4<UInt32>.self), as: SIMD4<UInt32>.self)
                offset &+= 16
            }
            let last = count &- 16
            (output + last).storeBytes(of: (input + last).loadUnaligned(as: SIMD4<UInt32>.self), as: SIMD4<UInt32>.self)
        } else {
            output.copyMemory(from: input, byteCount: count)
        }
    }

    /// Rows of the output are walked in bands of 16, so that the cache lines of both sides are used whole while they are near.
    @inline(__always) private static func tiled<Element: BitwiseCopyable>(_ block: StridedBlock, _ type: Element.Type) {
        let size = MemoryLayout<Element>.stride
        for band in stride(from: 0, to: block.rows, by: 16) {
            let end = min(band + 16, block.rows)
            for column in 0..<block.columns {
                let input = block.first + column &* block.columnStrides[1]
                let output = block.output + column &* size
                for row in band..<end {
                    (output + row &* block.rowStrides[0]).storeBytes(
                        of: (input + row &* size).loadUnaligned(as: Element.self), as: Element.self)
                }
            }
        }
    }

    /// The same for 4 bytes, by 4×4 tiles in registers.
    @Sendable private static func transpose4(_ block: StridedBlock) {
        typealias Four = SIMD4<UInt32>
        let outputStride = block.rowStrides[0]
        let inputStride = block.columnStrides[1]
        let wholeColumns = block.columns & ~3
        var band = 0
        while band < block.rows {
            let end = min(band &+ 16, block.rows)
            let wholeRows = band &+ ((end &- band) & ~3)
            var column = 0
            while column < wholeColumns {
                let input = block.first + column &* inputStride
                let output = block.output + column &* 4
                var row = band
                while row < wholeRows {
                    let source = input + row &* 4
                    let a = source.loadUnaligned(as: Four.self)
                    let b = (source + inputStride).loadUnaligned(as: Four.self)
                    let c = (source + 2 &* inputStride).loadUnaligned(as: Four.self)
                    let d = (source + 3 &* inputStride).loadUnaligned(as: Four.self)
                    let target = output + row &* outputStride
                    target.storeBytes(of: Four(a[0], b[0], c[0], d[0]), as: Four.self)
                    (target + outputStride).storeBytes(of: Four(a[1], b[1], c[1], d[1]), as: Four.self)
                    (target + 2 &* outputStride).storeBytes(of: Four(a[2], b[2], c[2], d[2]), as: Four.self)
                    (target + 3 &* outputStride).storeBytes(of: Four(a[3], b[3], c[3], d[3]), as: Four.self)
                    row &+= 4
                }
                column &+= 4
            }
            for row in band..<end {
                var column = row < wholeRows ? wholeColumns : 0
                while column < block.columns {
                    let value = (block.first + column &* inputStride + row &* 4).loadUnaligned(as: UInt32.self)
                    (block.output + column &* 4 + row &* outputStride).storeBytes(of: value, as: UInt32.self)
                    column &+= 1
                }
            }
            band = end
        }
    }
}
