/// One of the sixteen 64-bit integer registers.
package enum GeneralRegister: UInt8, CaseIterable, Sendable {
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15

    /// Those that a function may change without saving them (System V x86-64 calling convention), arguments first.
    package static let volatile: [GeneralRegister] = [.rdi, .rsi, .rdx, .rcx, .r8, .r9, .r10, .r11, .rax]
    /// Those that a function must give back as they were.
    package static let preserved: [GeneralRegister] = [.rbx, .rbp, .r12, .r13, .r14, .r15]
}

/// How wide a vector register is.
package enum VectorWidth: UInt8, Sendable, Comparable {
    case xmm, ymm, zmm

    package var bytes: Int { 16 << Int(rawValue) }
    /// How many `Float`s fit.
    package var lanes: Int { 4 << Int(rawValue) }

    package static func < (first: VectorWidth, second: VectorWidth) -> Bool { first.rawValue < second.rawValue }
}

/// A vector register, 0 to 31, under one of its widths. As a target it may carry a mask.
package struct VectorRegister: Hashable, Sendable {
    package let index: UInt8
    package let width: VectorWidth
    /// Only lanes whose bit is set are written.
    package private(set) var mask: MaskRegister?
    /// Whether the lanes that are not written become zero; they keep their values else.
    package private(set) var zeroes = false

    package init(_ index: Int, _ width: VectorWidth) {
        self.index = UInt8(truncatingIfNeeded: index)
        self.width = width
    }

    /// The same register under another width.
    package func resized(_ width: VectorWidth) -> VectorRegister { VectorRegister(Int(index), width) }

    /// As a target of which only some lanes are written.
    package func masked(_ mask: MaskRegister, zeroing: Bool = false) -> VectorRegister {
        var register = self
        register.mask = mask
        register.zeroes = zeroing
        return register
    }
}

/// One of the mask registers of AVX-512. `k0` cannot be a write mask.
package enum MaskRegister: UInt8, Sendable {
    case k0, k1, k2, k3, k4, k5, k6, k7
}

extension VectorSource where Self == VectorRegister {
    package static func xmm(_ index: Int) -> VectorRegister { VectorRegister(index, .xmm) }
    package static func ymm(_ index: Int) -> VectorRegister { VectorRegister(index, .ymm) }
    package static func zmm(_ index: Int) -> VectorRegister { VectorRegister(index, .zmm) }
}
