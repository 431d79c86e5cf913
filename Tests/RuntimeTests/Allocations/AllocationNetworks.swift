import Runtime

/// Small static networks that between them run every family of kernels, large enough that two threads share the work.
enum AllocationNetworks {
    typealias Network = (name: String, make: () throws -> Model)

    static var all: [Network] {
        [
            ("one addition", addition), ("elementwise chain", elementwiseChain), ("elementwise mixture", elementwiseMixture),
            ("products", products), ("dynamic product", productOfInputs), ("convolutions", convolutions), ("attention", attention),
            ("LSTM", { try recurrent("LSTM", gates: 4, states: 2) }), ("GRU", { try recurrent("GRU", gates: 3, states: 1) }),
            ("rearranging", rearranging), ("normalisation", normalisation), ("integers", integers), ("ordering", ordering),
            ("resampling", resampling), ("channels", channels), ("two outputs", twoOutputs), ("state", state),
            ("passed through", passedThrough),
        ]
    }

    private static func weights(_ shape: Shape) throws -> Output {
        var generator = SplitMix(state: 41)
        return try opset.constant((0..<shape_size(shape)).map { _ in generator.next() }, shape: shape)
    }

    private static func integers(_ values: Int64...) throws -> Output { try opset.constant(values, shape: [values.count]) }
    private static func integer(_ value: Int64) throws -> Output { try opset.constant([value], shape: []) }

    /// `y = x + 1` on four numbers.
    static func addition() throws -> Model {
        let x = try opset.parameter(.f32, [4], name: "x")
        return try Model([opset.create("Add", [x, weights([4])])], [x])
    }

    private static func elementwiseChain() throws -> Model {
        let x = try opset.parameter(.f32, [1, 64, 512], name: "x")
        var y = try opset.create("Multiply", [x, weights([512])])
        for type in ["Relu", "Tanh", "Sigmoid", "Exp", "Abs", "Sqrt"] { y = try opset.create(type, [y]) }
        return try Model([opset.create("Gelu", [y])], [x])
    }

    /// Functions, broadcasts and types that a chain does not take together.
    private static func elementwiseMixture() throws -> Model {
        let x = try opset.parameter(.f32, [64, 512], name: "x")
        let column = try opset.create("Add", [x, weights([64, 1])])
        let greater = try opset.create("Greater", [column, weights([])])
        let chosen = try opset.create("Select", [greater, x, column])
        let half = try opset.create("Convert", [chosen], ["destination_type": .elementType(.f16)])
        let back = try opset.create("Convert", [half], ["destination_type": .elementType(.f32)])
        let clamped = try opset.create("Clamp", [back], ["min": .real(-1), "max": .real(1)])
        return try Model([opset.create("Power", [clamped, weights([])])], [x])
    }

    private static func state() throws -> Model {
        let x = try opset.parameter(.f32, [1, 8], name: "x")
        let read = try opset.create(
            "ReadValue", [opset.constant([Float](repeating: 1, count: 8), shape: [1, 8])],
            ["variable_id": .string("sum"), "variable_type": .elementType(.f32), "variable_shape": .partialShape([1, 8])])
        let sum = try opset.create("Add", [x, read])
        let assign = try opset.createNode("Assign", [sum], ["variable_id": .string("sum")])
        return try Model([opset.create("Relu", [sum])], [x], sinks: [assign])
    }

    private static func products() throws -> Model {
        let x = try opset.parameter(.f32, [48, 48], name: "x")
        let hidden = try opset.create("Add", [opset.create("MatMul", [x, weights([48, 40])]), weights([40])])
        let active = try opset.create("Relu", [hidden])
        let product = try opset.create("MatMul", [active, weights([24, 40])], ["transpose_b": .boolean(true)])
        return try Model([opset.create("Softmax", [product], ["axis": .integer(1)])], [x])
    }

    private static func productOfInputs() throws -> Model {
        let x = try opset.parameter(.f32, [3, 32, 32], name: "x")
        let y = try opset.parameter(.f32, [3, 32, 32], name: "y")
        return try Model([opset.create("MatMul", [x, y], ["transpose_a": .boolean(true)])], [x, y])
    }

