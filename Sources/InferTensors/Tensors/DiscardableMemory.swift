/// Memory that can be read anew from where it came: its pages need not stay while nobody looks at them.
package protocol DiscardableMemory: AnyObject, Sendable {
    /// Tells the system that the pages wholly inside some bytes may go. They come back with the same contents when they are read.
    func discard(_ bytes: UnsafeRawBufferPointer)
}

extension Tensor {
    /// Lets the pages of the elements go, if they can be read anew from a file; nothing happens else.
    package func discardPages() {
        guard let snapshot = try? snapshot, snapshot.isContinuous else { return }
        snapshot.memory.discard(UnsafeRawBufferPointer(start: snapshot.data, count: snapshot.byteSize))
    }
}
