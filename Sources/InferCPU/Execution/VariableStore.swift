import InferDevices
import InferGraph
import InferTensors

/// A variable of a model: what its ReadValue and Assign share.
struct VariableDescription: Sendable {
    let name: String
    let element_type: ElementType
    let shape: PartialShape

    /// The variables of a model, in the order of their first use.
    static func collect(_ model: Model) throws -> [VariableDescription] { [] }
}

/// The variables of one request: what Assign writes, and ReadValue reads in the next run.
final class VariableStore {
    let states: [any DeviceVariableState]

    init(_ descriptions: [VariableDescription]) throws { states = [] }

    /// Makes what this run assigned the value that the next one reads.
    func commit() {}
}
