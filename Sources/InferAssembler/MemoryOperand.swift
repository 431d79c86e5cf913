/// A place in memory: `base + index · scale + displacement`, or a label of the code plus a displacement.
package struct MemoryOperand: Sendable {
    package enum Address: Sendable {
        case based(GeneralRegister, index: GeneralRegister?, scale: UInt8)
        /// Relative to a label in the same code, such as a constant behind it.
        case label(Label)
    }

    package var address: Address
    package var displacement: Int
    /// Whether one element is read and repeated in all lanes (AVX-512).
    package var isBroadcast = false

    /// `[base + displacement]`
    package init(_ base: GeneralRegister, _ displacement: Int = 0) {
        address = .based(base, index: nil, scale: 1)
        self.displacement = displacement
    }

    /// `[base + index · scale + displacement]`; the scale is 1, 2, 4 or 8, and `rsp` is no index.
    package init(_ base: GeneralRegister, _ index: GeneralRegister, _ scale: Int = 1, _ displacement: Int = 0) {
        address = .based(base, index: index, scale: UInt8(truncatingIfNeeded: scale))
        self.displacement = displacement
    }

    /// The bytes at a label.
    package init(_ label: Label, _ displacement: Int = 0) {
        address = .label(label)
        self.displacement = displacement
    }

    /// The same place, so many bytes further.
    package static func + (place: MemoryOperand, bytes: Int) -> MemoryOperand {
        var place = place
        place.displacement += bytes
        return place
    }

    /// One element at the same place, for all lanes.
    package var broadcast: MemoryOperand {
        var place = self
        place.isBroadcast = true
        return place
    }
}

/// A place in code that jumps and loads can name before it is known.
package struct Label: Hashable, Sendable {
    let index: Int
}

/// What an instruction may read as its last vector operand: a register or memory.
package protocol VectorSource {
    var vectorOperand: VectorOperand { get }
}

package enum VectorOperand: Sendable {
    case register(VectorRegister)
    case memory(MemoryOperand)
}

extension VectorRegister: VectorSource {
    package var vectorOperand: VectorOperand { .register(self) }
}

extension MemoryOperand: VectorSource {
    package var vectorOperand: VectorOperand { .memory(self) }
}

extension VectorOperand: VectorSource {
    package var vectorOperand: VectorOperand { self }
}
