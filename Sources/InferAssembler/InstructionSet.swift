#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which machine code kernels may use: none, or vectors of 256 or 512 bits.
package enum InstructionSet: Int, Sendable, Comparable, CaseIterable {
    /// The compiler's code alone.
    case portable
    /// AVX2, FMA, F16C and BMI2.
    case avx2
    /// AVX-512 F, VL, DQ and BW.
    case avx512

    /// The environment variable that caps the choice: `portable`, `avx2`, `avx512` or `native`.
    package static let environmentVariable = "INFER_MAX_ISA"

    /// The best that this machine has.
    package static let native: InstructionSet = best(of: .native)

    /// The best that this machine has and the environment allows; an unknown word allows all.
    package static let allowed: InstructionSet = min(native, named(getenv(environmentVariable).map { String(cString: $0) }) ?? native)

    package static func < (first: InstructionSet, second: InstructionSet) -> Bool { first.rawValue < second.rawValue }

    static func best(of features: CPUFeatures) -> InstructionSet {
        if features.isSuperset(of: .avx512Level) { return .avx512 }
        return features.isSuperset(of: .avx2Level) ? .avx2 : .portable
    }

    static func named(_ name: String?) -> InstructionSet? {
        switch name {
        case "portable": .portable
        case "avx2": .avx2
        case "avx512": .avx512
        default: nil
        }
    }

    /// The name in profiles.
    package var name: String { "\(self)" }

    /// What code for it may use of this machine.
    package var features: CPUFeatures {
        switch self {
        case .portable: []
        case .avx2: CPUFeatures.native.intersection([.avx2Level, .avxvnni])
        case .avx512: .native
        }
    }

    /// The width of its vectors.
    package var width: VectorWidth { self == .avx512 ? .zmm : .ymm }
    /// How many vector registers it has.
    package var registerCount: Int { self == .avx512 ? 32 : 16 }
}
