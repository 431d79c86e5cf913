import InferGraph
import InferTensors

/// Puts conversions around operations that compute in f32 alone and whose tensors are of other floating-point types.
enum PrecisionWidening {
    /// The operations whose kernels compute in f32.
    private static let singleOperations: Set<ObjectIdentifier> = Set(
        types.map { ObjectIdentifier($0) })

    private static let types: [any Operation.Type] = [
        Softmax.self, MatMul.self, Convolution.self, ConvolutionBackpropData.self, MVN.self, NormalizeL2.self, GRN.self,
        GroupNormalization.self, LRN.self, BatchNormInference.self, FakeQuantize.self, FakeConvert.self,
        NonMaxSuppression.self, MatrixNms.self, MulticlassNms.self, NMSRotated.self, DetectionOutput.self, Proposal.self,
        GenerateProposals.self, ROIAlign.self, ROIPooling.self, PSROIPooling.self, DeformablePSROIPooling.self, RegionYolo.self,
        ExperimentalDetectronDetectionOutput.self, ExperimentalDetectronPriorGridGenerator.self, ExperimentalDetectronTopKROIs.self,
        ExperimentalDetectronROIFeatureExtractor.self, GridSample.self, DeformableConvolution.self, BinaryConvolution.self,
        FourierTransform.self, STFT.self, ISTFT.self, Inverse.self, GroupedMatMul.self, CTCGreedyDecoder.self, CTCGreedyDecoderSeqLen.self,
        CTCLoss.self, Multinomial.self, AdaptivePool.self, MaxPool.self, AvgPool.self, Interpolate.self, RecurrentCell.self,
        RecurrentSequence.self, ScaledDotProductAttention.self,
    ]

    /// Those among them that take integers too: what is narrower than 32 bits goes through f32 unharmed.
    private static let integerOperations: Set<ObjectIdentifier> = Set(
        ([GridSample.self] as [any Operation.Type]).map { ObjectIdentifier($0) })

    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where singleOperations.contains(ObjectIdentifier(type(of: node.operation))) {
            try widen(node, rewriter)
        }
    }

    private static func widen(_ node: Node, _ rewriter: ModelRewriter) throws {
        let takesIntegers = integerOperations.contains(ObjectIdentifier(type(of: node.operation)))
        let narrow = node.inputs.indices.filter {
            let type = node.inputs[$0].element_type
            return isWidened(type) || (takesIntegers && narrowIntegers.contains(type))
        }
        guard !narrow.isEmpty else { return }
        let types = node.outputTypes.map(\.element_type)
        for index in narrow { node.replaceInput(index, with: try widened(node.inputs[index], for: node)) }
        try node.validate()
        for (index, type) in types.enumerated() where node.outputType(index).element_type != type {
            let result = try Node(Convert(type), [Output(node, index)], name: "\(node.friendly_name)_narrow\(index)")
            rewriter.replace(Output(node, index), with: Output(result, 0))
        }
    }

    /// A tensor in f32: what a conversion that this pass made began with, or a new conversion.
    private static func widened(_ source: Output, for node: Node) throws -> Output {
        if source.node.operation is Convert, let origin = source.node.inputs.first, origin.element_type == .f32,
            singleOperations.contains(ObjectIdentifier(type(of: origin.node.operation)))
        {
            return origin
        }
        return Output(try Node(Convert(.f32), [source], name: "\(node.friendly_name)_wide"), 0)
    }

    private static let narrowIntegers: Set<ElementType> = [.i8, .u8, .i16, .u16]

    private static func isWidened(_ type: ElementType) -> Bool { type.is_real && type != .f32 }
}
