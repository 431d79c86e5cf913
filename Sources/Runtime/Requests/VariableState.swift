import InferDevices
import InferTensors

/// A variable of a stateful model, as one request has it: what one run leaves for the next.
public struct VariableState: Sendable {
    private let variable: any DeviceVariableState

    init(_ variable: any DeviceVariableState) {
        self.variable = variable
    }

    /// The variable's identifier in the model.
    public var name: String { variable.name }

    /// The tensor that holds the current value: writing into it changes the state. Before the first run it holds zeros.
    public var state: Tensor {
        get throws { try variable.get_state() }
    }

    /// Copies a value in, for the next run.
    ///
    /// - Throws: `RuntimeError` of kind `mismatch` where element type or shape do not fit.
    public func set_state(_ tensor: Tensor) throws {
        try variable.set_state(tensor)
    }

    /// Makes the next run start from the variable's initial value.
    public func reset() throws {
        try variable.reset()
    }
}

extension VariableState: CustomStringConvertible {
    /// The variable's name and the tensor that holds its value.
    public var description: String {
        "<VariableState: '\(name)' \((try? state).map { "\($0)" } ?? "of unknown value")>"
    }
}
