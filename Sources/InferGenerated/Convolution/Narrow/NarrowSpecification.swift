import InferAssembler
import InferKernels

/// What the code of a ``NarrowSpecification`` is called with. Strides are in bytes.
struct NarrowArguments {
    /// Channel 0 of the first pixel.
    var source: UnsafePointer<Float>
    var pixelStride: Int
    /// Not fewer than a vector has lanes.
    var pixels: Int
    /// Channels, by fours; at least 1.
    var quads: Int
    /// The weights of each channel's products, side by side.
    var weights: UnsafePointer<Float>
    var bias: UnsafePointer<Float>?
    var target: UnsafeMutablePointer<Float>
    /// From one line of results to the next.
    var lineStride: Int
}

/// Products of the channels of each pixel with a few filters, each of which makes an image of its own: a lane is a pixel.
///
/// Four channels of as many pixels as a vector has lanes are transposed in registers at a time. The last pixels end at the last one, even
/// where they overlap those before.
struct NarrowSpecification: KernelSpecification {
    let instructionSet: InstructionSet
    /// Lines of results, each of which has results of ``columns`` filters in turns: 1 or 2.
    let lines: Int
    let columns: Int
    let hasBias: Bool
    let activations: [Activation]

    private var products: Int { lines * columns }

    var name: String { "narrow_\(lines)x\(columns)" }

    /// Sums of each product that go on side by side.
    private var sets: Int { min(4, max(1, (instructionSet == .avx512 ? 8 : 4) / products)) }

    private let pixel = GeneralRegister.r10
    private let last = GeneralRegister.r12
    private let weights = GeneralRegister.rdx
    private let stride = GeneralRegister.r8
    private let threeStrides = GeneralRegister.r9
    private let quads = GeneralRegister.rcx
    /// Every fourth pixel.
    private let sources: [GeneralRegister] = [.rax, .r11, .r14, .r15]
    private let target = GeneralRegister.rbx

    func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        emitter.function(preserving: [.rbx, .r12, .r14, .r15]) {
            a.mov(stride, emitter.argument(\NarrowArguments.pixelStride))
            a.lea(threeStrides, MemoryOperand(stride, stride, 2))
            a.mov(last, emitter.argument(\NarrowArguments.pixels))
            a.sub(last, emitter.lanes)
            let end = a.makeLabel()
            a.xor32(pixel, pixel)
            a.align(16)
            let start = a.placedLabel()
            emitPixels(emitter)
            a.cmp(pixel, last)
            a.jump(.greaterOrEqual, end)
            a.add(pixel, emitter.lanes)
            a.cmp(pixel, last)
            a.cmov(.greater, pixel, last)
            a.jump(start)
            a.place(end)
        }
    }

    private func emitPixels(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let count = products * sets
        // By product and then by set.
        let sums = (0..<count).map { emitter.vector($0) }
        let lines = (0..<4).map { emitter.vector(count + $0) }
        let between = (0..<4).map { emitter.vector(count + 4 + $0) }
        let weight = emitter.vector(count + 8)
        for sum in sums { emitter.zero(sum) }
        a.mov(sources[0], pixel)
        a.imul(sources[0], stride)
        a.add(sources[0], emitter.argument(\NarrowArguments.source))
        let quarters = emitter.lanes / 4
        for index in 1..<quarters { a.lea(sources[index], MemoryOperand(sources[index - 1], stride, 4)) }
        a.mov(weights, emitter.argument(\NarrowArguments.weights))
        a.mov(quads, emitter.argument(\NarrowArguments.quads))
        emitter.loop(counting: quads) {
            let places: [(GeneralRegister) -> MemoryOperand] = [
                { MemoryOperand($0) }, { MemoryOperand($0, stride) }, { MemoryOperand($0, stride, 2) }, { MemoryOperand($0, threeStrides) },
            ]
            for (line, place) in zip(lines, places) {
                a.vmovups(line.resized(.xmm), place(sources[0]))
                for part in 1..<quarters {
                    if emitter.lanes == 16 {
                        a.vinsertf32x4(line, line, place(sources[part]), UInt8(part))
                    } else {
                        a.vinsertf128(line, line, place(sources[part]), 1)
                    }
                }
            }
            emitter.transposeFours(lines, temporaries: between)
            for (channel, line) in lines.enumerated() {
                for product in 0..<products {
                    let sum = sums[product * sets + channel % sets]
                    let place = MemoryOperand(weights, (channel * products + product) * 4)
                    if emitter.hasMaskRegisters {
                        emitter.multiplyAdd(sum, line, place.broadcast)
                    } else {
                        emitter.broadcast(weight, place)
                        emitter.multiplyAdd(sum, line, weight)
                    }
                }
            }
            for source in sources[..<quarters] { a.add(source, 16) }
            a.add(weights, 16 * products)
        }
        let results = (0..<products).map { product in
            let own = Array(sums[product * sets..<(product + 1) * sets])
            emitter.combineAll(own, .sum)
            return own[0]
        }
        if hasBias {
            a.mov(weights, emitter.argument(\NarrowArguments.bias))
            emitter.broadcast(weight, MemoryOperand(weights))
            for result in results { a.vaddps(result, result, weight) }
        }
        for activation in activations { emitter.apply(activation, to: results, temporaries: lines + between) }
        store(emitter, results, temporaries: lines)
    }

    private func store(_ emitter: KernelEmitter, _ results: [VectorRegister], temporaries: [VectorRegister]) {
        let a = emitter.assembler
        a.mov(target, emitter.argument(\NarrowArguments.target))
        for line in 0..<lines {
            if line > 0 { a.add(target, emitter.argument(\NarrowArguments.lineStride)) }
            if columns == 1 {
                emitter.store(MemoryOperand(target, pixel, 4), results[line])
            } else {
                let (low, high) = emitter.interleave(results[line * 2], results[line * 2 + 1], temporaries: temporaries)
                emitter.store(MemoryOperand(target, pixel, 8), low)
                emitter.store(MemoryOperand(target, pixel, 8, emitter.vectorBytes), high)
            }
        }
    }
}
