import InferTensors

/// A maximum or average over windows of an image tensor of integers, exact in their own width.
///
/// An average is rounded to the nearest integer, from the middle to the even one.
package struct IntegerPooling: Sendable {
    let pooling: Pooling

    /// - Parameter pooling: the windows, sizes and strides.
    package init(_ pooling: Pooling) { self.pooling = pooling }

    /// Where a maximum is written down: the sum over the dimensions of position times stride.
    package struct Places {
        let output: IndexOutput
        let strides: ImageStrides

        package init(_ output: IndexOutput, strides: ImageStrides) {
            self.output = output
            self.strides = strides
        }
    }

    /// Pools elements of a type.
    ///
    /// - Throws: `RuntimeError` for types that are no integers of whole bytes.
    package func run(
        _ type: ElementType, input: UnsafeRawPointer, output: UnsafeMutableRawPointer, places: Places? = nil, team: WorkerTeam
    ) throws {
        switch type.kind {
        case .i8: run(Int8.self, input, output, places, team)
        case .i16: run(Int16.self, input, output, places, team)
        case .i32: run(Int32.self, input, output, places, team)
        case .i64: run(Int64.self, input, output, places, team)
        case .u8: run(UInt8.self, input, output, places, team)
        case .u16: run(UInt16.self, input, output, places, team)
        case .u32: run(UInt32.self, input, output, places, team)
        case .u64: run(UInt64.self, input, output, places, team)
        default: throw RuntimeError(.unsupported, "a pooling of integers is not supported for elements of type \(type)")
        }
    }

    private func run<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>(
        _: Element.Type, _ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer, _ places: Places?, _ team: WorkerTeam
    ) {
        let job = PlanesJob<Element>(
            pooling: pooling, input: input.assumingMemoryBound(to: Element.self), output: output.assumingMemoryBound(to: Element.self),
            places: places)
        let planes = pooling.batch * pooling.channels
        Parallel.run(planes, grain: max(1, 4_000 / max(1, pooling.positions)), team, job)
    }

    /// The windows of items' channels.
    private struct PlanesJob<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>: RangeJob {
        let pooling: Pooling
        let input: UnsafePointer<Element>
        let output: UnsafeMutablePointer<Element>
        let places: Places?

        func perform(_ planes: Range<Int>) {
            for plane in planes {
                let (item, channel) = plane.quotientAndRemainder(dividingBy: pooling.channels)
                let source = item * pooling.inputStrides.batch + channel * pooling.inputStrides.channel
                let target = item * pooling.outputStrides.batch + channel * pooling.outputStrides.channel
                let place = places.map { item * $0.strides.batch + channel * $0.strides.channel } ?? 0
                perform(source: source, target: target, place: place)
            }
        }

        private func perform(source: Int, target: Int, place: Int) {
            let strides = pooling.outputStrides
            for (z, depth) in pooling.depths.enumerated() {
                for (y, height) in pooling.heights.enumerated() {
                    for (x, width) in pooling.widths.enumerated() {
                        let target = target + z * strides.depth + y * strides.height + x * strides.width
                        switch pooling.reduction {
                        case .maximum: takeMaximum(depth, height, width, source, target, place)
                        case .average: takeAverage(depth, height, width, source, target)
                        }
                    }
                }
            }
        }

        @inline(__always)
        private func forEach(
            _ depth: PoolingWindow, _ height: PoolingWindow, _ width: PoolingWindow, _ body: (_ z: Int, _ y: Int, _ x: Int) -> Void
        ) {
            for d in 0..<depth.count {
                for h in 0..<height.count {
                    for w in 0..<width.count {
                        body(depth.first + d * depth.step, height.first + h * height.step, width.first + w * width.step)
                    }
                }
            }
        }

        private func takeMaximum(
            _ depth: PoolingWindow, _ height: PoolingWindow, _ width: PoolingWindow, _ source: Int, _ target: Int, _ place: Int
        ) {
            let strides = pooling.inputStrides
            var best: Element?
            var bestPlace = place
            forEach(depth, height, width) { z, y, x in
                let value = input[source + z * strides.depth + y * strides.height + x * strides.width]
                if let best, value <= best { return }
                best = value
                if let places { bestPlace = place + z * places.strides.depth + y * places.strides.height + x * places.strides.width }
            }
            output[target] = best ?? .min
            places?.output.store(bestPlace, at: target)
        }

        private func takeAverage(
            _ depth: PoolingWindow, _ height: PoolingWindow, _ width: PoolingWindow, _ source: Int, _ target: Int
        ) {
            let strides = pooling.inputStrides
            var sum: Int128 = 0
            forEach(depth, height, width) { z, y, x in
                sum += Int128(input[source + z * strides.depth + y * strides.height + x * strides.width])
            }
            let divisor = Int128(max(1, depth.divisor * height.divisor * width.divisor))
            var quotient = sum / divisor
            let twice = (sum - quotient * divisor).magnitude * 2
            if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) { quotient += sum < 0 ? -1 : 1 }
            output[target] = Element(truncatingIfNeeded: quotient)
        }
    }
}
