import InferTensors

/// What shape inference knows of a tensor: its element type, its partial shape and, where small and useful, its elements.
package struct TensorType: Hashable, Sendable {
    package var element_type: ElementType
    package var partial_shape: PartialShape
    /// Known only where the shape is static and the tensor small.
    package var value: PartialValue?

    package init(_ element_type: ElementType, _ partial_shape: PartialShape, value: PartialValue? = nil) {
        self.element_type = element_type
        self.partial_shape = partial_shape
        self.value = value
    }
}
