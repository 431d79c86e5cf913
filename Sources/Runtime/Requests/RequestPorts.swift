import InferGraph
import InferTensors

/// The ports of a compiled model, as requests find them: by name, by index, or by a port of the compiled model, of its source or of a copy.
struct RequestPorts: Sendable {
    let inputs: [RequestPort]
    let outputs: [RequestPort]
    private let positions: [String: PortPosition]

    init(inputs: [Output], outputs: [Output]) {
        self.inputs = inputs.enumerated().map { RequestPort($1, PortPosition(side: .input, index: $0)) }
        self.outputs = outputs.enumerated().map { RequestPort($1, PortPosition(side: .output, index: $0)) }
        var positions: [String: PortPosition] = [:]
        // Inputs come first, so a name that both sides have means the input.
        for port in self.inputs + self.outputs {
            for name in port.names where positions[name] == nil { positions[name] = port.position }
        }
        self.positions = positions
    }

    func ports(_ side: PortSide) -> [RequestPort] {
        side == .input ? inputs : outputs
    }

    subscript(position: PortPosition) -> RequestPort {
        ports(position.side)[position.index]
    }

    /// The port with that tensor name. A friendly name is not one.
    func find(_ name: String) throws -> PortPosition {
        guard let position = positions[name] else {
            let known = (inputs + outputs).compactMap { $0.names.min() }.map { "'\($0)'" }.joined(separator: ", ")
            throw RuntimeError(
                .notFound, "Port for tensor name '\(name)' was not found. The model has \(known.isEmpty ? "no names" : known)")
        }
        return position
    }

    /// The port at an index.
    func find(_ side: PortSide, _ index: Int) throws -> PortPosition {
        let count = ports(side).count
        guard index >= 0, index < count else {
            let name = side == .input ? "Input" : "Output"
            throw RuntimeError(.notFound, "\(name) port for index \(index) was not found! The model has only \(count) \(side.rawValue)s")
        }
        return PortPosition(side: side, index: index)
    }

    /// The only port of a side.
    func only(_ side: PortSide, _ caller: String) throws -> PortPosition {
        let count = ports(side).count
        guard count == 1 else {
            throw RuntimeError(
                .invalidArgument, "\(caller) must be called on a model with exactly one \(side.rawValue); this one has \(count)")
        }
        return PortPosition(side: side, index: 0)
    }

    /// The port that is the given one, or that stands for it: the same place of a node of the same type and name, with no names of its own.
    func find(_ output: Output) throws -> PortPosition {
        for port in inputs where port.output == output { return port.position }
        for port in outputs where port.output == output { return port.position }
        let wanted = PortSignature(output)
        let names = output.names
        for port in inputs + outputs where PortSignature(port.output) == wanted && names.isSubset(of: port.names) {
            return port.position
        }
        throw RuntimeError(.notFound, "Cannot find a port of the compiled model that corresponds to \(output)")
    }
}

/// What a port of a model and the same port of a copy have in common.
private struct PortSignature: Hashable {
    let index: Int
    let type_name: String
    let friendly_name: String
    let inputCount: Int
    let outputCount: Int

    init(_ output: Output) {
        index = output.index
        type_name = output.node.type_name
        friendly_name = output.node.friendly_name
        inputCount = output.node.inputs.count
        outputCount = output.node.outputs.count
    }
}
