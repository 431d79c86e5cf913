/// CPUID and XGETBV, by a few bytes of machine code: Swift has no way to them.
struct ProcessorProbe {
    /// The four registers that CPUID fills.
    struct Answer {
        var eax: UInt32 = 0
        var ebx: UInt32 = 0
        var ecx: UInt32 = 0
        var edx: UInt32 = 0
    }

    private let cpuidCode: MachineCode
    private let xgetbvCode: MachineCode

    /// nil where the system gives no executable memory.
    init?() {
        let cpuid = Assembler(features: [])
        // void f(Answer *rdi): the leaf and subleaf are in its eax and ecx.
        cpuid.push(.rbx)
        cpuid.mov32(.rax, MemoryOperand(.rdi, 0))
        cpuid.mov32(.rcx, MemoryOperand(.rdi, 8))
        cpuid.cpuid()
        for (offset, register) in [GeneralRegister.rax, .rbx, .rcx, .rdx].enumerated() {
            cpuid.mov32(MemoryOperand(.rdi, offset * 4), register)
        }
        cpuid.pop(.rbx)
        cpuid.ret()
        let xgetbv = Assembler(features: [])
        xgetbv.mov32(.rcx, 0)
        xgetbv.xgetbv()
        xgetbv.mov32(MemoryOperand(.rdi, 0), .rax)
        xgetbv.mov32(MemoryOperand(.rdi, 4), .rdx)
        xgetbv.ret()
        guard let first = try? MachineCode(cpuid, name: "cpuid"), let second = try? MachineCode(xgetbv, name: "xgetbv") else { return nil }
        cpuidCode = first
        xgetbvCode = second
    }

    func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> Answer {
        var answer = Answer(eax: leaf, ecx: subleaf)
        withUnsafeMutableBytes(of: &answer) { bytes in
            if let base = bytes.baseAddress { cpuidCode.call(base) }
        }
        return answer
    }

    func xgetbv() -> UInt64 {
        var states: UInt64 = 0
        withUnsafeMutableBytes(of: &states) { bytes in
            if let base = bytes.baseAddress { xgetbvCode.call(base) }
        }
        return states
    }
}
