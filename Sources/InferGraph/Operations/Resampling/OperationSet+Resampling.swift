extension OperationSet {
    /// Elements computed between elements.
    static let resampling: [Entry] = [1, 4, 11].map { opset in Entry { Interpolate(opset: opset) } } + [Entry { GridSample() }]
}
