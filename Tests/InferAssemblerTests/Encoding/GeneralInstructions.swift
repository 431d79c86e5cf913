@testable import InferAssembler

/// The instructions on integer registers.
enum GeneralInstructions {
    typealias Numbers = SampleNumbers

    static var sources: [EncodingSource] { registers + memories + immediates + others }

    private static func registers(
        _ name: String, _ write: @escaping (Assembler) -> (GeneralRegister, GeneralRegister) -> Void
    ) -> EncodingSource {
        EncodingSource(name: "\(name) registers") { assembler, numbers in
            let (first, second) = (numbers.general(), numbers.general())
            write(assembler)(first, second)
            return "\(name) \(first.text), \(second.text)"
        }
    }

    private static func load(
        _ name: String, bytes: Int?, isHalf: Bool = false, _ write: @escaping (Assembler) -> (GeneralRegister, MemoryOperand) -> Void
    ) -> EncodingSource {
        EncodingSource(name: "\(name) load") { assembler, numbers in
            let (register, memory) = (numbers.general(), numbers.memory())
            write(assembler)(register, memory)
            return "\(name) \(isHalf ? register.text32 : register.text), \(memory.text(bytes: bytes))"
        }
    }

    private static func store(
        _ name: String, bytes: Int, _ write: @escaping (Assembler) -> (MemoryOperand, GeneralRegister) -> Void
    ) -> EncodingSource {
        EncodingSource(name: "\(name) store") { assembler, numbers in
            let (register, memory) = (numbers.general(), numbers.memory())
            write(assembler)(memory, register)
            return "\(name) \(memory.text(bytes: bytes)), \(bytes == 4 ? register.text32 : register.text)"
        }
    }

    private static func immediate(
        _ name: String, _ values: [Int], _ write: @escaping (Assembler) -> (GeneralRegister, Int) -> Void
    ) -> EncodingSource {
        EncodingSource(name: "\(name) immediate") { assembler, numbers in
            let (register, value) = (numbers.general(), numbers.choice(values))
            write(assembler)(register, value)
            return "\(name) \(register.text), \(value)"
        }
    }

    private static func single(_ name: String, _ write: @escaping (Assembler) -> (GeneralRegister) -> Void) -> EncodingSource {
        EncodingSource(name: name) { assembler, numbers in
            let register = numbers.general()
            write(assembler)(register)
            return "\(name) \(register.text)"
        }
    }

    private static func address(_ name: String, _ write: @escaping (Assembler, MemoryOperand) -> Void) -> EncodingSource {
        EncodingSource(name: name) { assembler, numbers in
            let memory = numbers.memory()
            write(assembler, memory)
            return "\(name) \(memory.text(bytes: nil))"
        }
    }

    private static func plain(_ text: String, _ write: @escaping (Assembler) -> Void) -> EncodingSource {
        EncodingSource(name: text) { assembler, _ in
            write(assembler)
            return text
        }
    }

    private static var registers: [EncodingSource] {
        [
            registers("add") { $0.add }, registers("sub") { $0.sub }, registers("and") { $0.and }, registers("or") { $0.or },
            registers("xor") { $0.xor }, registers("cmp") { $0.cmp }, registers("test") { $0.test }, registers("imul") { $0.imul },
            registers("mov") { $0.mov },
            registers("cmovl") { assembler in { assembler.cmov(.less, $0, $1) } },
            registers("cmovae") { assembler in { assembler.cmov(.aboveOrEqual, $0, $1) } },
            EncodingSource(name: "xor32") { assembler, numbers in
                let (first, second) = (numbers.general(), numbers.general())
                assembler.xor32(first, second)
                return "xor \(first.text32), \(second.text32)"
            },
            EncodingSource(name: "bzhi") { assembler, numbers in
                let (target, source, count) = (numbers.general(), numbers.general(), numbers.general())
                assembler.bzhi(target, source, count)
                return "bzhi \(target.text), \(source.text), \(count.text)"
            },
            single("dec") { $0.dec }, single("neg") { $0.neg }, single("push") { $0.push }, single("pop") { $0.pop },
        ]
    }

    private static var memories: [EncodingSource] {
        [
            load("add", bytes: 8) { $0.add }, load("sub", bytes: 8) { $0.sub }, load("cmp", bytes: 8) { $0.cmp },
            load("imul", bytes: 8) { $0.imul }, load("mov", bytes: 8) { $0.mov }, load("movsxd", bytes: 4) { $0.movsxd },
            load("mov", bytes: 4, isHalf: true) { $0.mov32 }, load("lea", bytes: nil) { $0.lea },
            store("mov", bytes: 8) { $0.mov }, store("mov", bytes: 4) { $0.mov32 },
            address("prefetcht0") { $0.prefetch(.t0, $1) }, address("prefetcht1") { $0.prefetch(.t1, $1) },
            address("prefetcht2") { $0.prefetch(.t2, $1) }, address("prefetchnta") { $0.prefetch(.nta, $1) },
            address("ldmxcsr") { $0.vldmxcsr($1) }, address("stmxcsr") { $0.vstmxcsr($1) },
        ]
    }

    private static let arithmeticValues = [1, -1, 127, -128, 128, -129, 100_000, Int(Int32.max), Int(Int32.min)]

    private static var immediates: [EncodingSource] {
        [
            immediate("add", arithmeticValues) { $0.add }, immediate("sub", arithmeticValues) { $0.sub },
            immediate("and", arithmeticValues) { $0.and }, immediate("cmp", arithmeticValues) { $0.cmp },
            immediate("shl", Array(2...63)) { $0.shl }, immediate("shr", Array(2...63)) { $0.shr },
            immediate("sar", Array(2...63)) { $0.sar },
            immediate("mov", [-1, -100_000, Int(Int32.min), 1 << 32, Int.max, Int.min]) { $0.mov },
            EncodingSource(name: "mov of 32 bits") { assembler, numbers in
                let (register, value) = (numbers.general(), numbers.choice([1, 77, Int(Int32.max), Int(UInt32.max)]))
                assembler.mov(register, value)
                return "mov \(register.text32), \(value)"
            },
            EncodingSource(name: "imul immediate") { assembler, numbers in
                let (target, source, value) = (numbers.general(), numbers.general(), numbers.choice(arithmeticValues))
                assembler.imul(target, source, value)
                return "imul \(target.text), \(source.text), \(value)"
            },
        ]
    }

    private static var others: [EncodingSource] {
        [
            plain("cpuid") { $0.cpuid() }, plain("xgetbv") { $0.xgetbv() }, plain("rdtsc") { $0.rdtsc() }, plain("pause") { $0.pause() },
            plain("vzeroupper") { $0.vzeroupper() }, plain("ret") { $0.ret() }, plain("nop") { $0.nop() },
        ]
    }
}
