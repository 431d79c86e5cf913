/// What a processor can do beyond baseline x86-64.
package struct CPUFeatures: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let avx = CPUFeatures(rawValue: 1 << 0)
    package static let avx2 = CPUFeatures(rawValue: 1 << 1)
    package static let fma = CPUFeatures(rawValue: 1 << 2)
    package static let f16c = CPUFeatures(rawValue: 1 << 3)
    package static let bmi2 = CPUFeatures(rawValue: 1 << 4)
    package static let avx512f = CPUFeatures(rawValue: 1 << 5)
    package static let avx512vl = CPUFeatures(rawValue: 1 << 6)
    package static let avx512dq = CPUFeatures(rawValue: 1 << 7)
    package static let avx512bw = CPUFeatures(rawValue: 1 << 8)
    package static let avx512vnni = CPUFeatures(rawValue: 1 << 9)
    package static let avx512bf16 = CPUFeatures(rawValue: 1 << 10)
    package static let avx512fp16 = CPUFeatures(rawValue: 1 << 11)
    package static let avx512vbmi = CPUFeatures(rawValue: 1 << 12)
    package static let avxvnni = CPUFeatures(rawValue: 1 << 13)

    /// Not an instruction but a trait: 512-bit arithmetic goes twice through units of 256 bits, so that narrow vectors lose nothing.
    package static let narrowUnits = CPUFeatures(rawValue: 1 << 14)

    /// What generated kernels of 256-bit vectors need.
    package static let avx2Level: CPUFeatures = [.avx, .avx2, .fma, .f16c, .bmi2]
    /// What generated kernels of 512-bit vectors need.
    package static let avx512Level: CPUFeatures = [.avx2Level, .avx512f, .avx512vl, .avx512dq, .avx512bw]

    /// This machine's, where the operating system keeps the registers too; empty on other processors than x86-64.
    package static let native: CPUFeatures = detect()

    private static func detect() -> CPUFeatures {
        #if arch(x86_64)
            guard let probe = ProcessorProbe() else { return [] }
            return detect(cpuid: probe.cpuid, xgetbv: probe.xgetbv)
        #else
            return []
        #endif
    }

    /// The features that the answers of CPUID and XGETBV tell.
    ///
    /// - Parameters:
    ///   - cpuid: (leaf, subleaf) to (eax, ebx, ecx, edx).
    ///   - xgetbv: the register states that the system saves (XCR0).
    static func detect(cpuid: (UInt32, UInt32) -> ProcessorProbe.Answer, xgetbv: () -> UInt64) -> CPUFeatures {
        let highest = cpuid(0, 0).eax
        guard highest >= 7 else { return [] }
        let first = cpuid(1, 0)
        let (osxsave, avx): (UInt32, UInt32) = (1 << 27, 1 << 28)
        guard first.ecx & osxsave != 0, first.ecx & avx != 0 else { return [] }
        let states = xgetbv()
        guard states & 0b110 == 0b110 else { return [] }
        let seventh = cpuid(7, 0)
        let more = seventh.eax >= 1 ? cpuid(7, 1) : ProcessorProbe.Answer()
        var features: CPUFeatures = [.avx]
        func add(_ feature: CPUFeatures, _ register: UInt32, _ bit: UInt32) { if register >> bit & 1 != 0 { features.insert(feature) } }
        add(.fma, first.ecx, 12)
        add(.f16c, first.ecx, 29)
        add(.avx2, seventh.ebx, 5)
        add(.bmi2, seventh.ebx, 8)
        add(.avxvnni, more.eax, 4)
        guard states & 0b1110_0110 == 0b1110_0110 else { return features }
        add(.avx512f, seventh.ebx, 16)
        add(.avx512dq, seventh.ebx, 17)
        add(.avx512bw, seventh.ebx, 30)
        add(.avx512vl, seventh.ebx, 31)
        add(.avx512vbmi, seventh.ecx, 1)
        add(.avx512vnni, seventh.ecx, 11)
        add(.avx512fp16, seventh.edx, 23)
        add(.avx512bf16, more.eax, 5)
        if hasNarrowUnits(vendor: cpuid(0, 0).ebx, signature: first.eax) { features.insert(.narrowUnits) }
        return features
    }

    /// AMD's family 19h (Zen 4) alone has AVX-512 on 256-bit units.
    private static func hasNarrowUnits(vendor: UInt32, signature: UInt32) -> Bool {
        let authentic: UInt32 = 0x6874_7541
        let family = (signature >> 8 & 0xf) + (signature >> 20 & 0xff)
        return vendor == authentic && family == 0x19
    }
}
