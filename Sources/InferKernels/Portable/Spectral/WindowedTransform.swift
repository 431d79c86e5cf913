import InferTensors

/// STFT and ISTFT: the Fourier transforms of windows that move along signals, and the signals back from them.
package struct WindowedTransform: Sendable {
    private let window: [Float]
    private let size: Int
    private let step: Int

    /// - Parameter window: is put in the middle of a frame of `size` elements.
    /// - Throws: `RuntimeError` where the sizes do not fit.
    package init(window: [Float], size: Int, step: Int) throws {
        guard size > 0, step > 0, window.count <= size else {
            throw RuntimeError(
                .invalidArgument, "STFT: a window of \(window.count) elements, frames of \(size) and steps of \(step) do not fit")
        }
        let before = (size - window.count) / 2
        self.window =
            [Float](repeating: 0, count: before) + window + [Float](repeating: 0, count: size - before - window.count)
        self.size = size
        self.step = step
    }

    private var frequencies: Int { size / 2 + 1 }

    /// The transforms of dense signals [batch, length].
    /// - Parameter putsFrequenciesFirst: whether the result is [batch, frequencies, frames, 2] rather than [batch, frames, frequencies, 2].
    package func forward(
        _ signals: UnsafePointer<Float>, batch: Int, length: Int, frames: Int, putsFrequenciesFirst: Bool,
        into output: UnsafeMutablePointer<Float>
    ) {
        let line = FourierLine(count: size, inverse: false)
        var work = [SIMD2<Double>](repeating: .zero, count: size)
        var scratch = [SIMD2<Double>](repeating: .zero, count: line.scratchCount)
        for item in 0..<batch {
            for frame in 0..<frames {
                let signal = signals + item * length + frame * step
                for index in 0..<size { work[index] = SIMD2(Double(signal[index] * window[index]), 0) }
                work.withUnsafeMutableBufferPointer { work in
                    scratch.withUnsafeMutableBufferPointer { scratch in line.run(work, scratch: scratch) }
                }
                for frequency in 0..<frequencies {
                    let place =
                        putsFrequenciesFirst
                        ? (item * frequencies + frequency) * frames + frame : (item * frames + frame) * frequencies + frequency
                    output[2 * place] = Float(work[frequency].x)
                    output[2 * place + 1] = Float(work[frequency].y)
                }
            }
        }
    }

    /// The signals [batch, length] of transforms [batch, frequencies, frames, 2].
    ///
    /// - Parameters:
    ///   - isCentered: whether half a frame is cut off in front.
    ///   - isNormalized: whether the transforms were divided by the root of the frame's size.
    package func inverse(
        _ data: UnsafePointer<Float>, batch: Int, frames: Int, length: Int, isCentered: Bool, isNormalized: Bool,
        into output: UnsafeMutablePointer<Float>
    ) {
        let line = FourierLine(count: size, inverse: true)
        let cut = isCentered ? size / 2 : 0
        // Frames that begin behind the signal do not matter: a step of any length costs no memory.
        let heard = length + cut > 0 ? min(frames, (length + cut - 1) / step + 1) : 0
        let whole = heard > 0 ? size + (heard - 1) * step : 0
        var work = [SIMD2<Double>](repeating: .zero, count: size)
        var scratch = [SIMD2<Double>](repeating: .zero, count: line.scratchCount)
        let scale = isNormalized ? Double(size).squareRoot() : 1
        for item in 0..<batch {
            var sums = [Double](repeating: 0, count: whole)
            var weights = [Double](repeating: 0, count: whole)
            for frame in 0..<heard {
                for index in 0..<size {
                    let isMirrored = index >= frequencies
                    let frequency = isMirrored ? size - index : index
                    let place = 2 * ((item * frequencies + frequency) * frames + frame)
                    let value = SIMD2(Double(data[place]), Double(data[place + 1]))
                    work[index] = isMirrored ? SIMD2(value.x, -value.y) : value
                }
                work.withUnsafeMutableBufferPointer { work in
                    scratch.withUnsafeMutableBufferPointer { scratch in line.run(work, scratch: scratch) }
                }
                for index in 0..<size {
                    let weight = Double(window[index])
                    sums[frame * step + index] += work[index].x * weight * scale
                    weights[frame * step + index] += weight * weight
                }
            }
            for index in 0..<length {
                let place = index + cut
                let isInside = place < whole
                output[item * length + index] = isInside && weights[place] != 0 ? Float(sums[place] / weights[place]) : 0
            }
        }
    }
}
