import InferAssembler

/// Which registers the values of a chain are in: groups of as many registers as vectors are computed at a time.
struct ChainRegisters {
    /// A step with its operands and its result in groups; constants of a row are in registers of their own, counted behind.
    struct Placed {
        enum Place: Hashable {
            case group(Int)
            /// A value that is the same along a row.
            case rowConstant(Int)
        }

        let step: ChainStep
        /// Inputs that are read before the step, each into a group.
        let loads: [(input: Int, group: Int)]
        let operands: [Place]
        let result: Int
    }

    let steps: [Placed]
    /// The inputs that are the same along a row, in the order of their registers.
    let rowConstants: [Int]
    let groupCount: Int
    /// How many vectors are computed at a time.
    let vectors: Int
    let temporaries: [VectorRegister]
    /// Where AVX2 keeps the mask of the last vector.
    let mask: VectorRegister
    private let emitter: KernelEmitter

    /// - Parameter isContiguous: for each input whether it varies along a row.
    /// - Returns: nil where there are not registers enough.
    init?(_ chain: [ChainStep], isContiguous: [Bool], _ emitter: KernelEmitter) {
        self.emitter = emitter
        var lastUse: [ChainStep.Operand: Int] = [:]
        for (index, step) in chain.enumerated() { for operand in step.operands { lastUse[operand] = index } }
        let rowConstants = isContiguous.indices.filter { !isContiguous[$0] && lastUse[.input($0)] != nil }
        var free: [Int] = []
        var count = 0
        func take() -> Int {
            if let group = free.popLast() { return group }
            count += 1
            return count - 1
        }
        var groups: [ChainStep.Operand: Int] = [:]
        var placed: [Placed] = []
        for (index, step) in chain.enumerated() {
            var loads: [(input: Int, group: Int)] = []
            var places: [Placed.Place] = []
            for operand in step.operands {
                if case .input(let input) = operand, !isContiguous[input] {
                    places.append(.rowConstant(rowConstants.firstIndex(of: input) ?? 0))
                    continue
                }
                if case .input(let input) = operand, groups[operand] == nil {
                    let group = take()
                    groups[operand] = group
                    loads.append((input, group))
                }
                places.append(.group(groups[operand] ?? 0))
            }
            // The result takes the registers of an operand that is read here for the last time.
            for operand in Set(step.operands) where lastUse[operand] == index {
                if let group = groups.removeValue(forKey: operand) { free.append(group) }
            }
            let result: Int
            if case .group(let group) = places[0], let position = free.firstIndex(of: group) {
                free.remove(at: position)
                result = group
            } else {
                result = take()
            }
            groups[.step(index)] = result
            placed.append(Placed(step: step, loads: loads, operands: places, result: result))
        }
        steps = placed
        self.rowConstants = rowConstants
        groupCount = count
        let needed =
            chain.map { step in
                switch step {
                case .unary(let function, _): function.temporaryCount(emitter.instructionSet)
                case .binary(let combination, _, _): combination.temporaryCount
                }
            }.max() ?? 0
        let available = emitter.registerCount - rowConstants.count - needed - (emitter.hasMaskRegisters ? 0 : 1)
        guard let vectors = [4, 2, 1].first(where: { $0 * count <= available }) else { return nil }
        self.vectors = vectors
        let next = vectors * count + rowConstants.count
        mask = emitter.vector(next)
        temporaries = (next + (emitter.hasMaskRegisters ? 0 : 1)..<emitter.registerCount).map(emitter.vector)
    }

    func rowConstant(_ index: Int) -> VectorRegister { emitter.vector(vectors * groupCount + index) }

    func register(_ place: Placed.Place, _ vector: Int) -> VectorRegister {
        switch place {
        case .group(let group): emitter.vector(group * vectors + vector)
        case .rowConstant(let index): rowConstant(index)
        }
    }
}
