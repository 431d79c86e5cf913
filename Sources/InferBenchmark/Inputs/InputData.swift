import Runtime

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The tensors to infer with: from files, or random.
struct InputData {
    /// The tensors of each input, taken in turn.
    private let tensors: [[Tensor]]
    /// What was made of the command line, to print.
    let remarks: [String]

    /// - Parameter plan: Gains the shapes that the files bring.
    /// - Throws: ``InputError`` or `RuntimeError` for files that do not fit.
    init(_ plan: inout InputPlan, _ options: Options) throws {
        let files = try InputFiles(options.inputs, plan.names).files
        var random = RandomNumbers(seed: options.seed)
        var remarks: [String] = []
        var tensors: [[Tensor]] = []
        for index in plan.ports.indices {
            let name = plan.ports[index].name
            if files[index].isEmpty {
                remarks.append("Fill input '\(name)' with random values")
                tensors.append(try Self.randomTensors(plan.ports[index], &random))
            } else {
                remarks.append("Fill input '\(name)' from \(files[index].joined(separator: ", "))")
                tensors.append(try files[index].enumerated().map { try Self.tensor($1, number: $0, &plan.ports[index]) })
            }
        }
        self.tensors = tensors
        self.remarks = remarks
    }

    /// How many groups of tensors there are: an inference takes one of each input.
    var groupCount: Int { tensors.map(\.count).max() ?? 1 }

    /// The tensors of a group, one an input.
    func group(_ index: Int) -> [Tensor] {
        tensors.map { $0[index % $0.count] }
    }

    private static func randomTensors(_ port: InputPort, _ random: inout RandomNumbers) throws -> [Tensor] {
        let shapes = try port.shapes
        guard !shapes.isEmpty else {
            throw InputError(
                "Input '\(port.name)' has the dynamic shape \(port.partial_shape): give the shape of its data with -data_shape, or data with -i"
            )
        }
        return try shapes.map { shape in
            let tensor = try Tensor(port.element_type, shape)
            guard try tensor.withUnsafeMutableBytes({ random.fill($0, elementType: "\(port.element_type)") }) else {
                throw InputError(
                    "Input '\(port.name)' is of type \(port.element_type), for which there are no random values: give data with -i")
            }
            return tensor
        }
    }

    private static func tensor(_ path: String, number: Int, _ port: inout InputPort) throws -> Tensor {
        guard !path.hasSuffix(".bin") else { return try binaryTensor(path, number: number, port) }
        guard path.hasSuffix(".npy") else { throw InputError("\(path): files of this kind can't be read, only .npy and .bin") }
        let array = try NumpyArray(contentsOf: path)
        guard array.elementType == "\(port.element_type)" else {
            throw InputError("\(path) is of type \(array.elementType), input '\(port.name)' is of type \(port.element_type)")
        }
        var shape = Shape(array.shape)
        if let rank = port.partial_shape.dimensions?.count, rank == shape.count + 1 {
            shape = Shape([1] + array.shape)
        }
        guard port.partial_shape.compatible(PartialShape(shape)) else {
            throw InputError("\(path) has the shape \(shape), input '\(port.name)' the shape \(port.partial_shape)")
        }
        if !port.partial_shape.is_static {
            // Shapes of -data_shape say what the files should hold; without them the files say it.
            if port.dataShapes.count > number, port.dataShapes[number] != shape {
                throw InputError(
                    "\(path) has the shape \(shape), -data_shape the shape \(port.dataShapes[number]) for input '\(port.name)'")
            } else if port.dataShapes.count <= number {
                port.dataShapes.append(shape)
            }
        }
        return try tensor(port.element_type, shape, array.bytes)
    }

    private static func binaryTensor(_ path: String, number: Int, _ port: InputPort) throws -> Tensor {
        let shapes = try port.shapes
        guard !shapes.isEmpty else {
            throw InputError("\(path) does not tell its shape, and input '\(port.name)' is dynamic: give the shape with -data_shape")
        }
        let shape = shapes[number % shapes.count]
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw InputError("\(path): \(error.reason)")
        }
        let tensor = try Tensor(port.element_type, shape)
        guard bytes.count == tensor.byte_size else {
            throw InputError(
                "\(path) holds \(bytes.count) bytes, input '\(port.name)' of type \(port.element_type) and shape \(shape) needs \(tensor.byte_size)"
            )
        }
        try tensor.withUnsafeMutableBytes { _ = bytes.copyBytes(to: $0) }
        return tensor
    }

    private static func tensor(_ element_type: ElementType, _ shape: Shape, _ bytes: Data) throws -> Tensor {
        let tensor = try Tensor(element_type, shape)
        try tensor.withUnsafeMutableBytes { _ = bytes.copyBytes(to: $0) }
        return tensor
    }
}
