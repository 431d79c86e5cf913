import InferGraph
import InferTensors
import Synchronization

/// A compiled model: steps over slots. It knows no concrete dynamic size; a ``Binding`` gives it shapes. Shared by all requests.
final class Program: Sendable {
    let name: String
    let slots: [Slot]
    let steps: [Step]
    /// The slots of the inputs, in order.
    let inputs: [SlotID]
    /// The slots of the outputs, in order.
    let outputs: [SlotID]
    /// For each slot the last step that reads it, through aliases too; -1 where none does. Outputs live to the end.
    let lastUse: [Int]
    /// Slots that lie in variables.
    let variables: [VariableSlot]
    /// For each slot the one whose memory it has.
    let root: [SlotID]

    private let cache = Mutex(BindingCache(capacity: 32))

    init(name: String, slots: [Slot], steps: [Step], inputs: [SlotID], outputs: [SlotID]) {
        self.name = name
        self.slots = slots
        self.steps = steps
        self.inputs = inputs
        self.outputs = outputs
        let root = slots.indices.map { index in
            var id = SlotID(index: index)
            while case .alias(let source) = slots[id.index].storage { id = source }
            return id
        }
        var lastUse = [Int](repeating: -1, count: slots.count)
        for (position, step) in steps.enumerated() {
            for slot in step.inputs { lastUse[root[slot.index].index] = position }
            for slot in step.outputs { lastUse[root[slot.index].index] = max(lastUse[root[slot.index].index], position) }
        }
        for output in outputs { lastUse[root[output.index].index] = steps.count }
        variables = slots.indices.compactMap { VariableSlot(SlotID(index: $0), slots[$0].storage, steps) }
        self.root = root
        self.lastUse = lastUse
    }

    /// The binding of the steps from `start` on to what is known of the slots that they read; made when it is not in the cache.
    func binding(from start: Int, known: [TensorType?], threads: Int) throws -> Binding {
        let key = BindingKey(start: start, threads: threads, known: liveTypes(at: start, known))
        if let found = cache.withLock({ $0.find(key) }) { return found }
        let made = try Binder(program: self, threads: threads).bind(from: start, known: known)
        cache.withLock { $0.insert(key, made) }
        return made
    }

    /// What a binding depends on: the known types of slots that steps from `start` on read.
    private func liveTypes(at start: Int, _ known: [TensorType?]) -> [TensorType?] {
        known.indices.map { index in
            if slots[index].isConstant { return nil }
            return lastUse[root[index].index] >= start ? known[index] : nil
        }
    }

    /// Forgets all bindings.
    func releaseBindings() { cache.withLock { $0.removeAll() } }
}

/// A slot that lies in a variable.
struct VariableSlot: Sendable {
    let slot: SlotID
    let variable: String
    /// Whether it is the variable's value rather than its next one.
    let isRead: Bool
    /// The step that writes it, or gives it.
    let producer: Int

    init?(_ slot: SlotID, _ storage: Slot.Storage, _ steps: [Step]) {
        switch storage {
        case .read(let variable): (self.variable, isRead) = (variable, true)
        case .assigned(let variable): (self.variable, isRead) = (variable, false)
        default: return nil
        }
        guard let producer = steps.firstIndex(where: { $0.outputs.contains(slot) }) else { return nil }
        self.slot = slot
        self.producer = producer
    }
}

/// What distinguishes one binding of a program from another.
struct BindingKey: Hashable {
    let start: Int
    let threads: Int
    let known: [TensorType?]
}

/// The bindings that were used last.
struct BindingCache {
    private var entries: [BindingKey: (binding: Binding, used: Int)] = [:]
    private var clock = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    mutating func find(_ key: BindingKey) -> Binding? {
        clock += 1
        guard let entry = entries[key] else { return nil }
        entries[key]?.used = clock
        return entry.binding
    }

    mutating func insert(_ key: BindingKey, _ binding: Binding) {
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            entries[oldest.key] = nil
        }
        entries[key] = (binding, clock)
    }

    mutating func removeAll() { entries = [:] }
}
