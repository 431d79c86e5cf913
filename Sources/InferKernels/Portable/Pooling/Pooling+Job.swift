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

        private func reduce(_ window: Window, _ channels: Range<Int>, _ target: UnsafeMutablePointer<Float>) {
            var channel = channels.lowerBound
            if pooling.inputStrides.channel == 1, pooling.outputStrides.channel == 1 {
                while channel &+ 16 <= channels.upperBound {
                    let low = SIMD8(repeating: -Float.greatestFiniteMagnitude)
                    let source = UnsafeRawPointer(window.source + channel)
                    let place = UnsafeMutableRawPointer(target + channel)
                    var left = pooling.reduction == .maximum ? low : SIMD8()
                    var right = left
                    if pooling.reduction == .maximum {
                        window.forEach { offset in
                            let a = source.loadUnaligned(fromByteOffset: offset &* 4, as: SIMD8<Float>.self)
                            let b = source.loadUnaligned(fromByteOffset: offset &* 4 &+ 32, as: SIMD8<Float>.self)
                            left = left.replacing(with: a, where: left .< a)
                            right = right.replacing(with: b, where: right .< b)
                        }
                    } else {
                        window.forEach { offset in
                            left += source.loadUnaligned(fromByteOffset: offset &* 4, as: SIMD8<Float>.self)
                            right += source.loadUnaligned(fromByteOffset: offset &* 4 &+ 32, as: SIMD8<Float>.self)
                        }
                        left /= window.divisor
                        right /= window.divisor
                    }
                    place.storeBytes(of: left, as: SIMD8<Float>.self)
                    place.storeBytes(of: right, toByteOffset: 32, as: SIMD8<Float>.self)
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
                var bestPlace = 0
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
