#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Executable code: written once, then sealed, so that no page is ever writable and executable. It is freed with the last reference.
///
/// `@unchecked Sendable`: the memory is only read once the initialiser has returned.
package final class MachineCode: @unchecked Sendable {
    /// The first instruction.
    package let entry: UnsafeRawPointer
    /// The bytes of code and constants.
    package let byteCount: Int
    package let name: String
    private let memory: UnsafeMutableRawPointer
    private let mappedBytes: Int

    /// Code that takes one pointer, to its arguments, and returns nothing.
    package typealias Function = @convention(c) (UnsafeMutableRawPointer) -> Void

    /// Seals what an assembler has written.
    ///
    /// - Throws: ``AssemblyError`` where the code is not complete, needs what the machine lacks, or where memory is refused.
    package init(_ assembler: Assembler, name: String) throws {
        let bytes = try assembler.finish()
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        mappedBytes = (max(bytes.count, 1) + page - 1) / page * page
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        guard let mapped = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), mapped != MAP_FAILED else {
            throw AssemblyError.memoryRefused(bytes: mappedBytes)
        }
        bytes.withUnsafeBytes { mapped.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(mapped), byteCount: $0.count) }
        guard mprotect(mapped, mappedBytes, PROT_READ | PROT_EXEC) == 0 else {
            munmap(mapped, mappedBytes)
            throw AssemblyError.memoryRefused(bytes: mappedBytes)
        }
        memory = mapped
        entry = UnsafeRawPointer(mapped)
        byteCount = bytes.count
        self.name = name
        PerfMap.record(entry, byteCount, name)
    }

    deinit { munmap(memory, mappedBytes) }

    /// Runs the code on its arguments. Keep the pointer of ``function`` instead where it is called often, and this object alive.
    package func call(_ arguments: UnsafeMutableRawPointer) { function(arguments) }

    /// The code as a function; good while this object lives.
    package var function: Function { unsafeBitCast(entry, to: Function.self) }
}

/// Why machine code cannot be made.
package enum AssemblyError: Error, CustomStringConvertible {
    /// A label was used and never placed.
    case unplacedLabel
    /// Instructions that the processor, or the cap on it, does not have.
    case missingFeature(instruction: String)
    /// Operands that have no encoding.
    case invalidOperands(instruction: String)
    case memoryRefused(bytes: Int)

    package var description: String {
        switch self {
        case .unplacedLabel: "Generated code jumps to a label that was never placed"
        case .missingFeature(let instruction): "Generated code uses \(instruction), which is not allowed on this processor"
        case .invalidOperands(let instruction): "Generated code has \(instruction) with operands that it does not take"
        case .memoryRefused(let bytes): "The system gives no \(bytes) bytes of executable memory"
        }
    }
}
