/// The best elements so far, the worst of them on top, so that the next element has one comparison to pass.
struct SelectionHeap<Key: Comparable & BitwiseCopyable> {
    let keys: UnsafeMutablePointer<Key>
    let indices: UnsafeMutablePointer<Int32>
    let count: Int
    let takesLargest: Bool

    /// Whether one entry belongs behind another. Of equal keys the higher index does.
    @inline(__always)
    private func isWorse(_ key: Key, _ index: Int32, than other: Key, _ otherIndex: Int32) -> Bool {
        if key == other { return index > otherIndex }
        return takesLargest ? key < other : key > other
    }

    /// Fills the heap from a slice; `count` must not exceed its length.
    func select<Element: OrderedElement>(_ source: UnsafePointer<Element>, length: Int, stride: Int) where Element.Key == Key {
        for index in 0..<count {
            keys[index] = source[index &* stride].key
            indices[index] = Int32(truncatingIfNeeded: index)
        }
        var parent = count / 2
        while parent > 0 {
            parent -= 1
            sink(parent, count)
        }
        // Later elements have higher indices: an equal key never gets in.
        if takesLargest {
            var worst = keys[0]
            for index in count..<max(count, length) {
                let key = source[index &* stride].key
                if key > worst { worst = replaceWorst(key, index) }
            }
        } else {
            var worst = keys[0]
            for index in count..<max(count, length) {
                let key = source[index &* stride].key
                if key < worst { worst = replaceWorst(key, index) }
            }
        }
    }

    private func replaceWorst(_ key: Key, _ index: Int) -> Key {
        keys[0] = key
        indices[0] = Int32(truncatingIfNeeded: index)
        sink(0, count)
        return keys[0]
    }

    /// Best first.
    func sortByKey() {
        var end = count
        while end > 1 {
            end -= 1
            swap(0, end)
            sink(0, end)
        }
    }

    /// Lowest index first.
    func sortByIndex() {
        func sink(_ start: Int, _ end: Int) {
            var parent = start
            while true {
                var child = 2 * parent + 1
                guard child < end else { return }
                if child + 1 < end, indices[child + 1] > indices[child] { child += 1 }
                guard indices[child] > indices[parent] else { return }
                swap(parent, child)
                parent = child
            }
        }
        var parent = count / 2
        while parent > 0 {
            parent -= 1
            sink(parent, count)
        }
        var end = count
        while end > 1 {
            end -= 1
            swap(0, end)
            sink(0, end)
        }
    }

    @inline(__always)
    private func swap(_ a: Int, _ b: Int) {
        (keys[a], keys[b]) = (keys[b], keys[a])
        (indices[a], indices[b]) = (indices[b], indices[a])
    }

    private func sink(_ start: Int, _ end: Int) {
        var parent = start
        let key = keys[start]
        let index = indices[start]
        while true {
            var child = 2 &* parent &+ 1
            guard child < end else { break }
            if child &+ 1 < end, isWorse(keys[child &+ 1], indices[child &+ 1], than: keys[child], indices[child]) { child &+= 1 }
            guard isWorse(keys[child], indices[child], than: key, index) else { break }
            keys[parent] = keys[child]
            indices[parent] = indices[child]
            parent = child
        }
        keys[parent] = key
        indices[parent] = index
    }
}
