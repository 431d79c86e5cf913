/// A fixed number of values in memory of their own, which loops reach by a pointer: unlike an array's elements they are used in place
/// without counting references, and threads that change one count together wait for each other longer than a small tile of work takes.
package final class PlainArray<Element: Sendable>: @unchecked Sendable {  // Immutable.
    package let elements: UnsafeBufferPointer<Element>

    package init(_ elements: [Element]) {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = memory.initialize(from: elements)
        self.elements = UnsafeBufferPointer(memory)
    }

    deinit {
        let memory = UnsafeMutableBufferPointer(mutating: elements)
        memory.deinitialize()
        memory.deallocate()
    }
}
