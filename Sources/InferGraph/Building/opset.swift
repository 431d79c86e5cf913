import InferTensors

/// Makes operations, to build a model in Swift code:
///
/// ```swift
/// let x = try opset.parameter(.f32, [1, 3], name: "x")
/// let y = try opset.create("Relu", [x])
/// let model = try Model([y], [x])
/// ```
///
/// Any operation of any version can be made by its type, as OpenVINO's node factory does; the common ones have a function each.
public enum opset {
    /// Makes an operation of any type.
    ///
    /// - Parameters:
    ///   - type: the operation's type as in its specification: `MatMul`, `Softmax`…
    ///   - inputs: the tensors that it reads, in order.
    ///   - attributes: the attributes of its specification; those left out have their defaults.
    ///   - version: the operation set that introduced the wanted version (`opset8`); the newest version when nil.
    ///   - name: the friendly name; a unique one is made up when nil.
    /// - Throws: `RuntimeError` when there is no such operation or attribute, or the inputs do not fit.
    public static func createNode(
        _ type: String, _ inputs: [Output] = [], _ attributes: [String: AttributeValue] = [:], version: String? = nil, name: String? = nil
    ) throws -> Node {
        guard var operation = version.map({ OperationSet.make(type, $0) }) ?? OperationSet.make(type) else {
            throw RuntimeError(.unsupported, "There is no operation '\(type)'\(version.map { " of version '\($0)'" } ?? "")")
        }
        let subject = "node '\(name ?? type)' (\(operation.key))"
        var visitor = AttributeVisitor(reading: attributes, subject: subject)
        try operation.visit(&visitor)
        if let unknown = visitor.unknownNames.first {
            throw RuntimeError(
                .invalidArgument, "\(subject) has no attribute '\(unknown)'; it has: \(visitor.visited.sorted().joined(separator: ", "))")
        }
        return try Node(operation, inputs, name: name)
    }

    /// Makes an operation of any type and gives its first output.
    ///
    /// - Throws: `RuntimeError` when there is no such operation or attribute, or the inputs do not fit.
    public static func create(
        _ type: String, _ inputs: [Output] = [], _ attributes: [String: AttributeValue] = [:], version: String? = nil, name: String? = nil
    ) throws -> Output {
        try createNode(type, inputs, attributes, version: version, name: name).output(0)
    }

    /// An input of a model.
    ///
    /// - Parameter name: the friendly name and, when given, the tensor's name.
    public static func parameter(_ element_type: ElementType, _ shape: PartialShape, name: String? = nil) throws -> Output {
        let output = Output(try Node(Parameter(element_type, shape), name: name), 0)
        if let name { output.set_names([name]) }
        return output
    }

    /// A tensor that is part of the model. The tensor is shared: do not write it afterwards.
    public static func constant(_ tensor: Tensor, name: String? = nil) throws -> Output {
        Output(try Node(Constant(tensor), name: name), 0)
    }

    /// A tensor of the given elements that is part of the model.
    public static func constant<Scalar: TensorScalar>(_ scalars: [Scalar], shape: Shape, name: String? = nil) throws -> Output {
        try constant(Tensor(scalars, shape: shape), name: name)
    }

    /// An output of a model.
    ///
    /// - Parameter name: the friendly name and, when given, one of the tensor's names.
    public static func result(_ output: Output, name: String? = nil) throws -> Output {
        let result = Output(try Node(Result(), [output], name: name), 0)
        if let name { result.add_names([name]) }
        return result
    }
}
