import InferTensors

/// What an operation sees when it validates itself and infers its outputs: the types of its inputs, and a name for its errors.
///
/// The same inference serves two times: over partial shapes when a model is built or reshaped, and over static shapes when a
/// compiled program is bound to the shapes of a run.
package struct InferenceContext {
    /// Names the node in errors: `node 'conv1' (Convolution opset1)`.
    package let subject: String
    package let inputs: [TensorType]

    package init(subject: String, inputs: [TensorType]) {
        self.subject = subject
        self.inputs = inputs
    }

    package var count: Int { inputs.count }

    /// The element type of input `index`; an absent optional input is dynamic.
    package func type(_ index: Int) -> ElementType { index < inputs.count ? inputs[index].element_type : .dynamic }

    /// The shape of input `index`; an absent optional input is of dynamic rank.
    package func shape(_ index: Int) -> PartialShape { index < inputs.count ? inputs[index].partial_shape : .dynamic }

    /// What is known of the elements of input `index`.
    package func value(_ index: Int) -> PartialValue? { index < inputs.count ? inputs[index].value : nil }

    /// The elements of input `index`, when it is an integer tensor whose elements are all known.
    package func integers(_ index: Int) -> [Int]? { value(index)?.exactIntegers }

    /// The single element of input `index`, when known.
    package func integer(_ index: Int) -> Int? {
        guard let values = integers(index), values.count == 1 else { return nil }
        return values[0]
    }

    /// An error that names the node.
    package func failure(_ message: String, _ kind: RuntimeError.Kind = .mismatch) -> RuntimeError {
        RuntimeError(kind, "\(subject): \(message)")
    }

    /// Throws an error that names the node unless the condition holds.
    package func check(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        if !condition { throw failure(message()) }
    }

    /// Throws unless the operation has a number of inputs in the range.
    package func checkCount(_ range: ClosedRange<Int>) throws {
        try check(
            range.contains(inputs.count),
            "has \(inputs.count) inputs; expected \(range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)")"
        )
    }

    package func checkCount(_ count: Int) throws { try checkCount(count...count) }

    /// The element type that all the inputs share; a dynamic one gives way.
    package func commonType(_ indices: some Sequence<Int>) throws -> ElementType {
        var common = ElementType.dynamic
        for index in indices {
            let type = type(index)
            if type == .dynamic { continue }
            try check(common == .dynamic || common == type, "inputs differ in element type: \(common) and \(type)")
            common = type
        }
        return common
    }

    /// `axis` counted from the front, checked against a rank.
    package func normalizedAxis(_ axis: Int, rank: Int, _ what: String = "axis") throws -> Int {
        try check(axis >= -rank && axis < max(rank, 1), "\(what) \(axis) is outside a tensor of rank \(rank)")
        return axis < 0 ? axis + rank : axis
    }
}
