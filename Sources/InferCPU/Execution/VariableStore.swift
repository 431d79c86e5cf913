import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// A variable of a model: what its ReadValue and Assign share.
struct VariableDescription: Sendable {
    let name: String
    let element_type: ElementType
    let shape: PartialShape

    /// The variables of a model, in the order of their first use.
    static func collect(_ model: Model) throws -> [VariableDescription] {
        var found: [VariableDescription] = []
        for node in model.get_ordered_ops() {
            guard let read = node.operation as? ReadValue, !found.contains(where: { $0.name == read.variableId }) else { continue }
            let type = node.outputType(0)
            found.append(VariableDescription(name: read.variableId, element_type: type.element_type, shape: type.partial_shape))
        }
        return found
    }
}

/// The variables of one request: what Assign writes, and ReadValue reads in the next run.
final class VariableStore: Sendable {
    private let inOrder: [Variable]
    private let variables: [String: Variable]
    var states: [any DeviceVariableState] { inOrder }

    init(_ descriptions: [VariableDescription]) throws {
        let made = try descriptions.map { try Variable($0) }
        inOrder = made
        variables = Dictionary(made.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func variable(_ name: String) throws -> Variable {
        guard let variable = variables[name] else { throw RuntimeError(.notFound, "There is no variable '\(name)': no ReadValue names it") }
        return variable
    }

    /// Makes what this run assigned the value that the next one reads.
    func commit() {
        for index in inOrder.indices { inOrder[index].commit() }
    }
}

/// One variable of a request, in two buffers: a run reads one and writes the other, which then changes places with it.
final class Variable: DeviceVariableState {
    private struct State {
        var current: Tensor
        var next: Tensor?
        /// Where a run puts the initial value that it computes.
        var initial: Tensor?
        /// Whether the next run begins with the initial value.
        var isInitial = true
        var isAssigned = false
    }

    private let description: VariableDescription
    private let state: Mutex<State>

    init(_ description: VariableDescription) throws {
        self.description = description
        state = Mutex(State(current: try Self.zeros(description)))
    }

    /// Axes whose length is not known have none.
    private static func zeros(_ description: VariableDescription) throws -> Tensor {
        let lengths = description.shape.dimensions?.map { $0.length ?? 0 } ?? [0]
        return try Tensor(description.element_type, Shape(lengths))
    }

    var name: String { description.name }

    func get_state() throws -> Tensor { state.withLock { $0.current } }

    func set_state(_ tensor: Tensor) throws {
        guard tensor.element_type == description.element_type, description.shape.compatible(PartialShape(tensor.shape)) else {
            throw RuntimeError(
                .mismatch,
                "State '\(name)' is \(description.element_type) of shape \(description.shape); the tensor is \(tensor.element_type) of shape \(tensor.shape)"
            )
        }
        let copy = try Tensor(tensor.element_type, tensor.shape)
        try tensor.copy_to(copy)
        state.withLock { state in
            state.current = copy
            state.isInitial = false
        }
    }

    func reset() throws {
        let zeros = try Self.zeros(description)
        state.withLock { state in
            state.current = zeros
            state.isInitial = true
        }
    }

    /// The value that a run reads; nil when it is the initial one.
    var value: Tensor? { state.withLock { $0.isInitial ? nil : $0.current } }

    /// The zeros that stand for an initial value where nothing computes one.
    var initialZeros: Tensor { state.withLock { $0.current } }

    /// The buffer that an Assign of this run fills; what is in it when the run is over becomes the value.
    func assign(_ type: ElementType, _ shape: Shape) throws -> Tensor {
        let tensor = try nextValue(type, shape)
        state.withLock { $0.isAssigned = true }
        return tensor
    }

    /// The buffer that an Assign of this run would fill, for steps that compute its value there.
    func nextValue(_ type: ElementType, _ shape: Shape) throws -> Tensor {
        try state.withLock { state in
            let tensor: Tensor
            // A buffer that a user holds on to keeps what it showed.
            if state.next?.element_type == type, isKnownUniquelyReferenced(&state.next), let next = state.next {
                if next.shape != shape { try Self.reshape(next, shape) }
                tensor = next
            } else {
                tensor = try Tensor(type, shape)
            }
            state.next = tensor
            return tensor
        }
    }

    /// A value that has grown once will grow on: room for that saves moving at every step.
    private static func reshape(_ tensor: Tensor, _ shape: Shape) throws {
        if !tensor.hasRoom(for: shape) {
            let count = shape_size(shape)
            let (roomy, overflow) = count.addingReportingOverflow(count / 2)
            if !overflow { try tensor.set_shape([roomy]) }
        }
        try tensor.set_shape(shape)
    }

    /// Memory for the initial value of a run that begins without another.
    func initialValue(_ type: ElementType, _ shape: Shape) throws -> Tensor {
        try state.withLock { state in
            if let initial = state.initial, initial.element_type == type {
                if initial.shape != shape { try initial.set_shape(shape) }
                return initial
            }
            let tensor = try Tensor(type, shape)
            state.initial = tensor
            return tensor
        }
    }

    func commit() {
        state.withLock { state in
            guard state.isAssigned, let next = state.next else { return }
            state.next = state.current
            state.current = next
            state.isAssigned = false
            state.isInitial = false
        }
    }
}
