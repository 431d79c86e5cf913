import InferTensors

/// Colours from brightness and two colour planes of half the size, and back, in limited range as video has it.
package struct YUVConversion: Sendable {
    private let batch: Int
    private let height: Int
    private let width: Int
    private let isBGR: Bool

    /// - Parameter height: of the picture; even, as `width` is.
    package init(batch: Int, height: Int, width: Int, isBGR: Bool) {
        self.batch = batch
        self.height = height
        self.width = width
        self.isBGR = isBGR
    }

    /// Where a plane of a picture lies.
    package struct Plane {
        let pointer: UnsafeRawPointer
        /// Elements from one picture to the next, and from one place to the next.
        let imageStride: Int
        let step: Int

        package init(_ pointer: UnsafeRawPointer, imageStride: Int, step: Int) {
            self.pointer = pointer
            self.imageStride = imageStride
            self.step = step
        }
    }

    /// Writes colours [batch, height, width, 3].
    /// - Throws: `RuntimeError` for types that are neither u8 nor f32.
    package func colors(_ type: ElementType, y: Plane, u: Plane, v: Plane, output: UnsafeMutableRawPointer, team: WorkerTeam) throws {
        switch type.kind {
        case .u8:
            colors(UInt8.self, y, u, v, output, team, load: { Float($0) }, store: { UInt8($0.rounded(.toNearestOrEven)) })
        case .f32: colors(Float.self, y, u, v, output, team, load: { $0 }, store: { $0 })
        default: throw RuntimeError(.unsupported, "colours are not converted to elements of type \(type)")
        }
    }

    @inline(__always)
    private func colors<Element>(
        _ type: Element.Type, _ y: Plane, _ u: Plane, _ v: Plane, _ output: UnsafeMutableRawPointer, _ team: WorkerTeam,
        load: (Element) -> Float, store: (Float) -> Element
    ) {
        let target = output.assumingMemoryBound(to: Element.self)
        Parallel.run(batch * height, grain: max(1, 4096 / max(width, 1)), team) { rows in
            for line in rows {
                let (image, row) = (line / height, line % height)
                let brightness = y.pointer.assumingMemoryBound(to: Element.self) + image * y.imageStride + row * width * y.step
                let half = row / 2 * (width / 2)
                let blueness = u.pointer.assumingMemoryBound(to: Element.self) + image * u.imageStride + half * u.step
                let redness = v.pointer.assumingMemoryBound(to: Element.self) + image * v.imageStride + half * v.step
                for column in 0..<width {
                    let c = 1.164 * (load(brightness[column * y.step]) - 16)
                    let d = load(blueness[column / 2 * u.step]) - 128
                    let e = load(redness[column / 2 * v.step]) - 128
                    func limited(_ value: Float) -> Element { store(min(max(value, 0), 255)) }
                    let red = limited(c + 1.596 * e)
                    let green = limited(c - 0.391 * d - 0.813 * e)
                    let blue = limited(c + 2.018 * d)
                    let place = target + (line * width + column) * 3
                    place[0] = isBGR ? blue : red
                    place[1] = green
                    place[2] = isBGR ? red : blue
                }
            }
        }
    }

    /// Writes brightness and the mean colours of blocks of four, by turns blue and red, from colours [batch, height, width, 3].
    ///
    /// - Parameter colorStride: elements from the colours of one picture to those of the next; `brightnessStride` likewise.
    /// - Throws: `RuntimeError` for types that are neither u8 nor f32.
    package func planes(
        _ type: ElementType, colors: UnsafeRawPointer, brightness: UnsafeMutableRawPointer, brightnessStride: Int,
        color: UnsafeMutableRawPointer, colorStride: Int
    ) throws {
        switch type.kind {
        case .u8:
            planes(UInt8.self, colors, brightness, brightnessStride, color, colorStride, load: { Float($0) }) {
                UInt8($0.rounded(.toNearestOrEven))
            }
        case .f32: planes(Float.self, colors, brightness, brightnessStride, color, colorStride, load: { $0 }, store: { $0 })
        default: throw RuntimeError(.unsupported, "colours are not converted from elements of type \(type)")
        }
    }

    @inline(__always)
    private func planes<Element>(
        _ type: Element.Type, _ colors: UnsafeRawPointer, _ brightness: UnsafeMutableRawPointer, _ brightnessStride: Int,
        _ color: UnsafeMutableRawPointer, _ colorStride: Int, load: (Element) -> Float, store: (Float) -> Element
    ) {
        let source = colors.assumingMemoryBound(to: Element.self)
        for image in 0..<batch {
            let light = brightness.assumingMemoryBound(to: Element.self) + image * brightnessStride
            let tint = color.assumingMemoryBound(to: Element.self) + image * colorStride
            func pixel(_ row: Int, _ column: Int) -> SIMD3<Float> {
                let place = source + ((image * height + row) * width + column) * 3
                return SIMD3(load(place[isBGR ? 2 : 0]), load(place[1]), load(place[isBGR ? 0 : 2]))
            }
            func limited(_ value: Float) -> Element { store(min(max(value, 0), 255)) }
            for row in 0..<height {
                for column in 0..<width {
                    let value = pixel(row, column)
                    light[row * width + column] = limited(0.257 * value.x + 0.504 * value.y + 0.098 * value.z + 16)
                }
            }
            for row in 0..<height / 2 {
                for column in 0..<width / 2 {
                    let mean =
                        (pixel(2 * row, 2 * column) + pixel(2 * row, 2 * column + 1) + pixel(2 * row + 1, 2 * column)
                            + pixel(2 * row + 1, 2 * column + 1)) / 4
                    let place = tint + (row * (width / 2) + column) * 2
                    place[0] = limited(-0.148 * mean.x - 0.291 * mean.y + 0.439 * mean.z + 128)
                    place[1] = limited(0.439 * mean.x - 0.368 * mean.y - 0.071 * mean.z + 128)
                }
            }
        }
    }
}
