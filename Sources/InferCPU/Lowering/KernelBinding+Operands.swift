import InferTensors

extension KernelBinding {
    /// The axis that input `index` names, counted from the front.
    ///
    /// - Throws: where it is none of a tensor of the rank.
    func axis(_ index: Int, rank: Int) throws -> Int { try axis(inputs[index].integers(subject).first ?? 0, of: rank) }

    /// An axis counted from the front.
    func axis(_ axis: Int, of rank: Int) throws -> Int {
        guard axis >= -rank, axis < rank else {
            throw RuntimeError(.invalidArgument, "\(subject): axis \(axis) is outside a tensor of rank \(rank)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// The axes that input `index` names, counted from the front.
    func axes(_ index: Int, rank: Int) throws -> [Int] { try inputs[index].integers(subject).map { try axis($0, of: rank) } }

    /// What is thrown when no kernel takes a type.
    func unsupported(_ type: ElementType) -> RuntimeError {
        RuntimeError(.unsupported, "\(subject): is not supported for elements of type \(type)")
    }

    /// What is thrown when a value does not make sense.
    func invalid(_ message: String) -> RuntimeError { RuntimeError(.invalidArgument, "\(subject): \(message)") }
}
