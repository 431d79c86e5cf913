import InferTensors

/// A tensor whose elements are part of the model. Specification: `Constant-1`.
///
/// The tensor is shared and never written: it may lie in a mapped file.
package struct Constant: Operation {
    package let tensor: Tensor
    /// The elements, where shape inference may need them.
    private let value: PartialValue?

    package init(_ tensor: Tensor) {
        self.tensor = tensor
        value = PartialValue(tensor)
    }

    package var key: OperationKey { OperationKey("Constant", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        var element_type = tensor.element_type
        var shape = Array(tensor.shape)
        try attributes.on("element_type", &element_type)
        try attributes.on("shape", &shape)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(0)
        return [TensorType(tensor.element_type, PartialShape(tensor.shape), value: value)]
    }
}

extension PartialValue {
    /// The elements of a small tensor of a type that shapes are computed in; nil for others.
    package init?(_ tensor: Tensor) {
        guard let snapshot = try? tensor.snapshot else { return nil }
        let count = shape_size(snapshot.shape)
        guard count <= Self.maximumCount, snapshot.isContinuous else { return nil }
        let data = UnsafeRawPointer(snapshot.data)
        func integers<Scalar: FixedWidthInteger>(_ type: Scalar.Type) -> PartialValue {
            .integers(
                (0..<count).map {
                    ValueBounds(Int(clamping: data.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Scalar>.size, as: Scalar.self)))
                })
        }
        func reals<Scalar: BinaryFloatingPoint>(_ type: Scalar.Type) -> PartialValue {
            .reals((0..<count).map { Double(data.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Scalar>.size, as: Scalar.self)) })
        }
        func halves(_ number: (UInt16) -> Float) -> PartialValue {
            .reals((0..<count).map { Double(number(data.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))) })
        }
        switch snapshot.element_type {
        case .i64: self = integers(Int64.self)
        case .i32: self = integers(Int32.self)
        case .i16: self = integers(Int16.self)
        case .i8: self = integers(Int8.self)
        case .u64: self = integers(UInt64.self)
        case .u32: self = integers(UInt32.self)
        case .u16: self = integers(UInt16.self)
        case .u8, .boolean: self = integers(UInt8.self)
        case .f32: self = reals(Float.self)
        case .f64: self = reals(Double.self)
        case .f16: self = halves(ElementConversion.float(f16:))
        case .bf16: self = halves(ElementConversion.float(bf16:))
        default: return nil
        }
        // A number that is no number, or none that a shape can be computed from, tells nothing.
        if case .reals(let values) = self, !values.allSatisfy(\.isFinite) { return nil }
    }
}
