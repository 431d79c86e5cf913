extension OperationSet {
    /// Regions and boxes in pictures.
    static let detection: [Entry] =
        [1, 8].map { opset in Entry { DetectionOutput(opset: opset) } } + [1, 8].map { opset in Entry { PriorBox(opset: opset) } }
        + [1, 4].map { opset in Entry { Proposal(opset: opset) } } + [3, 9, 15].map { opset in Entry { ROIAlign(opset: opset) } } + [
            Entry { PriorBoxClustered() }, Entry { PSROIPooling() }, Entry { DeformablePSROIPooling() }, Entry { ROIPooling() },
            Entry { RegionYolo() }, Entry { GenerateProposals() }, Entry { GenerateProposals(singleImage: true) },
            Entry { ExperimentalDetectronDetectionOutput() }, Entry { ExperimentalDetectronPriorGridGenerator() },
            Entry { ExperimentalDetectronROIFeatureExtractor() }, Entry { ExperimentalDetectronTopKROIs() },
        ]
}
