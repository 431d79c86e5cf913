import InferTensors

/// The inputs or outputs of a model, to be found by nothing, index or name, with OpenVINO's errors.
package struct PortList: Sendable {
    package enum Side: String, Sendable {
        case input, output

        var capitalized: String { self == .input ? "Input" : "Output" }
    }

    private let ports: [Output]
    private let side: Side
    private let owner: String

    /// - Parameter owner: `Model` or `CompiledModel`, for the errors.
    package init(_ ports: [Output], _ side: Side, of owner: String) {
        self.ports = ports
        self.side = side
        self.owner = owner
    }

    package func only() throws -> Output {
        guard ports.count == 1 else {
            throw RuntimeError(
                .invalidArgument,
                "\(owner).\(side.rawValue)() must be called on a model with exactly one \(side.rawValue); this one has \(ports.count)")
        }
        return ports[0]
    }

    package func at(_ index: Int) throws -> Output {
        guard index >= 0, index < ports.count else {
            throw RuntimeError(.notFound, "Cannot get \(side.rawValue) for index: \(index); the model has \(ports.count) \(side.rawValue)s")
        }
        return ports[index]
    }

    package func named(_ name: String) throws -> Output {
        guard let port = ports.first(where: { $0.names.contains(name) }) else {
            let known = ports.flatMap(\.names).sorted().prefix(8).joined(separator: ", ")
            throw RuntimeError(.notFound, "\(side.capitalized) for tensor name '\(name)' is not found; \(side.rawValue) names: \(known)")
        }
        return port
    }
}
