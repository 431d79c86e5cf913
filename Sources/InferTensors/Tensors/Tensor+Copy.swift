extension Tensor {
    /// Copies the elements to another tensor of the same type, whatever the strides of both. If the shapes differ, the destination takes this one's.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the element types differ, or the destination has no room for the shape.
    public func copy_to(_ destination: Tensor) throws {
        guard destination.element_type == element_type else {
            throw RuntimeError(.mismatch, "Tensor element types are not equal. (src: \(element_type) != dst: \(destination.element_type))")
        }
        guard destination !== self else { return }
        let source = try snapshot
        if try destination.snapshot.shape != source.shape { try destination.set_shape(source.shape) }
        let target = try destination.snapshot
        guard target.shape == source.shape else {
            throw RuntimeError(.mismatch, "The destination's shape changed from \(source.shape) to \(target.shape) during the copy.")
        }
        withExtendedLifetime((source.memory, target.memory)) { source.copyElements(to: target) }
    }
}
