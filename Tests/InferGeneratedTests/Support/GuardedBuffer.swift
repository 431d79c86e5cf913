import XCTest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Floats between pages that nothing may touch, flush against one of them: what reads or writes beyond them ends the process.
final class GuardedBuffer {
    /// Against which of the two pages the floats lie.
    enum Side: CaseIterable {
        case start, end
    }

    /// The first float.
    let pointer: UnsafeMutablePointer<Float>
    let count: Int
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int

    /// - Parameter side: flush against the end by default, so that a vector that goes too far is found.
    init(count: Int, _ side: Side = .end) throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let inner = (max(count, 1) * MemoryLayout<Float>.stride + page - 1) / page * page
        mappedBytes = inner + 2 * page
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        let mapped = mmap(nil, mappedBytes, PROT_NONE, flags, -1, 0)
        mapping = try XCTUnwrap(mapped == MAP_FAILED ? nil : mapped)
        guard mprotect(mapping + page, inner, PROT_READ | PROT_WRITE) == 0 else { throw XCTSkip("no memory to guard") }
        let offset = side == .start ? 0 : inner - count * MemoryLayout<Float>.stride
        pointer = (mapping + page + offset).bindMemory(to: Float.self, capacity: max(count, 1))
        self.count = count
    }

    convenience init(_ values: [Float], _ side: Side = .end) throws {
        try self.init(count: values.count, side)
        for (index, value) in values.enumerated() { pointer[index] = value }
    }

    deinit { munmap(mapping, mappedBytes) }

    var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
