@testable import InferAssembler

/// Instructions on mask registers, between register files, and gathers.
enum MaskInstructions {
    static var sources: [EncodingSource] {
        [
            three("kandw") { $0.kandw }, three("korw") { $0.korw }, three("kxnorw") { $0.kxnorw },
            two("knotw") { $0.knotw }, two("kortestw") { $0.kortestw },
            EncodingSource(name: "kmovw from") { assembler, numbers in
                let (mask, register) = (numbers.mask(), numbers.general())
                assembler.kmovw(mask, register)
                return "kmovw k\(mask.rawValue), \(register.text32)"
            },
            EncodingSource(name: "kmovw to") { assembler, numbers in
                let (mask, register) = (numbers.mask(), numbers.general())
                assembler.kmovw(register, mask)
                return "kmovw \(register.text32), k\(mask.rawValue)"
            },
            EncodingSource(name: "kmovq from") { assembler, numbers in
                let (mask, register) = (numbers.mask(), numbers.general())
                assembler.kmovq(mask, register)
                return "kmovq k\(mask.rawValue), \(register.text)"
            },
            EncodingSource(name: "kmovq to") { assembler, numbers in
                let (mask, register) = (numbers.mask(), numbers.general())
                assembler.kmovq(register, mask)
                return "kmovq \(register.text), k\(mask.rawValue)"
            },
            EncodingSource(name: "vmovd from") { assembler, numbers in
                let (vector, register) = (VectorRegister(numbers.number(below: 16), .xmm), numbers.general())
                assembler.vmovd(vector, register)
                return "vmovd \(vector.text), \(register.text32)"
            },
            EncodingSource(name: "vmovd to") { assembler, numbers in
                let (vector, register) = (VectorRegister(numbers.number(below: 16), .xmm), numbers.general())
                assembler.vmovd(register, vector)
                return "vmovd \(register.text32), \(vector.text)"
            },
            EncodingSource(name: "vgatherdps of AVX2", write: gather), EncodingSource(name: "vgatherdps of AVX-512", write: maskedGather),
            EncodingSource(name: "vcmpps into a mask", write: compare),
            EncodingSource(name: "vmaskmovps load") { assembler, numbers in
                let width = numbers.choice([VectorWidth.xmm, .ymm])
                let (target, mask) = (numbers.vector(width, below: 16), numbers.vector(width, below: 16))
                let memory = numbers.memory()
                assembler.vmaskmovps(target, mask, memory)
                return "vmaskmovps \(target.text), \(mask.text), \(memory.text(bytes: width.bytes))"
            },
            EncodingSource(name: "vmaskmovps store") { assembler, numbers in
                let width = numbers.choice([VectorWidth.xmm, .ymm])
                let (source, mask) = (numbers.vector(width, below: 16), numbers.vector(width, below: 16))
                let memory = numbers.memory()
                assembler.vmaskmovps(memory, mask, source)
                return "vmaskmovps \(memory.text(bytes: width.bytes)), \(mask.text), \(source.text)"
            },
            EncodingSource(name: "vblendvps") { assembler, numbers in
                let width = numbers.choice([VectorWidth.xmm, .ymm])
                let registers = (0..<4).map { _ in numbers.vector(width, below: 16) }
                assembler.vblendvps(registers[0], registers[1], registers[2], registers[3])
                return "vblendvps " + registers.map(\.text).joined(separator: ", ")
            },
        ]
    }

    private static func three(
        _ name: String, _ write: @escaping (Assembler) -> (MaskRegister, MaskRegister, MaskRegister) -> Void
    ) -> EncodingSource {
        EncodingSource(name: name) { assembler, numbers in
            let (target, first, second) = (numbers.mask(), numbers.mask(), numbers.mask())
            write(assembler)(target, first, second)
            return "\(name) k\(target.rawValue), k\(first.rawValue), k\(second.rawValue)"
        }
    }

    private static func two(_ name: String, _ write: @escaping (Assembler) -> (MaskRegister, MaskRegister) -> Void) -> EncodingSource {
        EncodingSource(name: name) { assembler, numbers in
            let (target, source) = (numbers.mask(), numbers.mask())
            write(assembler)(target, source)
            return "\(name) k\(target.rawValue), k\(source.rawValue)"
        }
    }

    private static func address(_ base: GeneralRegister, _ indices: VectorRegister, _ scale: Int, _ displacement: Int) -> String {
        let distance = displacement == 0 ? "" : (displacement < 0 ? " - \(-displacement)" : " + \(displacement)")
        return "[\(base.text) + \(scale)*\(indices.text)\(distance)]"
    }

    private static func gather(_ assembler: Assembler, _ numbers: inout SampleNumbers) -> String {
        let width = numbers.choice([VectorWidth.xmm, .ymm])
        // The three registers must differ.
        let registers = Array(0..<16).shuffled(using: &numbers).prefix(3).map { VectorRegister($0, width) }
        let (base, scale, displacement) = (numbers.general(), numbers.choice([1, 2, 4, 8]), numbers.displacement(unit: 4))
        assembler.vgatherdps(registers[0], base, registers[1], scale: scale, displacement: displacement, registers[2])
        return "vgatherdps \(registers[0].text), \(address(base, registers[1], scale, displacement)), \(registers[2].text)"
    }

    private static func maskedGather(_ assembler: Assembler, _ numbers: inout SampleNumbers) -> String {
        let width = numbers.choice([VectorWidth.xmm, .ymm, .zmm])
        let registers = Array(0..<32).shuffled(using: &numbers).prefix(2).map { VectorRegister($0, width) }
        let mask = numbers.mask(from: 1)
        let (base, scale, displacement) = (numbers.general(), numbers.choice([1, 2, 4, 8]), numbers.displacement(unit: 4))
        assembler.vgatherdps(registers[0], mask, base, registers[1], scale: scale, displacement: displacement)
        return "vgatherdps \(registers[0].text){k\(mask.rawValue)}, \(address(base, registers[1], scale, displacement))"
    }

    private static func compare(_ assembler: Assembler, _ numbers: inout SampleNumbers) -> String {
        let width = numbers.choice([VectorWidth.xmm, .ymm, .zmm])
        let mask = numbers.mask()
        let (first, second) = (numbers.vector(width, below: 32), numbers.vector(width, below: 32))
        let comparison = numbers.choice([Assembler.Comparison.equal, .less, .notLessOrEqual, .greaterOrEqual, .greater])
        if numbers.number(below: 2) == 0 {
            assembler.vcmpps(mask, first, second, comparison)
            return "vcmpps k\(mask.rawValue), \(first.text), \(second.text), \(comparison.rawValue)"
        }
        let memory = numbers.memory(unit: 4).broadcast
        assembler.vcmpps(mask, first, memory, comparison)
        return "vcmpps k\(mask.rawValue), \(first.text), \(memory.text(bytes: 4, lanes: width.lanes)), \(comparison.rawValue)"
    }
}

extension SampleNumbers {
    mutating func vector(_ width: VectorWidth, below bound: Int) -> VectorRegister { VectorRegister(number(below: bound), width) }
}
