import InferTensors

extension Tensor {
    /// Creates a tensor of a port's element type and shape with memory of its own; of shape `{0}` where the port's shape is dynamic.
    ///
    /// - Throws: `RuntimeError` when the element type is not known or the memory cannot be had.
    public convenience init(_ port: Output) throws {
        try self.init(port.element_type, port.shapeOfNewTensor)
    }

    /// Creates a tensor of a port's element type and shape over a caller's memory; see ``Tensor/init(_:_:_:_:)``.
    public convenience init(_ port: Output, _ host_ptr: UnsafeMutableRawPointer?, _ strides: Strides? = nil) throws {
        try self.init(port.element_type, port.shapeOfNewTensor, host_ptr, strides)
    }

    /// Creates a tensor of a port's shape with a copy of the first scalars of an array.
    ///
    /// OpenVINO warns of an array that is longer than the shape; here the rest is left out.
    ///
    /// - Throws: `RuntimeError` of kind `mismatch` when the array is too short or its scalars are not the port's elements.
    public convenience init<Scalar: TensorScalar>(_ port: Output, _ scalars: [Scalar]) throws {
        let shape = port.shapeOfNewTensor
        guard Scalar.element_type == port.element_type else {
            throw RuntimeError(.mismatch, "The array is of \(Scalar.element_type); \(port) is of \(port.element_type)")
        }
        guard scalars.count >= shape_size(shape) else {
            throw RuntimeError(
                .mismatch,
                "Shape of the port exceeds shape of the array: \(shape) has \(shape_size(shape)) elements, the array \(scalars.count)")
        }
        try self.init(Array(scalars.prefix(shape_size(shape))), shape: shape)
    }
}

extension Output {
    /// The shape of a tensor made for the port when nothing else is known.
    fileprivate var shapeOfNewTensor: Shape { (try? shape) ?? [0] }
}
