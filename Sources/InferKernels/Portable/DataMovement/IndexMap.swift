/// Where each position along one dimension of an output comes from, for padding, rolling, reversing and the like.
package struct IndexMap: Hashable, Sendable {
    /// A source index for each output index; negative for the fill value.
    package var sources: [Int]

    package init(sources: [Int]) { self.sources = sources }

    /// Every index as it is.
    package static func identity(_ size: Int) -> IndexMap { IndexMap(sources: Array(0..<size)) }
    /// `count` indices from `start` on, `step` apart.
    package static func strided(start: Int, step: Int, count: Int) -> IndexMap { IndexMap(sources: (0..<count).map { start + $0 * step }) }
    /// A rotation by `shift` towards higher indices.
    package static func rolled(_ size: Int, by shift: Int) -> IndexMap {
        IndexMap(sources: (0..<size).map { (($0 - shift) % size + size) % size })
    }

    package enum PadMode: Hashable, Sendable { case constant, edge, reflect, symmetric }

    /// `begin` more positions before and `end` after, negative to remove some. `reflect` and `symmetric` need a size that covers the pads.
    package static func padded(_ size: Int, begin: Int, end: Int, _ mode: PadMode) -> IndexMap {
        IndexMap(
            sources: (0..<max(size + begin + end, 0)).map { position in
                let index = position - begin
                if index >= 0, index < size { return index }
                switch mode {
                case .constant: return -1
                case .edge: return min(max(index, 0), size - 1)
                case .reflect:
                    guard size > 1 else { return 0 }
                    let period = 2 * (size - 1)
                    let folded = (index % period + period) % period
                    return folded < size ? folded : period - folded
                case .symmetric:
                    guard size > 0 else { return -1 }
                    let period = 2 * size
                    let folded = (index % period + period) % period
                    return folded < size ? folded : period - 1 - folded
                }
            })
    }
}
