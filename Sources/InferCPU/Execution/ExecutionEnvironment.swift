import InferDevices
import InferKernels
import InferTensors

/// What the steps of a run share beside memory: the request's variables, and whether it was cancelled.
final class ExecutionEnvironment {
    let variables: VariableStore
    var cancellation: Cancellation?

    init(variables: VariableStore) { self.variables = variables }

    func checkCancellation() throws {
        if let cancellation, cancellation.isCancelled { throw Cancelled() }
    }
}
