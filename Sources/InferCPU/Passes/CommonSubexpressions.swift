import InferGraph
import InferTensors

/// Lets nodes that compute the same of the same tensors be one, and constants of the same elements.
enum CommonSubexpressions {
    /// Larger constants are the same only where they lie in the same memory.
    private static let constantLimit = 1 << 10

    private struct Key: Hashable {
        let operation: String
        let version: String
        let attributes: [String: AttributeValue]
        let inputs: [Output]
        /// The elements of a small constant.
        var bytes: [UInt8] = []
        /// Where the elements of a large constant lie.
        var place: UnsafeRawPointer?
    }

    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        var known: [Key: Node] = [:]
        for node in rewriter.nodes {
            guard let key = key(node) else { continue }
            guard let first = known[key] else {
                known[key] = node
                continue
            }
            guard first.outputTypes == node.outputTypes else { continue }
            for index in 0..<node.outputCount { rewriter.replace(Output(node, index), with: Output(first, index)) }
            rewriter.forget(node)
        }
    }

    private static func key(_ node: Node) -> Key? {
        let operation = node.operation
        if operation is Parameter || operation is Result || operation.hasSideEffects || !operation.bodies.isEmpty { return nil }
        if let constant = operation as? Constant {
            let type = constant.tensor.element_type
            guard type != .string, let snapshot = try? constant.tensor.snapshot, snapshot.isContinuous else { return nil }
            var key = Key(operation: "Constant", version: "\(type)", attributes: node.attributes, inputs: [])
            if snapshot.byteSize <= constantLimit {
                key.bytes = [UInt8](UnsafeRawBufferPointer(start: snapshot.data, count: snapshot.byteSize))
            } else {
                key.place = UnsafeRawPointer(snapshot.data)
            }
            return key
        }
        return Key(operation: node.type_name, version: node.version, attributes: node.attributes, inputs: node.inputs)
    }
}
