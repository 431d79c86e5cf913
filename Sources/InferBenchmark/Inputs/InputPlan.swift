import Runtime

/// What the command line makes of a model's inputs.
struct InputPlan {
    var ports: [InputPort]
    let names: PortNames
    /// The shapes that the model must take on; empty when it may stay as it is.
    let reshaping: [Int: PartialShape]
    /// What the user should know.
    let warnings: [String]

    /// - Throws: ``InputError`` or `RuntimeError` for shapes that do not fit.
    init(_ inputs: [Output], _ options: Options) throws {
        names = PortNames(inputs.enumerated().map { index, input in input.names.sorted() + [input.node.friendly_name] })
        let shapes = try PortValues(options.shapes, names, flag: "-shape").values
        let layouts = try PortValues(options.layouts, names, flag: "-layout").values
        let dataShapes = try PortValues(options.dataShapes, names, flag: "-data_shape").values
        var warnings: [String] = []
        var reshaping: [Int: PartialShape] = [:]
        var ports: [InputPort] = []

        for (index, input) in inputs.enumerated() {
            let shape = try shapes[index].first.map { try PartialShape("[\($0)]") } ?? input.partial_shape
            let layout =
                try layouts[index].first.map { try Layout($0) }
                ?? (input.node.layout.empty ? InputPort.likelyLayout(shape) : input.node.layout)
            var port = InputPort(name: names.main[index], element_type: input.element_type, partial_shape: shape, layout: layout)
            if let batch = options.batch {
                if options.dataShapes.isEmpty {
                    try port.setBatch(batch, &warnings)
                } else {
                    warnings.append("Batch size will be ignored. Provide batch dimension in data_shape parameter.")
                }
            }
            if port.partial_shape != input.partial_shape {
                reshaping[index] = port.partial_shape
            }
            if port.partial_shape.is_static {
                if !dataShapes[index].isEmpty {
                    warnings.append("Input '\(port.name)' has static shape. Provided data shapes for this input will be ignored.")
                }
            } else {
                port.dataShapes = try dataShapes[index].map { try port.dataShape(PartialShape("[\($0)]")) }
            }
            ports.append(port)
        }
        if options.batch != nil, options.dataShapes.isEmpty, try ports.allSatisfy({ try $0.batchAxis == nil }) {
            throw InputError(
                "-b option is provided in command line, but there's no inputs with batch(N) dimension in input layout, so batch cannot be set. "
                    + "You may specify layout explicitly using -layout option.")
        }
        self.ports = ports
        self.reshaping = reshaping
        self.warnings = warnings
    }

    /// Whether no input has data of more than one shape, so that they need to be set only once.
    var hasOneShapeAPort: Bool {
        get throws { try ports.allSatisfy { try $0.shapes.count <= 1 } }
    }

    /// How many items an inference handles with the data of one group; 1 where no layout tells.
    func batch(ofGroup group: Int) throws -> Int {
        for port in ports {
            let shapes = try port.shapes
            guard let axis = try port.batchAxis, !shapes.isEmpty else { continue }
            let shape = shapes[group % shapes.count]
            if shape.indices.contains(axis) { return shape[axis] }
        }
        return 1
    }
}

extension InputPort {
    fileprivate mutating func setBatch(_ batch: Int, _ warnings: inout [String]) throws {
        if layout.empty, let first = partial_shape.dimensions?.first, first.is_dynamic || first.max_length <= 1 {
            warnings.append(
                "Batch dimension is not specified for input '\(name)'. The first dimension will be interpreted as batch size.")
            layout = try Layout("N...")
        }
        guard let axis = try batchAxis, var dimensions = partial_shape.dimensions, dimensions.indices.contains(axis) else { return }
        dimensions[axis] = Runtime.Dimension(batch)
        partial_shape = PartialShape(dimensions)
    }

    /// Checks a shape for data against the port's.
    func dataShape(_ shape: PartialShape) throws -> Shape {
        guard shape.is_static else { throw InputError("Data shape always should be static, \(shape) is dynamic.") }
        guard partial_shape.compatible(shape) else {
            throw InputError(
                "Data shape '\(shape)' provided for input '\(name)' is not compatible with partial shape '\(partial_shape)' for this input."
            )
        }
        return try shape.to_shape()
    }
}
