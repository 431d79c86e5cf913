import InferTensors

/// A variable of a stateful model on a device: a value that one run leaves for the next. Each execution has its own.
public protocol DeviceVariableState: AnyObject, Sendable {
    /// The variable's identifier in the model.
    var name: String { get }

    /// The tensor that holds the current value; zeros before the first run.
    func get_state() throws -> Tensor

    /// Copies a value in, for the next run.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` where type or shape do not fit.
    func set_state(_ tensor: Tensor) throws

    /// Makes the next run start from the variable's initial value.
    func reset() throws
}
