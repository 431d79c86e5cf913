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
    private var position: [Node: Int] = [:]

    init(_ model: Model) {
        self.model = model
        nodes = model.orderedNodes
        for (index, node) in nodes.enumerated() { position[node] = index }
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

    /// Whether what the nodes compute is read by themselves alone, but for what the last one computes.
    func isClosed(_ nodes: [Node], last: Node) -> Bool {
        let own = Set(nodes)
        return nodes.allSatisfy { node in
            node == last || node.outputs.allSatisfy { readers(of: $0).allSatisfy { own.contains($0.node) } }
        }
    }

    /// Puts one operation in the place of a closed pattern of nodes, of which the last one's only output is the result.
    @discardableResult
    func substitute(_ nodes: [Node], last: Node, with operation: any Operation, _ inputs: [Output]) throws -> Node {
        let ordered = nodes.filter { $0 != last }.sorted { position[$0, default: .max] < position[$1, default: .max] } + [last]
        let node = try fused(operation, inputs, replacing: ordered)
        for old in ordered { forget(old) }
        register(node)
        position[node] = position[last]
        replace(Output(last, 0), with: Output(node, 0))
        return node
    }

    /// Takes a node out whose only output is as good as another tensor, which is of the same type and shape.
    func bypass(_ node: Node, with source: Output) {
        replace(Output(node, 0), with: source)
        forget(node)
    }

    /// A new node that reads tensors of the model, in the place of a node of which it does a part.
    func add(_ operation: any Operation, _ inputs: [Output], before node: Node, suffix: String) throws -> Output {
        let added = try Node(operation, inputs, name: "\(node.friendly_name)_\(suffix)")
        register(added)
        position[added] = position[node]
        return Output(added, 0)
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

    /// Makes a node read another tensor at one of its inputs.
    func setInput(_ index: Int, of node: Node, to output: Output) {
        readers[node.inputs[index]]?.removeAll { $0.node == node && $0.index == index }
        node.replaceInput(index, with: output)
        readers[output, default: []].append(Reader(node: node, index: index))
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
