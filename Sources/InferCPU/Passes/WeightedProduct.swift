import InferGraph
import InferTensors

/// A convolution or matrix product with weights that are part of the model: what factors and summands of its data or result can go into.
struct WeightedProduct {
    let node: Node
    private let weights: Tensor
    private let groups: Int
    private let outputs: Int
    private let inputs: Int
    /// Weights of one pair of an input and an output.
    private let places: Int
    /// Whether the inputs' axis is outside the outputs'.
    private let isInputOuter: Bool

    init?(_ node: Node) {
        guard node.outputCount == 1, node.outputType(0).element_type == .f32, node.inputs.count > 1,
            let weights = node.inputs[1].node.constant_tensor, weights.element_type == .f32
        else { return nil }
        self.node = node
        self.weights = weights
        var shape = Array(weights.shape)
        var isGrouped = false
        switch node.operation {
        case let convolution as InferGraph.Convolution: (isGrouped, isInputOuter) = (convolution.isGrouped, false)
        case let transposed as ConvolutionBackpropData: (isGrouped, isInputOuter) = (transposed.isGrouped, true)
        case let product as MatMul:
            guard shape.count > 1, shape.dropLast(2).allSatisfy({ $0 == 1 }), let rank = node.inputs[0].rank, rank > 1,
                node.outputType(0).partial_shape.dimensions?.count == max(rank, shape.count), rank >= shape.count
            else { return nil }
            shape = Array(shape.suffix(2))
            isInputOuter = !product.transposeB
        default: return nil
        }
        groups = isGrouped ? shape.removeFirst() : 1
        guard shape.count > 1, !shape.contains(0) else { return nil }
        outputs = shape[isInputOuter ? 1 : 0]
        inputs = shape[isInputOuter ? 0 : 1]
        places = shape.dropFirst(2).reduce(1, *)
    }

    /// The axis of the data along which the inputs lie; nil where it is not the only one that matters.
    var inputAxis: Int? {
        guard let product = node.operation as? MatMul else { return 1 }
        return node.inputs[0].rank.map { product.transposeA ? $0 - 2 : $0 - 1 }
    }

    var outputAxis: Int? { node.operation is MatMul ? node.outputType(0).partial_shape.dimensions.map { $0.count - 1 } : 1 }

    var inputCount: Int { groups * inputs }
    var outputCount: Int { groups * outputs }

    /// Whether every element of the result is a sum over all the weights of its output, so that what is added to the data adds one number
    /// to each output.
    var sumsAllWeights: Bool {
        switch node.operation {
        case is MatMul: return true
        case let convolution as InferGraph.Convolution:
            if convolution.autoPad.isSame { return places == 1 && convolution.strides.allSatisfy { $0 == 1 } }
            return convolution.autoPad == .valid || (convolution.padsBegin + convolution.padsEnd).allSatisfy { $0 == 0 }
        default: return false
        }
    }

    /// The weights with every input or output multiplied with its factor.
    ///
    /// - Parameter factors: one for all or one for each.
    func scaled(inputs inputFactors: [Float]? = nil, outputs outputFactors: [Float]? = nil) throws -> Tensor {
        let source = try weights.scalars(as: Float.self)
        var scaled = source
        forEachPair { group, output, input, offset in
            var factor: Float = 1
            if let inputFactors { factor *= inputFactors[inputFactors.count == 1 ? 0 : group * inputs + input] }
            if let outputFactors { factor *= outputFactors[outputFactors.count == 1 ? 0 : group * outputs + output] }
            for place in offset..<offset + places { scaled[place] = source[place] * factor }
        }
        return try Tensor(scaled, shape: weights.shape)
    }

    /// What terms added to the inputs add to each output.
    func sums(of terms: [Float]) throws -> [Float] {
        let source = try weights.scalars(as: Float.self)
        var sums = [Double](repeating: 0, count: outputCount)
        forEachPair { group, output, input, offset in
            let term = Double(terms[terms.count == 1 ? 0 : group * inputs + input])
            var sum = 0.0
            for place in offset..<offset + places { sum += Double(source[place]) }
            sums[group * outputs + output] += sum * term
        }
        return sums.map { Float($0) }
    }

    private func forEachPair(_ body: (_ group: Int, _ output: Int, _ input: Int, _ offset: Int) -> Void) {
        var offset = 0
        for group in 0..<groups {
            for outer in 0..<(isInputOuter ? inputs : outputs) {
                for inner in 0..<(isInputOuter ? outputs : inputs) {
                    body(group, isInputOuter ? inner : outer, isInputOuter ? outer : inner, offset)
                    offset += places
                }
            }
        }
    }
}
