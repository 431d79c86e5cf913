import InferGraph

/// The passes that make a model ready for the CPU, in their order. Each leaves a valid model with the same results.
enum CPUPasses {
    private static let passes: [@Sendable (Model, CompileOptions) throws -> Void] = [
        PrecisionWidening.run,
        HalfWeights.narrowTables,
        ConstantFolding.run,
        RedundancyRemoval.run,
        CommonSubexpressions.run,
        FocusFusion.run,
        ShuffleFusion.run,
        PaddingFusion.run,
        CroppingFusion.run,
        SoftmaxFusion.run,
        ActivationFusion.run,
        GroupNormalizationFusion.run,
        NormalizationFusion.run,
        ChannelShuffleFusion.run,
        AttentionFusion.run,
        TableLookup.run,
        ViewSinking.run,
        ProductTransposition.run,
        Canonicalization.run,
        ConstantFolding.run,
        AffineMerging.run,
        ConstantFolding.run,
        WeightFolding.run,
        BranchMerging.run,
        AffineMerging.run,
        ConstantFolding.run,
        PostOperationFusion.run,
        HalfWeights.run,
        ConstantFolding.finish,
        ElementwiseChainFusion.run,
    ]

    static func run(_ model: Model, _ options: CompileOptions) throws {
        for node in model.get_ordered_ops() {
            for body in node.bodies { try run(body, options) }
        }
        for pass in passes { try pass(model, options) }
    }
}
