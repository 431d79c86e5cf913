import InferAssembler

/// A walk along a row of `Float`s whose length comes with the call, in whole vectors and a part of one at the end.
///
/// Addresses are `[base + offset]`, where ``offset`` is a register that counts bytes. The tail's mask is `k1`, or a vector register.
package struct RowWalk {
    /// How many elements a row has; the walk leaves it as it is.
    package let count: GeneralRegister
    /// Bytes from the row's first element.
    package let offset: GeneralRegister
    /// Is changed.
    package let limit: GeneralRegister
    /// The lanes of the part of a vector at the end.
    package let tail: LaneMask
    /// Vectors that one turn of the main loop takes.
    package let vectors: Int

    /// One of the vectors that are worked on together, in an array at `base`.
    package func place(_ base: GeneralRegister, _ vector: Int, of emitter: KernelEmitter) -> MemoryOperand {
        MemoryOperand(base, offset, 1, vector * emitter.vectorBytes)
    }
}

extension KernelEmitter {
    /// Prepares walks along rows of `count` elements.
    ///
    /// - Parameters:
    ///   - vector: holds the tail's mask on AVX2.
    ///   - limit: is changed, here and by every walk.
    package func rowWalk(
        count: GeneralRegister, offset: GeneralRegister, limit: GeneralRegister, vectors: Int, mask vector: VectorRegister
    ) -> RowWalk {
        assembler.mov(offset, count)
        assembler.and(offset, lanes - 1)
        let tail = laneMask(counted: offset, mask: .k1, vector: vector, general: limit)
        return RowWalk(count: count, offset: offset, limit: limit, tail: tail, vectors: vectors)
    }

    /// Does `body` for all of a row: with so many vectors at a time, then with single ones, then with one of which only lanes count.
    package func walk(_ row: RowWalk, _ body: (_ vectors: Int, _ lanes: LaneMask?) -> Void) {
        let a = assembler
        a.xor32(row.offset, row.offset)
        for vectors in row.vectors > 1 ? [row.vectors, 1] : [1] {
            let (start, end) = (a.makeLabel(), a.makeLabel())
            a.mov(row.limit, row.count)
            a.shl(row.limit, 2)
            // So many whole turns end here.
            a.sub(row.limit, vectors * vectorBytes)
            a.cmp(row.offset, row.limit)
            a.jump(.greater, end)
            a.align(16)
            a.place(start)
            body(vectors, nil)
            a.add(row.offset, vectors * vectorBytes)
            a.cmp(row.offset, row.limit)
            a.jump(.lessOrEqual, start)
            a.place(end)
        }
        let end = a.makeLabel()
        a.add(row.limit, vectorBytes)
        a.cmp(row.offset, row.limit)
        a.jump(.greaterOrEqual, end)
        body(1, row.tail)
        a.place(end)
    }

    /// Repeats a body `count` times, which may be none; the body must keep the register.
    package func loop(times count: GeneralRegister, _ body: () -> Void) {
        let end = assembler.makeLabel()
        assembler.test(count, count)
        assembler.jump(.lessOrEqual, end)
        loop(counting: count, body)
        assembler.place(end)
    }

    /// Reads the mask's lanes; the others become a value. `temporary` is changed on AVX2.
    package func load(
        _ target: VectorRegister, _ source: MemoryOperand, _ lanes: LaneMask?, else value: Float, temporary: VectorRegister
    ) {
        guard let lanes else { return load(target, source) }
        switch lanes.place {
        case .mask(let mask):
            set(target, value)
            assembler.vmovups(target.masked(mask), source)
        case .vector(let vector):
            assembler.vmaskmovps(target, vector, source)
            assembler.vandnps(temporary, vector, constant(value))
            assembler.vorps(target, target, temporary)
        }
    }

    /// How the lanes of a register become one.
    package enum Combination: Sendable {
        case sum, maximum, minimum
    }

    /// `target = target combined with source`
    package func combine(_ target: VectorRegister, _ source: some VectorSource, _ combination: Combination) {
        switch combination {
        case .sum: assembler.vaddps(target, target, source)
        case .maximum: assembler.vmaxps(target, target, source)
        case .minimum: assembler.vminps(target, target, source)
        }
    }

    /// Combines all lanes of a register; each then holds the result.
    package func combineLanes(of register: VectorRegister, _ combination: Combination, temporary: VectorRegister) {
        if lanes == 16 {
            for control: UInt8 in [0x4e, 0xb1] {
                assembler.vshuff32x4(temporary, register, register, control)
                combine(register, temporary, combination)
            }
        } else {
            assembler.vperm2f128(temporary, register, register, 1)
            combine(register, temporary, combination)
        }
        for control: UInt8 in [0x4e, 0xb1] {
            assembler.vpermilps(temporary, register, control)
            combine(register, temporary, combination)
        }
    }

    /// Combines registers pairwise into the first.
    package func combineAll(_ registers: [VectorRegister], _ combination: Combination) {
        var rest = registers
        while rest.count > 1 {
            let half = (rest.count + 1) / 2
            for index in half..<rest.count { combine(rest[index - half], rest[index], combination) }
            rest.removeLast(rest.count - half)
        }
    }
}
