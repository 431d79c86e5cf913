/// Places tensors with known lifetimes in one block of memory, the largest first, each at the lowest place that is free while it lives.
struct ArenaPlanner {
    private struct Block {
        var bytes: Int
        var first: Int
        var last: Int
        var members: [Int]
        var offset = 0
    }

    private var blocks: [Block] = []
    private var blockOfSlot: [Int]

    /// Tensors begin at cache lines.
    static let alignment = 64

    static func rounded(_ bytes: Int) -> Int { (max(bytes, 1) + alignment - 1) / alignment * alignment }

    init(slotCount: Int) { blockOfSlot = [Int](repeating: -1, count: slotCount) }

    func isPlanned(_ slot: Int) -> Bool { blockOfSlot[slot] >= 0 }

    func bytes(_ slot: Int) -> Int { blocks[blockOfSlot[slot]].bytes }

    /// A tensor that lives from one step through another.
    mutating func add(_ slot: Int, bytes: Int, from first: Int, through last: Int) {
        blockOfSlot[slot] = blocks.count
        blocks.append(Block(bytes: Self.rounded(bytes), first: first, last: last, members: [slot]))
    }

    /// A tensor that takes over the memory of one that is planned.
    mutating func extend(_ donor: Int, as slot: Int, through last: Int) {
        let block = blockOfSlot[donor]
        blockOfSlot[slot] = block
        blocks[block].members.append(slot)
        blocks[block].last = max(blocks[block].last, last)
    }

    /// For each slot its offset, -1 where it has none, and the bytes of all.
    mutating func place() -> (offsets: [Int], bytes: Int) {
        var placed: [Int] = []
        var total = 0
        for index in blocks.indices.sorted(by: { blocks[$0].bytes > blocks[$1].bytes }) {
            let block = blocks[index]
            var offset = 0
            // `placed` is ordered by offset, so one pass finds the first gap.
            for other in placed where blocks[other].first <= block.last && block.first <= blocks[other].last {
                if offset + block.bytes <= blocks[other].offset { break }
                offset = max(offset, blocks[other].offset + blocks[other].bytes)
            }
            blocks[index].offset = offset
            total = max(total, offset + block.bytes)
            let position = placed.firstIndex { blocks[$0].offset > offset } ?? placed.count
            placed.insert(index, at: position)
        }
        var offsets = [Int](repeating: -1, count: blockOfSlot.count)
        for (slot, block) in blockOfSlot.enumerated() where block >= 0 { offsets[slot] = blocks[block].offset }
        return (offsets, total)
    }
}
