extension OperationSet {
    /// The same elements under other axes, cut or joined.
    static let shaping: [Entry] = [
        Entry { ShapeOf(opset: 1) }, Entry { ShapeOf(opset: 3) }, Entry { Reshape() }, Entry { Squeeze(opset: 1) },
        Entry { Squeeze(opset: 15) }, Entry { Unsqueeze() }, Entry { Transpose() }, Entry { Concat() }, Entry { Split() },
        Entry { VariadicSplit() }, Entry { Broadcast(opset: 1) }, Entry { Broadcast(opset: 3) }, Entry { Tile() }, Entry { Pad(opset: 1) },
        Entry { Pad(opset: 12) },
    ]
}
