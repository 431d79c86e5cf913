import InferAssembler
import InferKernels

/// What the code of a ``PoolingSpecification`` is called with. All distances are in bytes.
struct PoolingArguments {
    /// The first channel of the first position of the first window.
    var source: UnsafePointer<Float>
    /// From a row of a window to the next, and from a position of a row to the next.
    var rowStep: Int
    var columnStep: Int
    var rows: Int
    var columns: Int
    var target: UnsafeMutablePointer<Float>
    /// Windows of one size, and from one to the next in the source and in the target; at least 1.
    var windows: Int
    var sourceStep: Int
    var targetStep: Int
    /// Contiguous; at least 1.
    var channels: Int
    /// What sums are divided by.
    var divisor: Float
}

/// Reduces windows of an image whose channels are contiguous. One piece of code does all sizes.
struct PoolingSpecification: KernelSpecification {
    let instructionSet: InstructionSet
    let reduction: Pooling.Reduction

    var name: String { "pooling_\(reduction)" }

    private static let vectors = 4

    private let windows = GeneralRegister.r8
    private let source = GeneralRegister.rsi
    private let target = GeneralRegister.rdx
    private let rowStep = GeneralRegister.r9
    private let columnStep = GeneralRegister.r10
    /// Channels that are still to do, and the bytes of those that are done.
    private let left = GeneralRegister.rcx
    private let done = GeneralRegister.r11
    private let row = GeneralRegister.rbx
    private let column = GeneralRegister.rbp
    private let rowPlace = GeneralRegister.r12
    private let place = GeneralRegister.r13

    init(_ instructionSet: InstructionSet, _ reduction: Pooling.Reduction) {
        self.instructionSet = instructionSet
        self.reduction = reduction
    }

    func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        typealias Arguments = PoolingArguments
        emitter.function(preserving: [row, column, rowPlace, place]) {
            a.mov(source, emitter.argument(\Arguments.source))
            a.mov(target, emitter.argument(\Arguments.target))
            a.mov(rowStep, emitter.argument(\Arguments.rowStep))
            a.mov(columnStep, emitter.argument(\Arguments.columnStep))
            a.mov(windows, emitter.argument(\Arguments.windows))
            let window = a.placedLabel()
            a.mov(left, emitter.argument(\Arguments.channels))
            a.xor32(done, done)
            for count in [Self.vectors, 1] {
                let start = a.makeLabel()
                let end = a.makeLabel()
                a.place(start)
                a.cmp(left, count * emitter.lanes)
                a.jump(.less, end)
                emitChannels(emitter, vectors: count, lanes: nil)
                a.sub(left, count * emitter.lanes)
                a.add(done, count * emitter.vectorBytes)
                a.jump(start)
                a.place(end)
            }
            let next = a.makeLabel()
            a.test(left, left)
            a.jump(.zero, next)
            let mask = emitter.laneMask(counted: left, mask: .k1, vector: emitter.vector(emitter.registerCount - 1))
            emitChannels(emitter, vectors: 1, lanes: mask)
            a.place(next)
            a.add(source, emitter.argument(\Arguments.sourceStep))
            a.add(target, emitter.argument(\Arguments.targetStep))
            a.dec(windows)
            a.jump(.notZero, window)
        }
    }

    /// Some vectors of channels of one window.
    private func emitChannels(_ emitter: KernelEmitter, vectors: Int, lanes: LaneMask?) {
        let a = emitter.assembler
        let results = (0..<vectors).map { emitter.vector($0) }
        let values = (0..<vectors).map { emitter.vector(vectors + $0) }
        switch reduction {
        case .maximum: for result in results { emitter.set(result, -Float.greatestFiniteMagnitude) }
        case .average: for result in results { emitter.zero(result) }
        }
        let end = a.makeLabel()
        a.mov(row, emitter.argument(\PoolingArguments.rows))
        a.cmp(row, 0)
        a.jump(.lessOrEqual, end)
        a.mov(column, emitter.argument(\PoolingArguments.columns))
        a.cmp(column, 0)
        a.jump(.lessOrEqual, end)
        a.lea(rowPlace, MemoryOperand(source, done))
        let rowStart = a.placedLabel()
        a.mov(place, rowPlace)
        a.mov(column, emitter.argument(\PoolingArguments.columns))
        emitter.loop(counting: column) {
            for (index, (result, value)) in zip(results, values).enumerated() {
                emitter.load(value, MemoryOperand(place, index * emitter.vectorBytes), lanes)
                switch reduction {
                // The second source is what comes of a NaN: the maximum so far.
                case .maximum: a.vmaxps(result, value, result)
                case .average: a.vaddps(result, result, value)
                }
            }
            a.add(place, columnStep)
        }
        a.add(rowPlace, rowStep)
        a.dec(row)
        a.jump(.notZero, rowStart)
        a.place(end)
        if reduction == .average {
            emitter.broadcast(values[0], emitter.argument(\PoolingArguments.divisor))
            for result in results { a.vdivps(result, result, values[0]) }
        }
        for (index, result) in results.enumerated() {
            emitter.store(MemoryOperand(target, done, 1, index * emitter.vectorBytes), result, lanes)
        }
    }
}