    private static func convolutions() throws -> Model {
        let x = try opset.parameter(.f32, [1, 3, 24, 24], name: "x")
        let around: [String: AttributeValue] = [
            "strides": .integers([1, 1]), "pads_begin": .integers([1, 1]), "pads_end": .integers([1, 1]), "dilations": .integers([1, 1]),
        ]
        let pooling: [String: AttributeValue] = [
            "strides": .integers([2, 2]), "pads_begin": .integers([0, 0]), "pads_end": .integers([0, 0]), "kernel": .integers([2, 2]),
        ]
        var y = try opset.create("Convolution", [x, weights([16, 3, 3, 3])], around)
        y = try opset.create("Relu", [opset.create("Add", [y, weights([1, 16, 1, 1])])])
        y = try opset.create("MaxPool", [y], pooling)
        y = try opset.create("Convolution", [y, weights([16, 16, 3, 3])], around)
        y = try opset.create("GroupConvolution", [y, weights([16, 1, 1, 3, 3])], around)
        y = try opset.create("AvgPool", [y], pooling.merging(["exclude-pad": .boolean(false)]) { $1 })
        y = try opset.create("ReduceMean", [y, integers(2, 3)], ["keep_dims": .boolean(false)])
        return try Model([opset.create("Softmax", [y], ["axis": .integer(1)])], [x])
    }

    private static func attention() throws -> Model {
        let query = try opset.parameter(.f32, [1, 2, 40, 16], name: "query")
        let key = try opset.parameter(.f32, [1, 2, 40, 16], name: "key")
        let value = try opset.parameter(.f32, [1, 2, 40, 16], name: "value")
        let result = try opset.create("ScaledDotProductAttention", [query, key, value], ["causal": .boolean(true)])
        return try Model([result], [query, key, value])
    }

    private static func recurrent(_ kind: String, gates: Int, states: Int) throws -> Model {
        let (batch, steps, width, hidden) = (2, 6, 24, 24)
        let x = try opset.parameter(.f32, [2, 6, 24], name: "x")
        var inputs = [x]
        for _ in 0..<states { inputs.append(try weights([batch, 2, hidden])) }
        inputs.append(try opset.constant([Int64](repeating: Int64(steps), count: batch), shape: [batch]))
        inputs.append(try weights([2, gates * hidden, width]))
        inputs.append(try weights([2, gates * hidden, hidden]))
        inputs.append(try weights([2, gates * hidden]))
        let node = try opset.createNode(
            kind + "Sequence", inputs, ["hidden_size": .integer(hidden), "direction": .string("bidirectional")])
        return try Model((0...states).map { try node.output($0) }, [x])
    }

    private static func rearranging() throws -> Model {
        let x = try opset.parameter(.f32, [4, 96, 128], name: "x")
        let transposed = try opset.create("Transpose", [x, integers(1, 0, 2)])
        let reshaped = try opset.create("Reshape", [transposed, integers(96, 512)], ["special_zero": .boolean(false)])
        let halves = try opset.createNode("Split", [reshaped, integer(1)], ["num_splits": .integer(2)])
        let joined = try opset.create("Concat", [halves.output(1), halves.output(0)], ["axis": .integer(0)])
        let gathered = try opset.create("Gather", [joined, integers(5, 0, 191, 7), integer(0)])
        let sliced = try opset.create("Slice", [joined, integers(0, 3), integers(190, 250), integers(2, 1)])
        let padded = try opset.create(
            "Pad", [sliced, integers(1, 2), integers(2, 1), opset.constant([0] as [Float], shape: [])],
            ["pad_mode": .string("constant")])
        let tiled = try opset.create("Tile", [gathered, integers(2, 2)])
        return try Model([padded, tiled], [x])
    }

