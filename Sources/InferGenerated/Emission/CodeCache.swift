import InferAssembler
import Synchronization

/// What a generated kernel is made from: a value that says all that is fixed in its code, and writes it.
///
/// What varies from run to run, or with dynamic shapes, comes in arguments: so that many shapes share one piece of code.
package protocol KernelSpecification: Hashable, Sendable {
    /// For profiles: the kind of kernel and its tile.
    var name: String { get }
    var instructionSet: InstructionSet { get }

    /// Writes the whole function.
    func emit(_ emitter: KernelEmitter) throws
}

/// The generated code of this process. Equal specifications share one piece of code, which is freed with its last user.
package final class CodeCache: Sendable {
    package static let shared = CodeCache()

    /// A specification of any type. `@unchecked Sendable`: what it is made from is Sendable.
    private struct Key: Hashable, @unchecked Sendable {
        private let value: AnyHashable

        init(_ specification: some KernelSpecification) { value = AnyHashable(specification) }
    }

    private struct Entry {
        weak var code: MachineCode?
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// At how many entries those whose code is gone are removed.
        var limit = 256
    }

    private let state = Mutex(State())

    /// The code of a specification, generated if nobody holds it.
    ///
    /// - Throws: `AssemblyError` where the code cannot be made.
    package func code(_ specification: some KernelSpecification) throws -> MachineCode {
        let key = Key(specification)
        if let found = state.withLock({ $0.entries[key]?.code }) { return found }
        let emitter = KernelEmitter(specification.instructionSet)
        try specification.emit(emitter)
        let made = try MachineCode(emitter.assembler, name: specification.name)
        return state.withLock { state in
            // Another thread may have been faster.
            if let found = state.entries[key]?.code { return found }
            state.entries[key] = Entry(code: made)
            if state.entries.count > state.limit {
                state.entries = state.entries.filter { $0.value.code != nil }
                state.limit = max(256, state.entries.count * 2)
            }
            return made
        }
    }

    /// The bytes of all code that is in use.
    package var byteCount: Int { state.withLock { $0.entries.values.reduce(0) { $0 + ($1.code?.byteCount ?? 0) } } }
}
