/// A row of the instruction table: how one vector instruction is encoded, and what the processor must have.
///
/// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2 (VEX and EVEX prefixes, disp8·N compression).
package struct VectorInstruction: Sendable {
    /// The opcode map.
    package enum Map: UInt8, Sendable {
        case x0F = 1, x0F38, x0F3A
    }

    /// The SIMD prefix.
    package enum Prefix: UInt8, Sendable {
        case none, x66, xF3, xF2
    }

    /// How much memory the instruction reads or writes: what EVEX displacements are counted in.
    package enum Tuple: Sendable {
        /// A whole vector, or one element of so many bytes where it is broadcast.
        case full(element: Int)
        /// A whole vector, never broadcast.
        case fullMemory
        /// A fraction of a vector.
        case fraction(of: Int)
        /// A fixed number of bytes.
        case bytes(Int)
    }

    /// Which encodings exist, and the feature that each needs.
    package enum Forms: Sendable {
        case vex(CPUFeatures)
        case evex(CPUFeatures)
        case both(CPUFeatures, CPUFeatures)
    }

    package let name: String
    let map: Map
    let prefix: Prefix
    let opcode: UInt8
    let wide: Bool
    let tuple: Tuple
    let forms: Forms
    /// The number in ModRM.reg where the instruction has an immediate in place of a third register.
    let extensionDigit: UInt8?
    /// Whether `wide` holds for the EVEX form alone.
    let isWideInVEX: Bool

    init(
        _ name: String, _ map: Map, _ prefix: Prefix, _ opcode: UInt8, _ forms: Forms, wide: Bool = false, wideInVEX: Bool? = nil,
        tuple: Tuple = .full(element: 4), digit: UInt8? = nil
    ) {
        self.name = name
        self.map = map
        self.prefix = prefix
        self.opcode = opcode
        self.forms = forms
        self.wide = wide
        isWideInVEX = wideInVEX ?? wide
        self.tuple = tuple
        extensionDigit = digit
    }

    var vexFeatures: CPUFeatures? {
        switch forms {
        case .vex(let features), .both(let features, _): features
        case .evex: nil
        }
    }

    var evexFeatures: CPUFeatures? {
        switch forms {
        case .evex(let features), .both(_, let features): features
        case .vex: nil
        }
    }

    /// Whether one element in memory can stand for all lanes.
    var canBroadcast: Bool {
        if case .full = tuple { return true }
        return false
    }

    /// The unit of an EVEX displacement of one byte.
    func displacementUnit(_ width: VectorWidth, isBroadcast: Bool) -> Int {
        switch tuple {
        case .full(let element): isBroadcast ? element : width.bytes
        case .fullMemory: width.bytes
        case .fraction(let part): width.bytes / part
        case .bytes(let count): count
        }
    }
}
