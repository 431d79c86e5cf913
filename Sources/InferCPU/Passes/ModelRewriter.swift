import InferGraph
import InferTensors

/// Changes the graph of a model that only a pass sees: who reads each tensor, and a way to put another tensor in its place.
final class ModelRewriter {
    /// A place where a node reads a tensor.
    struct Reader {
        let node: Node
        let index: Int
    }

    let model: Model
    /// The nodes as they were when the pass began, each after all that it reads.
    let nodes: [Node]
    private var readers: [Output: [Reader]] = [:]

    init(_ model: Model) {
        self.model = model
        nodes = model.orderedNodes
        for node in nodes {
            for (index, input) in node.inputs.enumerated() { readers[input, default: []].append(Reader(node: node, index: index)) }
        }
    }

    /// Where a tensor is read.
    func readers(of output: Output) -> [Reader] { readers[output] ?? [] }

    /// The only node that reads a tensor; nil when several do, or one several times.
    func onlyReader(of output: Output) -> Reader? {
        guard let found = readers[output], found.count == 1 else { return nil }
        return found[0]
    }

    /// Makes all who read a tensor read another.
    func replace(_ old: Output, with new: Output) {
        let moved = readers.removeValue(forKey: old) ?? []
        for reader in moved { reader.node.replaceInput(reader.index, with: new) }
        readers[new, default: []].append(contentsOf: moved)
    }

    /// Takes note of a node that a pass made.
    func register(_ node: Node) {
        for (index, input) in node.inputs.enumerated() { readers[input, default: []].append(Reader(node: node, index: index)) }
    }

    /// Takes note that a node is out of use: it reads nothing any more.
    func forget(_ node: Node) {
        for input in Set(node.inputs) { readers[input]?.removeAll { $0.node == node } }
    }

    /// Makes a node that does the work of others: it stands under the last one's name and remembers all.
    func fused(_ operation: any Operation, _ inputs: [Output], replacing nodes: [Node]) throws -> Node {
        let node = try Node(operation, inputs, name: nodes.last?.friendly_name)
        var info = node.rt_info
        info[Node.originalNamesKey] = .value(nodes.flatMap(\.originalNames).joined(separator: ","))
        node.rt_info = info
        return node
    }
}
