extension Pooling {
    /// A run: its task index counts blocks of lines, then blocks of channels.
    struct Job<Index: FixedWidthInteger & SendableMetatype>: WorkerJob {
        let pooling: Pooling
        let split: Split
        let input: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let indices: (pointer: UnsafeMutablePointer<Index>, strides: ImageStrides)?

        func perform(task: Int, worker: Int) {
            let (lineBlock, channelBlock) = task.quotientAndRemainder(dividingBy: split.channelBlocks)
            let firstChannel = channelBlock &* split.channelsPerTask
            let channels = firstChannel..<min(pooling.channels, firstChannel &+ split.channelsPerTask)
            let firstLine = lineBlock &* split.linesPerTask
            let inputStrides = pooling.inputStrides
            let outputStrides = pooling.outputStrides
            pooling.widths.withUnsafeBufferPointer { widths in
                for line in firstLine..<min(split.lines, firstLine &+ split.linesPerTask) {
                    let (plane, row) = line.quotientAndRemainder(dividingBy: pooling.heights.count)
                    let (item, slice) = plane.quotientAndRemainder(dividingBy: pooling.depths.count)
                    let depth = pooling.depths[slice]
                    let height = pooling.heights[row]
                    var source = input + item &* inputStrides.batch
                    source += depth.first &* inputStrides.depth
                    source += height.first &* inputStrides.height
                    var place = item &* outputStrides.batch
                    place &+= slice &* outputStrides.depth
                    place &+= row &* outputStrides.height
                    for width in widths {
                        let window = Window(
                            source: source + width.first &* inputStrides.width, depth: depth, height: height, width: width,
                            depthStep: depth.step &* inputStrides.depth, heightStep: height.step &* inputStrides.height,
                            widthStep: width.step &* inputStrides.width)
                        if let indices {
                            locate(window, item, channels, place, indices.pointer, indices.strides)
                        } else {
                            reduce(window, channels, output + place)
                        }
                        place &+= outputStrides.width
                    }
                }
            }
        }

        /// One output position's inputs.
        struct Window {
            let source: UnsafePointer<Float>
            let depth: PoolingWindow
            let height: PoolingWindow
            let width: PoolingWindow
            let depthStep: Int
            let heightStep: Int
            let widthStep: Int

            var divisor: Float { Float(depth.divisor &* height.divisor &* width.divisor) }

            /// Calls `body` with each input position's offset from `source`.
            @inline(__always)
            func forEach(_ body: (_ offset: Int) -> Void) {
                for d in 0..<depth.count {
                    for h in 0..<height.count {
                        var offset = d &* depthStep &+ h &* heightStep
                        for _ in 0..<width.count {
                            body(offset)
                            offset &+= widthStep
                        }
                    }
                }
            }
        }

        // Vectors of four: the compiler has one instruction for their maximum.
        private typealias Sixteen = (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)

        @inline(__always)
        private func load(_ source: UnsafeRawPointer) -> Sixteen {
            (
                source.loadUnaligned(as: SIMD4<Float>.self), source.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self),
                source.loadUnaligned(fromByteOffset: 32, as: SIMD4<Float>.self),
                source.loadUnaligned(fromByteOffset: 48, as: SIMD4<Float>.self)
            )
        }

        @inline(__always)
        private func sixteenMaxima(_ window: Window, _ source: UnsafeRawPointer) -> Sixteen {
            let low = SIMD4(repeating: -Float.greatestFiniteMagnitude)
            var best = (low, low, low, low)
            window.forEach { offset in
                let values = load(source + offset &* 4)
                best.0 = best.0.replacing(with: values.0, where: best.0 .< values.0)
                best.1 = best.1.replacing(with: values.1, where: best.1 .< values.1)
                best.2 = best.2.replacing(with: values.2, where: best.2 .< values.2)
                best.3 = best.3.replacing(with: values.3, where: best.3 .< values.3)
            }
            return best
        }

        @inline(__always)
        private func sixteenAverages(_ window: Window, _ source: UnsafeRawPointer) -> Sixteen {
            var sums = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
            window.forEach { offset in
                let values = load(source + offset &* 4)
                sums.0 += values.0
                sums.1 += values.1
                sums.2 += values.2
                sums.3 += values.3
            }
            let divisor = window.divisor
            return (sums.0 / divisor, sums.1 / divisor, sums.2 / divisor, sums.3 / divisor)
        }

        private func reduce(_ window: Window, _ channels: Range<Int>, _ target: UnsafeMutablePointer<Float>) {
            var channel = channels.lowerBound
            if pooling.inputStrides.channel == 1, pooling.outputStrides.channel == 1 {
                while channel &+ 16 <= channels.upperBound {
                    let source = UnsafeRawPointer(window.source + channel)
                    let sums = pooling.reduction == .maximum ? sixteenMaxima(window, source) : sixteenAverages(window, source)
                    let place = UnsafeMutableRawPointer(target + channel)
                    place.storeBytes(of: sums.0, as: SIMD4<Float>.self)
                    place.storeBytes(of: sums.1, toByteOffset: 16, as: SIMD4<Float>.self)
                    place.storeBytes(of: sums.2, toByteOffset: 32, as: SIMD4<Float>.self)
                    place.storeBytes(of: sums.3, toByteOffset: 48, as: SIMD4<Float>.self)
                    channel &+= 16
                }
            }
            while channel < channels.upperBound {
                let source = window.source + channel &* pooling.inputStrides.channel
                var result = pooling.reduction == .maximum ? -Float.greatestFiniteMagnitude : 0
                if pooling.reduction == .maximum {
                    window.forEach { offset in if source[offset] > result { result = source[offset] } }
                } else {
                    window.forEach { offset in result += source[offset] }
                    result /= window.divisor
                }
                target[channel &* pooling.outputStrides.channel] = result
                channel &+= 1
            }
        }

        /// Maxima with their places.
        private func locate(
            _ window: Window, _ item: Int, _ channels: Range<Int>, _ place: Int, _ indices: UnsafeMutablePointer<Index>,
            _ strides: ImageStrides
        ) {
            for channel in channels {
                let source = window.source + channel &* pooling.inputStrides.channel
                var best = -Float.greatestFiniteMagnitude
                var bestPlace = item &* strides.batch &+ channel &* strides.channel
                for d in 0..<window.depth.count {
                    for h in 0..<window.height.count {
                        for w in 0..<window.width.count {
                            let value = source[d &* window.depthStep &+ h &* window.heightStep &+ w &* window.widthStep]
                            guard value > best else { continue }
                            best = value
                            bestPlace = item &* strides.batch &+ channel &* strides.channel
                            bestPlace &+= (window.depth.first &+ d &* window.depth.step) &* strides.depth
                            bestPlace &+= (window.height.first &+ h &* window.height.step) &* strides.height
                            bestPlace &+= (window.width.first &+ w &* window.width.step) &* strides.width
                        }
                    }
                }
                let target = place &+ channel &* pooling.outputStrides.channel
                output[target] = best
                indices[target] = Index(truncatingIfNeeded: bestPlace)
            }
        }
    }
}
