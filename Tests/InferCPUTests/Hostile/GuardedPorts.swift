import InferAssembler
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A caller's memory between pages that nothing may touch: aligned to an element, no more, and flush against one of the pages.
final class GuardedPorts: ProgramPorts {
    private let inputs: [(shape: Shape, memory: GuardedMemory)]
    private let types: [ElementType]
    private var outputs: [(shape: Shape, memory: GuardedMemory)?]
    private let isFlushAtEnd: Bool

    init(_ model: Model, _ inputs: [Tensor], isFlushAtEnd: Bool) throws {
        self.isFlushAtEnd = isFlushAtEnd
        types = model.outputs.map(\.element_type)
        outputs = types.map { _ in nil }
        self.inputs = try inputs.map { tensor in
            let memory = try GuardedMemory(tensor.byte_size, isFlushAtEnd: isFlushAtEnd)
            memory.pointer.copyMemory(from: tensor.data, byteCount: tensor.byte_size)
            return (tensor.shape, memory)
        }
    }

    func inputShape(_ index: Int) -> Shape { inputs[index].shape }
    func inputMemory(_ index: Int) -> UnsafeMutableRawPointer { inputs[index].memory.pointer }

    func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer {
        let memory = try GuardedMemory(shape_size(shape) * types[index].size, isFlushAtEnd: isFlushAtEnd)
        outputs[index] = (shape, memory)
        return memory.pointer
    }

    /// The outputs, which the run must have asked memory for.
    func results() throws -> [Tensor] {
        try zip(types, outputs).map { type, output in
            let output = try XCTUnwrap(output)
            let tensor = try Tensor(type, output.shape)
            tensor.data.copyMemory(from: output.memory.pointer, byteCount: tensor.byte_size)
            return tensor
        }
    }
}

/// Memory between guard pages.
final class GuardedMemory {
    let pointer: UnsafeMutableRawPointer
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int

    init(_ byteCount: Int, isFlushAtEnd: Bool) throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let inner = (max(byteCount, 1) + page - 1) / page * page
        mappedBytes = inner + 2 * page
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        let mapped = mmap(nil, mappedBytes, PROT_NONE, flags, -1, 0)
        mapping = try XCTUnwrap(mapped == MAP_FAILED ? nil : mapped)
        guard mprotect(mapping + page, inner, PROT_READ | PROT_WRITE) == 0 else { throw XCTSkip("no memory to guard") }
        pointer = mapping + page + (isFlushAtEnd ? inner - byteCount : 0)
        // What a kernel forgets to write is no number.
        memset(pointer, 0xff, byteCount)
    }

    deinit { munmap(mapping, mappedBytes) }
}
