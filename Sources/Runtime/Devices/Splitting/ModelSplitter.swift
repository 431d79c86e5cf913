import InferGraph
import InferTensors

/// Cuts a model into parts that run on one device each, one after the other.
enum ModelSplitter {
    /// A part of a model, as a model of its own.
    struct Part: Sendable {
        let device: String
        let model: Model
        /// What the part reads, in the order of its inputs.
        let sources: [Source]
        /// Where each of its outputs goes.
        let targets: [Target]
    }

    /// What an input of a part reads.
    enum Source: Hashable, Sendable {
        /// An input of the whole model.
        case input(Int)
        /// A tensor between parts.
        case tensor(Int)
    }

    /// Where an output of a part goes.
    enum Target: Hashable, Sendable {
        /// An output of the whole model.
        case output(Int)
        /// A tensor between parts.
        case tensor(Int)
    }

    /// An output of the whole model that no part gives.
    struct Copy: Sendable {
        /// What it gives.
        enum Origin: Sendable {
            case input(Int)
            case constant(Tensor)
        }

        let origin: Origin
        let output: Int
    }

    /// Whether a node has to be on some device, rather than being there wherever it is needed.
    static func needsDevice(_ node: Node) -> Bool {
        !["Parameter", "Constant", "Result"].contains(node.type_name)
    }

    /// The outputs of a model that are one of its inputs or a constant.
    static func copies(_ model: Model) -> [Copy] {
        let inputs = Dictionary(model.inputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return model.get_results().enumerated().compactMap { index, result in
            guard let source = result.inputs.first else { return nil }
            if let input = inputs[source] { return Copy(origin: .input(input), output: index) }
            return source.node.constant_tensor.map { Copy(origin: .constant($0), output: index) }
        }
    }

    /// The parts of a model, without what ``copies(_:)`` gives.
    ///
    /// - Parameter affinities: The device of each node that needs one, by friendly name.
    static func split(_ model: Model, _ affinities: [String: String]) throws -> [Part] {
        let nodes = model.get_ordered_ops().filter { node in
            needsDevice(node) || node.type_name == "Result" && node.inputs.contains { needsDevice($0.node) }
        }
        var stages: [Node: Stage] = [:]
        for group in NodeGroups(nodes).groups {
            let stage = try stage(of: group, stages, affinities)
            for node in group { stages[node] = stage }
        }
        var members: [Stage: [Node]] = [:]
        for node in nodes { stages[node].map { members[$0, default: []].append(node) } }

        let inputs = Dictionary(model.inputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let results = Dictionary(model.get_results().enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        // The tensors that cross from one part to another are numbered in the order in which parts give them.
        var numbers: [Output: Int] = [:]
        for node in nodes {
            for source in node.inputs where stages[source.node] != nil && stages[source.node] != stages[node] && numbers[source] == nil {
                numbers[source] = numbers.count
            }
        }
        return try members.keys.sorted().map { stage in
            var part = PartBuilder(inputs: inputs, numbers: numbers, results: results, sinks: Set(model.get_sinks()))
            for node in members[stage] ?? [] { try part.add(node) }
            return try part.build(stage.device)
        }
    }

    /// The stage of nodes that stay together: as late as the latest thing that they read, and one later than what they read from another device. So
    /// stages of the same level do not read from each other, and the stages, by level, can run one after the other.
    private static func stage(of group: [Node], _ stages: [Node: Stage], _ affinities: [String: String]) throws -> Stage {
        let sources = group.flatMap { node in node.inputs.compactMap { stages[$0.node] } }
        guard let first = group.first, let device = needsDevice(first) ? affinities[first.friendly_name] : sources.first?.device else {
            throw RuntimeError(.internalInconsistency, "HETERO: \(group) has no device")
        }
        return Stage(level: sources.map { $0.level + ($0.device == device ? 0 : 1) }.max() ?? 0, device: device)
    }

    private struct Stage: Hashable, Comparable {
        let level: Int
        let device: String

        static func < (left: Stage, right: Stage) -> Bool { (left.level, left.device) < (right.level, right.device) }
    }
}

/// Copies nodes into a model of their own.
private struct PartBuilder {
    let inputs: [Output: Int]
    let numbers: [Output: Int]
    let results: [Node: Int]
    let sinks: Set<Node>
    private var copies: [Output: Output] = [:]
    private var parameters: [Output] = []
    private var sources: [ModelSplitter.Source] = []
    private var outputs: [Output] = []
    private var targets: [ModelSplitter.Target] = []
    private var copiedSinks: [Node] = []

    init(inputs: [Output: Int], numbers: [Output: Int], results: [Node: Int], sinks: Set<Node>) {
        self.inputs = inputs
        self.numbers = numbers
        self.results = results
        self.sinks = sinks
    }

    mutating func add(_ node: Node) throws {
        var read: [Output] = []
        for source in node.inputs { read.append(try copy(source)) }
        let copied = node.copy(inputs: read, operation: node.operation)
        if sinks.contains(node) { copiedSinks.append(copied) }
        if let index = results[node] {
            outputs.append(try copied.output(0))
            targets.append(.output(index))
        }
        for output in node.outputs {
            copies[output] = try copied.output(output.index)
            if let number = numbers[output] {
                outputs.append(try copied.output(output.index))
                targets.append(.tensor(number))
            }
        }
    }

    /// What stands for a tensor in the part: a node of it, a copy of a constant, or a new input.
    private mutating func copy(_ source: Output) throws -> Output {
        if let copy = copies[source] { return copy }
        let copy: Output
        if source.node.type_name == "Constant" {
            copy = try source.node.copy(inputs: [], operation: source.node.operation).output(source.index)
        } else {
            copy = try opset.parameter(source.element_type, source.partial_shape)
            copy.node.friendly_name = source.node.friendly_name
            parameters.append(copy)
            if let index = inputs[source] {
                sources.append(.input(index))
            } else if let number = numbers[source] {
                sources.append(.tensor(number))
            } else {
                throw RuntimeError(
                    .internalInconsistency, "HETERO: \(source) crosses from one part of the model to another and has no number")
            }
        }
        copies[source] = copy
        return copy
    }

    func build(_ device: String) throws -> ModelSplitter.Part {
        let model = try Model(outputs, parameters, "part for \(device)", sinks: copiedSinks)
        return ModelSplitter.Part(device: device, model: model, sources: sources, targets: targets)
    }
}
