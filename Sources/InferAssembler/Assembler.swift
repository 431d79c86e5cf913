/// Writes x86-64 machine code, one method per instruction.
///
/// Labels may be used before they are placed. Nothing is checked by traps: an instruction that the allowed features do not include, or
/// operands without an encoding, make ``finish()`` throw.
package final class Assembler {
    /// What instructions may need.
    package let features: CPUFeatures
    package private(set) var bytes: [UInt8] = []
    private var places: [Int?] = []
    private var fixups: [Fixup] = []
    private var failure: AssemblyError?
    private var constants: [Constant: Label] = [:]
    private var pool: [(bytes: Constant, label: Label)] = []

    /// A 32-bit distance from the end of an instruction to a label.
    private struct Fixup {
        let position: Int
        let label: Label
        let addend: Int
        /// Where the instruction ends, from which the distance counts.
        let end: Int
    }

    /// Bytes in the constant pool.
    private struct Constant: Hashable {
        let words: [UInt32]
    }

    package init(features: CPUFeatures) {
        self.features = features
        bytes.reserveCapacity(4096)
    }

    // MARK: Bytes and labels

    func emit(_ byte: UInt8) { bytes.append(byte) }

    func emit32(_ value: Int) {
        let word = UInt32(truncatingIfNeeded: value)
        for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    func emit64(_ value: UInt64) {
        emit32(Int(truncatingIfNeeded: value & 0xffff_ffff))
        emit32(Int(truncatingIfNeeded: value >> 32))
    }

    /// A label to be placed later.
    package func makeLabel() -> Label {
        places.append(nil)
        return Label(index: places.count - 1)
    }

    /// Puts a label at the next instruction.
    package func place(_ label: Label) { places[label.index] = bytes.count }

    /// A label at the next instruction.
    package func placedLabel() -> Label {
        let label = makeLabel()
        place(label)
        return label
    }

    /// Fills up with no-operations so that the next instruction's offset is a multiple of a power of two.
    package func align(_ boundary: Int) {
        while bytes.count % boundary != 0 { nop(min(9, boundary - bytes.count % boundary)) }
    }

    /// A distance to a label, whose instruction has `trailing` more bytes.
    func emitDistance(to label: Label, addend: Int = 0, trailing: Int = 0) {
        fixups.append(Fixup(position: bytes.count, label: label, addend: addend, end: bytes.count + 4 + trailing))
        emit32(0)
    }

    /// How far back a placed label is; nil when it is still to come.
    func distanceBack(to label: Label) -> Int? { places[label.index].map { bytes.count - $0 } }

    func fail(_ error: AssemblyError) { if failure == nil { failure = error } }

    /// Requires features for an instruction.
    func require(_ needed: CPUFeatures, _ instruction: String) {
        if !features.isSuperset(of: needed) { fail(.missingFeature(instruction: instruction)) }
    }

    // MARK: Constants

    /// The place of constant words behind the code, aligned to their size; equal ones are stored once.
    package func constant(words: [UInt32]) -> MemoryOperand {
        let constant = Constant(words: words)
        if let label = constants[constant] { return MemoryOperand(label) }
        let label = makeLabel()
        constants[constant] = label
        pool.append((constant, label))
        return MemoryOperand(label)
    }

    // MARK: The end

    /// The code with its constants behind it, all distances filled in.
    func finish() throws -> [UInt8] {
        if let failure { throw failure }
        var code = bytes
        for entry in pool.sorted(by: { $0.bytes.words.count > $1.bytes.words.count }) {
            let size = entry.bytes.words.count * 4
            let boundary = min(64, size.nonzeroBitCount == 1 ? size : 64)
            while code.count % boundary != 0 { code.append(0xcc) }
            places[entry.label.index] = code.count
            for word in entry.bytes.words {
                for shift in [UInt32(0), 8, 16, 24] { code.append(UInt8(truncatingIfNeeded: word >> shift)) }
            }
        }
        for fixup in fixups {
            guard let place = places[fixup.label.index] else { throw AssemblyError.unplacedLabel }
            let distance = UInt32(truncatingIfNeeded: place + fixup.addend - fixup.end)
            for byte in 0..<4 { code[fixup.position + byte] = UInt8(truncatingIfNeeded: distance >> UInt32(byte * 8)) }
        }
        return code
    }
}
