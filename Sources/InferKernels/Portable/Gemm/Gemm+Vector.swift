extension Gemm.Step {
    /// One row of C from packed panels or row-major B, four panels at a time so that enough sums are in flight.
    func vector(_ row: Int, _ columns: Range<Int>) {
        let isPacked = plan.route == .packedVector
        let panelStride = isPacked ? gemm.depth * Panel.width : Panel.width
        let panelStep = isPacked ? Panel.width : gemm.bRowStride
        let source = a + row * gemm.aRowStride
        let target = c + row * gemm.cRowStride
        var column = columns.lowerBound
        while column &+ 4 &* Panel.width <= columns.upperBound {
            let panel = b + column / Panel.width &* panelStride
            let sums = fourPanels(source, panel, panelStride, panelStep)
            put(sums.0, target, column, Panel.width)
            put(sums.1, target, column &+ Panel.width, Panel.width)
            put(sums.2, target, column &+ 2 &* Panel.width, Panel.width)
            put(sums.3, target, column &+ 3 &* Panel.width, Panel.width)
            column &+= 4 &* Panel.width
        }
        while column < columns.upperBound {
            let valid = min(Panel.width, columns.upperBound &- column)
            let panel = b + column / Panel.width &* panelStride
            if valid == Panel.width || isPacked {
                put(onePanel(source, panel, panelStep), target, column, valid)
            } else {
                for lane in 0..<valid {
                    var sum = SIMD8<Float>()
                    for k in 0..<gemm.depth { sum[0] += source[k &* gemm.aColumnStride] * panel[k &* panelStep &+ lane] }
                    put(sum, target, column &+ lane, 1)
                }
            }
            column &+= Panel.width
        }
    }

    /// Stores sums with the bias.
    @inline(__always)
    private func put(_ sums: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>, _ column: Int, _ valid: Int) {
        if valid == Panel.width {
            var value = sums
            if let bias = epilogue.bias { value += UnsafeRawPointer(bias + column).loadUnaligned(as: SIMD8<Float>.self) }
            let place = UnsafeMutableRawPointer(target + column)
            if gemm.accumulates { value += place.loadUnaligned(as: SIMD8<Float>.self) }
            place.storeBytes(of: value, as: SIMD8<Float>.self)
        } else {
            for lane in 0..<valid {
                let base = gemm.accumulates ? target[column &+ lane] : 0
                target[column &+ lane] = sums[lane] + (epilogue.bias.map { $0[column &+ lane] } ?? 0) + base
            }
        }
    }

    @inline(__always)
    private func fourPanels(
        _ source: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ panelStride: Int, _ panelStep: Int
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var left0 = SIMD4<Float>()
        var right0 = left0
        var left1 = left0
        var right1 = left0
        var left2 = left0
        var right2 = left0
        var left3 = left0
        var right3 = left0
        var at0 = UnsafeRawPointer(panel)
        var at1 = UnsafeRawPointer(panel + panelStride)
        var at2 = UnsafeRawPointer(panel + 2 &* panelStride)
        var at3 = UnsafeRawPointer(panel + 3 &* panelStride)
        let step = panelStep &* 4
        var from = source
        for _ in 0..<gemm.depth {
            let value = SIMD4(repeating: from.pointee)
            left0 = multiplyAdd(left0, value, at0.loadUnaligned(as: SIMD4<Float>.self))
            right0 = multiplyAdd(right0, value, at0.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
            left1 = multiplyAdd(left1, value, at1.loadUnaligned(as: SIMD4<Float>.self))
            right1 = multiplyAdd(right1, value, at1.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
            left2 = multiplyAdd(left2, value, at2.loadUnaligned(as: SIMD4<Float>.self))
            right2 = multiplyAdd(right2, value, at2.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
            left3 = multiplyAdd(left3, value, at3.loadUnaligned(as: SIMD4<Float>.self))
            right3 = multiplyAdd(right3, value, at3.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
            at0 += step
            at1 += step
            at2 += step
            at3 += step
            from += gemm.aColumnStride
        }
        return (
            SIMD8(lowHalf: left0, highHalf: right0), SIMD8(lowHalf: left1, highHalf: right1), SIMD8(lowHalf: left2, highHalf: right2),
            SIMD8(lowHalf: left3, highHalf: right3)
        )
    }

    /// One panel, with even and odd inputs summed apart.
    @inline(__always)
    private func onePanel(_ source: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ panelStep: Int) -> SIMD8<Float> {
        var even = SIMD8<Float>()
        var odd = SIMD8<Float>()
        var k = 0
        while k &+ 2 <= gemm.depth {
            let at = UnsafeRawPointer(panel + k &* panelStep)
            even += source[k &* gemm.aColumnStride] * at.loadUnaligned(as: SIMD8<Float>.self)
            odd += source[(k &+ 1) &* gemm.aColumnStride] * at.loadUnaligned(fromByteOffset: 4 &* panelStep, as: SIMD8<Float>.self)
            k &+= 2
        }
        if k < gemm.depth {
            even += source[k &* gemm.aColumnStride] * UnsafeRawPointer(panel + k &* panelStep).loadUnaligned(as: SIMD8<Float>.self)
        }
        return even + odd
    }

    /// One row of C as dot products with B's contiguous columns, four at a time.
    func dots(_ row: Int, _ columns: Range<Int>) {
        let source = UnsafeRawPointer(a + row * gemm.aRowStride)
        let target = c + row * gemm.cRowStride
        var column = columns.lowerBound
        while column < columns.upperBound {
            let valid = min(4, columns.upperBound &- column)
            // Columns that are missing at the end repeat the last one.
            let b0 = UnsafeRawPointer(b + column &* gemm.bColumnStride)
            let b1 = UnsafeRawPointer(b + (column &+ min(1, valid &- 1)) &* gemm.bColumnStride)
            let b2 = UnsafeRawPointer(b + (column &+ min(2, valid &- 1)) &* gemm.bColumnStride)
            let b3 = UnsafeRawPointer(b + (column &+ min(3, valid &- 1)) &* gemm.bColumnStride)
            var sum0 = SIMD8<Float>()
            var sum1 = sum0
            var sum2 = sum0
            var sum3 = sum0
            var k = 0
            while k &+ 8 <= gemm.depth {
                let value = source.loadUnaligned(fromByteOffset: 4 &* k, as: SIMD8<Float>.self)
                sum0 += value * b0.loadUnaligned(fromByteOffset: 4 &* k, as: SIMD8<Float>.self)
                sum1 += value * b1.loadUnaligned(fromByteOffset: 4 &* k, as: SIMD8<Float>.self)
                sum2 += value * b2.loadUnaligned(fromByteOffset: 4 &* k, as: SIMD8<Float>.self)
                sum3 += value * b3.loadUnaligned(fromByteOffset: 4 &* k, as: SIMD8<Float>.self)
                k &+= 8
            }
            while k < gemm.depth {
                let value = source.loadUnaligned(fromByteOffset: 4 &* k, as: Float.self)
                sum0[0] += value * b0.loadUnaligned(fromByteOffset: 4 &* k, as: Float.self)
                sum1[0] += value * b1.loadUnaligned(fromByteOffset: 4 &* k, as: Float.self)
                sum2[0] += value * b2.loadUnaligned(fromByteOffset: 4 &* k, as: Float.self)
                sum3[0] += value * b3.loadUnaligned(fromByteOffset: 4 &* k, as: Float.self)
                k &+= 1
            }
            let sums = SIMD8(sum0.sum(), sum1.sum(), sum2.sum(), sum3.sum(), 0, 0, 0, 0)
            put(sums, target, column, valid)
            column &+= 4
        }
    }
}
