@testable import InferAssembler

/// One instruction as Intel's syntax spells it, and as the assembler writes it.
struct EncodingSample {
    let text: String
    let bytes: [UInt8]
}

/// Where samples come from: one kind of instruction with operands drawn at random.
struct EncodingSource {
    /// Seeds the operands, so that those of one instruction do not depend on the others in the table.
    let name: String
    /// Writes an instruction and says what it is.
    let write: (Assembler, inout SampleNumbers) -> String

    func sample(_ numbers: inout SampleNumbers) throws -> EncodingSample {
        let assembler = Assembler(features: CPUFeatures(rawValue: .max))
        let text = write(assembler, &numbers)
        return EncodingSample(text: text, bytes: try assembler.finish())
    }

    /// The same samples every time for the same seed.
    func samples(_ count: Int, seed: UInt64) throws -> [EncodingSample] {
        // FNV-1a.
        let hash = name.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var numbers = SampleNumbers(hash)
        return try (0..<count).map { _ in try sample(&numbers) }
    }

    static var all: [EncodingSource] { GeneralInstructions.sources + VectorInstructions.sources + MaskInstructions.sources }
}

/// A small generator with a seed, which draws operands.
struct SampleNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func choice<Value>(_ values: [Value]) -> Value { values[number(below: values.count)] }
    mutating func general() -> GeneralRegister { choice(GeneralRegister.allCases) }
    mutating func control() -> UInt8 { UInt8(number(below: 256)) }
    mutating func mask(from first: Int = 0) -> MaskRegister { MaskRegister(rawValue: UInt8(first + number(below: 8 - first)))! }

    /// A displacement that exercises the forms of none, one and four bytes, the short one also in units of an EVEX instruction.
    mutating func displacement(unit: Int) -> Int {
        switch number(below: 6) {
        case 0: 0
        case 1: (number(below: 256) - 128) * unit
        case 2: choice([-129, -128, 127, 128]) * unit
        case 3: number(below: 256) - 128
        case 4: number(below: 100_000) - 50_000
        default: choice([Int(Int32.min), Int(Int32.max)])
        }
    }

    mutating func memory(unit: Int = 1) -> MemoryOperand {
        let base = general()
        let displacement = displacement(unit: unit)
        guard number(below: 2) == 0 else { return MemoryOperand(base, displacement) }
        let index = choice(GeneralRegister.allCases.filter { $0 != .rsp })
        return MemoryOperand(base, index, choice([1, 2, 4, 8]), displacement)
    }
}

// MARK: Spelling

extension GeneralRegister {
    var text: String { "\(self)" }

    /// The lower half.
    var text32: String { rawValue > 7 ? "\(self)d" : "e" + "\(self)".dropFirst() }
}

extension MemoryOperand {
    /// `dword ptr [rax + 4*rcx + 8]{1to16}`
    func text(bytes: Int?, lanes: Int = 0) -> String {
        guard case .based(let base, let index, let scale) = address else { return "a label" }
        let words = [1: "byte", 2: "word", 4: "dword", 8: "qword", 16: "xmmword", 32: "ymmword", 64: "zmmword"]
        var text = bytes.flatMap { words[$0] }.map { $0 + " ptr " } ?? ""
        text += "[\(base.text)"
        if let index { text += " + \(scale)*\(index.text)" }
        if displacement != 0 { text += displacement < 0 ? " - \(-displacement)" : " + \(displacement)" }
        return text + "]" + (isBroadcast ? "{1to\(lanes)}" : "")
    }
}

extension VectorRegister {
    /// `zmm3{k1}{z}`
    var text: String { "\(width)\(index)" + maskText + (zeroes ? "{z}" : "") }
    var maskText: String { mask.map { "{k\($0.rawValue)}" } ?? "" }
}
