import InferAssembler

/// What the code of an ``InterpolationSpecification`` is called with. All distances are in bytes.
struct InterpolationArguments {
    var source: UnsafeRawPointer
    var target: UnsafeMutableRawPointer
    /// From one target to the next.
    var targetStep: Int
    /// Targets; at least 1.
    var targets: Int
    /// The terms of the first target, followed by those of the others.
    var terms: UnsafePointer<InterpolationTerm>
    /// How many terms each target has; copies have one each and no counts.
    var counts: UnsafePointer<Int32>?
    /// Elements that lie side by side at each target; at least 1. Not read where the code is made for a number.
    var columns: Int
}

/// Makes vectors that are each a weighted sum of vectors of the source, as lists of terms say; or copies of such vectors.
struct InterpolationSpecification: KernelSpecification {
    let instructionSet: InstructionSet
    /// Whether each target is one vector of the source, or zero.
    let isCopy: Bool
    /// Elements of a vector, where they are few enough to be written out.
    let columns: Int?

    /// More elements than this would make long code.
    static let mostColumns = 512

    init(_ instructionSet: InstructionSet, isCopy: Bool, columns: Int? = nil) {
        self.instructionSet = instructionSet
        self.isCopy = isCopy
        self.columns = columns.flatMap { $0 <= Self.mostColumns ? $0 : nil }
    }

    var name: String { "interpolation_\(isCopy ? "copy" : "sum")_\(columns.map { "\($0)" } ?? "any")" }

    private let source = GeneralRegister.rsi
    private let target = GeneralRegister.rdx
    private let counts = GeneralRegister.r8
    private let terms = GeneralRegister.r9
    private let targets = GeneralRegister.r10
    /// Terms of this target.
    private let count = GeneralRegister.rbp
    private let term = GeneralRegister.rbx
    private let left = GeneralRegister.r14
    private let first = GeneralRegister.r12
    private let second = GeneralRegister.r13

    private typealias Arguments = InterpolationArguments
    /// Some vectors at an offset from any base.
    private typealias Body = (_ vectors: Int, _ lanes: LaneMask?, _ place: (GeneralRegister, Int) -> MemoryOperand) -> Void

    func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        emitter.function(preserving: [.rbx, .rbp, .r12, .r13, .r14]) {
            a.mov(source, emitter.argument(\Arguments.source))
            a.mov(target, emitter.argument(\Arguments.target))
            a.mov(terms, emitter.argument(\Arguments.terms))
            a.mov(targets, emitter.argument(\Arguments.targets))
            if !isCopy { a.mov(counts, emitter.argument(\Arguments.counts)) }
            let forAll = walk(emitter)
            emitter.loop(counting: targets) {
                let (zero, end) = (a.makeLabel(), a.makeLabel())
                if isCopy {
                    a.mov(first, MemoryOperand(terms))
                    a.test(first, first)
                    a.jump(.less, zero)
                    a.add(first, source)
                    forAll { vectors, lanes, place in
                        for index in 0..<vectors { emitter.load(emitter.vector(index), place(first, index), lanes) }
                        store(emitter, vectors, lanes, place)
                    }
                } else {
                    a.mov32(count, MemoryOperand(counts))
                    a.add(counts, MemoryLayout<Int32>.stride)
                    a.test(count, count)
                    a.jump(.zero, zero)
                    forAll { vectors, lanes, place in emitSum(emitter, vectors, lanes, place) }
                }
                a.jump(end)
                a.place(zero)
                forAll { vectors, lanes, place in
                    for index in 0..<vectors { emitter.zero(emitter.vector(index)) }
                    store(emitter, vectors, lanes, place)
                }
                a.place(end)
                a.add(target, emitter.argument(\Arguments.targetStep))
                if isCopy {
                    a.add(terms, MemoryLayout<InterpolationTerm>.stride)
                } else {
                    a.imul(count, count, MemoryLayout<InterpolationTerm>.stride)
                    a.add(terms, count)
                }
            }
        }
    }

    /// How to do something for all elements of a vector: by a loop, or one after the other where their number is known.
    private func walk(_ emitter: KernelEmitter) -> (_ body: Body) -> Void {
        let most = emitter.registerCount / 4
        let mask = emitter.vector(emitter.registerCount - 1)
        guard let columns else {
            emitter.assembler.mov(.r11, emitter.argument(\Arguments.columns))
            let row = emitter.rowWalk(count: .r11, offset: .rcx, limit: .rax, vectors: most, mask: mask)
            return { body in
                emitter.walk(row) { vectors, lanes in body(vectors, lanes) { row.place($0, $1, of: emitter) } }
            }
        }
        let (whole, rest) = columns.quotientAndRemainder(dividingBy: emitter.lanes)
        let tail = rest > 0 ? emitter.laneMask(rest, mask: .k1, vector: mask) : nil
        return { body in
            for start in stride(from: 0, to: whole, by: most) {
                body(min(most, whole - start), nil) { MemoryOperand($0, (start + $1) * emitter.vectorBytes) }
            }
            if let tail { body(1, tail) { MemoryOperand($0, (whole + $1) * emitter.vectorBytes) } }
        }
    }

    private func store(
        _ emitter: KernelEmitter, _ vectors: Int, _ lanes: LaneMask?, _ place: (GeneralRegister, Int) -> MemoryOperand
    ) {
        for index in 0..<vectors { emitter.store(place(target, index), emitter.vector(index), lanes) }
    }

    private func emitSum(
        _ emitter: KernelEmitter, _ vectors: Int, _ lanes: LaneMask?, _ place: (GeneralRegister, Int) -> MemoryOperand
    ) {
        let a = emitter.assembler
        let sums = (0..<vectors).map { emitter.vector($0) }
        let others = (0..<vectors).map { emitter.vector(vectors + $0) }
        let end = a.makeLabel()
        a.mov(term, terms)
        a.mov(left, count)
        emitTerm(emitter, sums, lanes, place)
        a.dec(left)
        a.jump(.zero, end)
        emitter.loop(counting: left) {
            a.add(term, MemoryLayout<InterpolationTerm>.stride)
            emitTerm(emitter, others, lanes, place)
            for (sum, other) in zip(sums, others) { a.vaddps(sum, sum, other) }
        }
        a.place(end)
        store(emitter, vectors, lanes, place)
    }

    private func emitTerm(
        _ emitter: KernelEmitter, _ results: [VectorRegister], _ lanes: LaneMask?, _ place: (GeneralRegister, Int) -> MemoryOperand
    ) {
        let a = emitter.assembler
        let weight = emitter.vector(emitter.registerCount - 2)
        let product = emitter.vector(emitter.registerCount - 3)
        func multiply(_ result: VectorRegister, _ source: MemoryOperand) {
            if lanes == nil { return a.vmulps(result, weight, source) }
            emitter.load(result, source, lanes)
            a.vmulps(result, weight, result)
        }
        a.mov(first, emitter.argument(\InterpolationTerm.first, base: term))
        a.add(first, source)
        emitter.broadcast(weight, emitter.argument(\InterpolationTerm.firstWeight, base: term))
        for (index, result) in results.enumerated() { multiply(result, place(first, index)) }
        let end = a.makeLabel()
        a.mov(second, emitter.argument(\InterpolationTerm.second, base: term))
        a.test(second, second)
        a.jump(.less, end)
        a.add(second, source)
        emitter.broadcast(weight, emitter.argument(\InterpolationTerm.secondWeight, base: term))
        // Not fused: the portable kernel rounds products too.
        for (index, result) in results.enumerated() {
            multiply(product, place(second, index))
            a.vaddps(result, result, product)
        }
        a.place(end)
    }
}
