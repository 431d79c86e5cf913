import InferTensors

/// Scaled dot-product attention: softmax(Q · Kᵀ · scale + mask) · V by blocks of query rows, without the matrix of all scores.
///
/// Every tensor comes with strides of its own, so that splitting and joining heads needs no transposition. Several query heads may share a
/// key head. The output must not overlap an input.
package struct Attention: Sendable {
    /// Strides of a tensor [batch, head, row, column] in elements; zero broadcasts.
    package struct Strides: Hashable, Sendable {
        package var batch: Int
        package var head: Int
        package var row: Int
        package var column: Int

        package init(batch: Int, head: Int, row: Int, column: Int = 1) {
            self.batch = batch
            self.head = head
            self.row = row
            self.column = column
        }

        /// Where a head of an item begins.
        package func offset(_ batch: Int, _ head: Int) -> Int { self.batch * batch + self.head * head }
    }

    /// What a mask's elements say about a query row and a key.
    package enum Mask: Hashable, Sendable {
        /// f32, added to the score; by [batch, head, query row, key].
        case added(Strides)
        /// A byte: zero keeps the key out.
        case boolean(Strides)
        /// A query row sees the keys up to its own number.
        case causal
    }

    /// Query rows that are worked on together.
    static let blockRows = 16
    /// Query rows of one task: enough to be worth packing the keys.
    static let taskRows = 64
    static let tileRows = 4
    static let lanes = 8

    package let batches: Int
    package let heads: Int
    package let headsPerKeyHead: Int
    package let queryRows: Int
    package let keyRows: Int
    package let depth: Int
    package let valueDepth: Int
    package let query: Strides
    package let key: Strides
    package let value: Strides
    package let output: Strides
    package let mask: Mask?
    package let sink: Strides?
    package let scale: Float
    /// Whether scores come from dot products with the keys where they lie: for a query row or few.
    let takesKeysUnpacked: Bool
    let packsValues: Bool

    /// Prepares attention for concrete sizes.
    /// - Parameters:
    ///   - keyHeads: heads of key and value; query head h uses key head h · keyHeads / heads.
    ///   - depth: columns of query and key; `valueDepth` those of value and output.
    ///   - sink: where a score lies that joins each row's softmax without a value of its own; its column is not used.
    ///   - scale: 1/√depth if nil.
    /// - Throws: `RuntimeError` when the heads cannot be shared out or a size is negative.
    package init(
        batches: Int, heads: Int, keyHeads: Int, queryRows: Int, keyRows: Int, depth: Int, valueDepth: Int, query: Strides, key: Strides,
        value: Strides, output: Strides, mask: Mask? = nil, sink: Strides? = nil, scale: Float? = nil
    ) throws {
        guard keyHeads > 0, heads % keyHeads == 0, [batches, heads, queryRows, keyRows, depth, valueDepth].allSatisfy({ $0 >= 0 }) else {
            throw RuntimeError(
                .invalidArgument,
                "attention: \(heads) heads over \(keyHeads) key heads, \(queryRows) × \(keyRows) rows of \(depth) and \(valueDepth) columns"
            )
        }
        self.batches = batches
        self.heads = heads
        headsPerKeyHead = heads / keyHeads
        self.queryRows = queryRows
        self.keyRows = keyRows
        self.depth = depth
        self.valueDepth = valueDepth
        self.query = query
        self.key = key
        self.value = value
        self.output = output
        self.mask = mask
        self.sink = sink
        self.scale = scale ?? 1 / Float(max(1, depth)).squareRoot()
        takesKeysUnpacked = queryRows < Self.tileRows && key.column == 1 && query.column == 1
        packsValues = value.column != 1 || valueDepth % Self.lanes != 0
    }

    var paddedKeys: Int { (keyRows + Self.lanes - 1) / Self.lanes * Self.lanes }
    var paddedValueDepth: Int { (valueDepth + Self.lanes - 1) / Self.lanes * Self.lanes }
    private var packedKeyFloats: Int { takesKeysUnpacked ? 0 : paddedKeys * depth }
    private var packedValueFloats: Int { packsValues ? keyRows * paddedValueDepth : 0 }
    /// Floats of scratch of one worker: packed keys, packed values, scores, each starting on a cache line.
    var scratchParts: (values: Int, scores: Int, total: Int) {
        func rounded(_ count: Int) -> Int { (count + 15) & ~15 }
        let values = rounded(packedKeyFloats)
        let scores = values + rounded(packedValueFloats)
        return (values, scores, scores + rounded(Self.blockRows * paddedKeys))
    }

    /// Bytes of scratch that ``run(query:key:value:output:mask:sink:scale:scratch:team:)`` wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int { threads * scratchParts.total * MemoryLayout<Float>.stride }
}
