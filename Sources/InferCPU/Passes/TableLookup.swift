import InferGraph
import InferTensors

/// Looks rows up in place of multiplying with zeros and ones, and lets tables of constants take over the functions of what is looked up.
enum TableLookup {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        for gather in try lookUpOneHots(model) { try moveFunctions(behind: gather, ModelRewriter(model)) }
    }

    // MARK: One-hot products

    /// `(indices == 0…n-1) × table` as the rows of the table at the indices, and zeros for indices that it has not.
    private static func lookUpOneHots(_ model: Model) throws -> [Node] {
        let rewriter = ModelRewriter(model)
        var made: [Node] = []
        for node in rewriter.nodes {
            guard let product = node.operation as? MatMul, !product.transposeA, let table = node.inputs[1].node.constant_tensor,
                table.element_type == .f32, table.shape.count == 2, node.inputs[0].node.operation is Convert,
                let comparison = node.inputs[0].node.inputs.first?.node, let indices = indices(comparison),
                let dimensions = indices.partial_shape.dimensions, dimensions.last == Dimension(1), dimensions.count > 1
            else { continue }
            let (height, width) = (table.shape[0], table.shape[1])
            let count = product.transposeB ? width : height
            guard comparison.outputType(0).partial_shape.dimensions?.last?.length == count,
                rewriter.isClosed([comparison, node.inputs[0].node, node], last: node)
            else { continue }
            let type = indices.element_type
            func constant(_ value: Int, _ suffix: String) throws -> Output {
                let tensor = type == .i64 ? try Tensor([Int64(value)], shape: []) : try Tensor([Int32(value)], shape: [])
                return try rewriter.add(Constant(tensor), [], before: node, suffix: suffix)
            }
            // Indices below zero and past the end meet in a row of zeros behind the others.
            let rows = try rewriter.add(
                Constant(try extended(table, isTransposed: product.transposeB)), [], before: node, suffix: "table")
            let axes = try rewriter.add(Constant(try Tensor([Int64(-1)], shape: [1])), [], before: node, suffix: "axes")
            let flat = try rewriter.add(Squeeze(), [indices, axes], before: node, suffix: "indices")
            let above = try rewriter.add(
                BinaryElementwise(.maximum), [flat, try constant(-1, "least")], before: node, suffix: "above")
            let within = try rewriter.add(
                BinaryElementwise(.minimum), [above, try constant(count, "most")], before: node, suffix: "within")
            let axis = try rewriter.add(Constant(try Tensor([Int64(0)], shape: [])), [], before: node, suffix: "axis")
            made.append(
                try rewriter.substitute([comparison, node.inputs[0].node, node], last: node, with: Gather(), [rows, within, axis]))
        }
        return made
    }

    /// What is compared with the numbers from 0 on.
    private static func indices(_ node: Node) -> Output? {
        guard let equal = node.operation as? BinaryElementwise, equal.kind == .equal, equal.autoBroadcast == .numpy else { return nil }
        for (indices, numbers) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])] {
            guard let tensor = numbers.node.constant_tensor, [.i32, .i64].contains(indices.element_type),
                tensor.shape.last == tensor.size, let values = PartialValue(tensor)?.exactIntegers, values == Array(values.indices),
                tensor.shape.count <= indices.rank ?? 0
            else { continue }
            return indices
        }
        return nil
    }

    private static func extended(_ table: Tensor, isTransposed: Bool) throws -> Tensor {
        let source = try table.scalars(as: Float.self)
        let (height, width) = (table.shape[0], table.shape[1])
        if !isTransposed { return try Tensor(source + [Float](repeating: 0, count: width), shape: [height + 1, width]) }
        var rows = [Float](repeating: 0, count: (width + 1) * height)
        for row in 0..<height {
            for column in 0..<width { rows[column * height + row] = source[row * width + column] }
        }
        return try Tensor(rows, shape: [width + 1, height])
    }

    // MARK: Functions of what is looked up

    /// A function of each element of rows that are looked up is the same function of the table, which is computed once. Here every index
    /// is one that the table has.
    private static func moveFunctions(behind gather: Node, _ rewriter: ModelRewriter) throws {
        var gather = gather
        while let reader = rewriter.onlyReader(of: Output(gather, 0)),
            let inputs = functionOfTable(reader.node, at: reader.index, gather)
        {
            let computed = try rewriter.add(reader.node.operation, inputs, before: reader.node, suffix: "table")
            gather = try rewriter.substitute(
                [gather, reader.node], last: reader.node, with: gather.operation, [computed] + gather.inputs.dropFirst())
        }
    }

    /// The inputs with which a node computes of the table what it computes of the rows; nil where it cannot.
    private static func functionOfTable(_ node: Node, at index: Int, _ gather: Node) -> [Output]? {
        guard node.outputCount == 1, node.outputType(0).element_type == .f32 else { return nil }
        var inputs = node.inputs
        inputs[index] = gather.inputs[0]
        switch node.operation {
        case is UnaryElementwise, is Clamp, is Elu, is Gelu: return inputs
        case is Swish, is ParametricActivation:
            return index == 0 && inputs.dropFirst().allSatisfy { $0.node.operation is Constant } ? inputs : nil
        case let binary as BinaryElementwise:
            let other = node.inputs[1 - index]
            // The constant may vary within a row alone.
            guard binary.autoBroadcast == .numpy, other.isConstantWithin(Output(gather, 0)), let tensor = other.node.constant_tensor,
                tensor.shape.dropLast().allSatisfy({ $0 == 1 }), let values = try? tensor.scalars(as: Float.self),
                let row = try? opset.constant(values, shape: tensor.shape.isEmpty ? [] : [values.count])
            else { return nil }
            inputs[1 - index] = row
            return inputs
        default: return nil
        }
    }
}
