import InferTensors

extension Model {
    /// The types of the Results for given types of the Parameters. The model itself stays as it is.
    ///
    /// - Parameter parameters: one for each Parameter; nil: as the Parameter says.
    /// - Throws: `RuntimeError` that names the first node whose inputs do not fit.
    package func resultTypes(for parameters: [TensorType?]) throws -> [TensorType] {
        var types: [ObjectIdentifier: [TensorType]] = [:]
        for (index, node) in self.parameters.enumerated() {
            types[ObjectIdentifier(node)] = [(index < parameters.count ? parameters[index] : nil) ?? node.outputType(0)]
        }
        for node in orderedNodes where types[ObjectIdentifier(node)] == nil {
            let inputs = try node.inputs.map { input in
                guard let outputs = types[ObjectIdentifier(input.node)], input.index < outputs.count else {
                    throw RuntimeError(.internalInconsistency, "\(node) reads an output that \(input.node) does not have")
                }
                return outputs[input.index]
            }
            types[ObjectIdentifier(node)] = try node.operation.infer(InferenceContext(subject: node.description, inputs: inputs))
        }
        return results.map { types[ObjectIdentifier($0)]?.first ?? $0.outputType(0) }
    }
}