    private static func normalisation() throws -> Model {
        let x = try opset.parameter(.f32, [4, 8, 16, 16], name: "x")
        let normal = try opset.create(
            "MVN", [x, integers(2, 3)],
            ["normalize_variance": .boolean(true), "eps": .real(1e-5), "eps_mode": .string("inside_sqrt")])
        let unit = try opset.create("NormalizeL2", [normal, integers(1)], ["eps": .real(1e-5), "eps_mode": .string("add")])
        let local = try opset.create(
            "LRN", [unit, integers(1)], ["alpha": .real(0.1), "beta": .real(0.75), "bias": .real(1), "size": .integer(3)])
        let quantised = try opset.create(
            "FakeQuantize",
            [
                local, opset.constant([-1] as [Float], shape: []), opset.constant([1] as [Float], shape: []),
                opset.constant([-1] as [Float], shape: []), opset.constant([1] as [Float], shape: []),
            ], ["levels": .integer(256)])
        let sum = try opset.create("ReduceSum", [quantised, integers(1)], ["keep_dims": .boolean(true)])
        return try Model([opset.create("LogSoftmax", [quantised], ["axis": .integer(1)]), sum], [x])
    }

    private static func integers() throws -> Model {
        let x = try opset.parameter(.i64, [64, 128], name: "x")
        let sum = try opset.create("Add", [x, opset.constant([3] as [Int64], shape: [])])
        let narrow = try opset.create("Convert", [sum], ["destination_type": .elementType(.i32)])
        return try Model([opset.create("ReduceMax", [narrow, integers(1)], ["keep_dims": .boolean(false)])], [x])
    }

    private static func ordering() throws -> Model {
        let x = try opset.parameter(.f32, [32, 256], name: "x")
        let top = try opset.createNode(
            "TopK", [x, integer(5)],
            ["axis": .integer(1), "mode": .string("max"), "sort": .string("value"), "index_element_type": .elementType(.i32)])
        let sums = try opset.create("CumSum", [x, integer(1)])
        return try Model([top.output(0), top.output(1), sums], [x])
    }

    private static func resize(_ x: Output, _ mode: String) throws -> Output {
        try opset.create(
            "Interpolate", [x, integers(32, 24), integers(2, 3)],
            [
                "mode": .string(mode), "shape_calculation_mode": .string("sizes"), "pads_begin": .integers([0, 0, 0, 0]),
                "pads_end": .integers([0, 0, 0, 0]),
            ])
    }

    private static func resampling() throws -> Model {
        let x = try opset.parameter(.f32, [1, 4, 16, 16], name: "x")
        return try Model([resize(x, "linear_onnx")], [x])
    }

    /// What is done with images whose channels are innermost.
    private static func channels() throws -> Model {
        let x = try opset.parameter(.f32, [1, 3, 16, 16], name: "x")
        let pads: [String: AttributeValue] = [
            "strides": .integers([1, 1]), "pads_begin": .integers([1, 1]), "pads_end": .integers([1, 1]), "dilations": .integers([1, 1]),
        ]
        let features = try opset.create("Convolution", [x, weights([48, 3, 3, 3])], pads)
        let resized = try [resize(features, "nearest"), resize(features, "linear_onnx")]
        let joined = try opset.create("Concat", resized, ["axis": .integer(1)])
        let padded = try opset.create(
            "Pad", [joined, integers(0, 0, 0, 0), integers(0, 32, 0, 0), opset.constant([0] as [Float], shape: [])],
            ["pad_mode": .string("constant")])
        let probability = try opset.create(
            "ConvolutionBackpropData", [padded, weights([128, 1, 2, 2])],
            [
                "strides": .integers([2, 2]), "pads_begin": .integers([0, 0]), "pads_end": .integers([0, 0]),
                "dilations": .integers([1, 1]),
            ])
        return try Model([opset.create("Sigmoid", [probability])], [x])
    }

    private static func twoOutputs() throws -> Model {
        let x = try opset.parameter(.f32, [8, 8], name: "x")
        let y = try opset.parameter(.f32, [8, 1], name: "y")
        return try Model([opset.create("Subtract", [x, y]), opset.create("ReduceMax", [x, integers(0)])], [x, y])
    }

    private static func passedThrough() throws -> Model {
        let x = try opset.parameter(.f32, [8, 8], name: "x")
        return try Model([x, opset.create("Relu", [x])], [x])
    }
}

/// Numbers in -1..<1, the same each time.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> Float {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return Float(bits >> 40) / 0x1p23 - 1
    }
}
