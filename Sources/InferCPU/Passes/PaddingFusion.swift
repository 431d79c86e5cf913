import InferGraph
import InferTensors

/// Lets convolutions and poolings see zeros around their data where a node pads them.
enum PaddingFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes {
            guard let operation = node.operation as? any WindowedOperation, let pad = node.inputs.first?.node,
                let padding = padding(pad), rewriter.isClosed([pad, node], last: node), let padded = padded(operation, padding)
            else { continue }
            try rewriter.substitute([pad, node], last: node, with: padded, [pad.inputs[0]] + node.inputs.dropFirst())
        }
    }

    /// The zeros in front of and behind each spatial axis; nil where a node pads otherwise.
    private static func padding(_ node: Node) -> (begin: [Int], end: [Int])? {
        guard let pad = node.operation as? Pad, pad.padMode == .constant, node.outputType(0).element_type == .f32,
            let begin = node.inputs[1].knownIntegers, let end = node.inputs[2].knownIntegers, begin.count > 2, begin.count == end.count,
            (begin + end).allSatisfy({ $0 >= 0 }), (begin[..<2] + end[..<2]).allSatisfy({ $0 == 0 }),
            node.inputs.count < 4 || node.inputs[3].scalar == 0
        else { return nil }
        return (Array(begin[2...]), Array(end[2...]))
    }

    private static func padded(_ operation: any WindowedOperation, _ padding: (begin: [Int], end: [Int])) -> (any Operation)? {
        // What is counted from the padded length would be counted from another one.
        guard operation.autoPad == .explicit || operation.autoPad == .valid else { return nil }
        let window = operation.window(spatialRank: padding.begin.count)
        let isPadded = operation.autoPad == .explicit
        let begin = zip(window.padsBegin, padding.begin).map { (isPadded ? $0 : 0) + $1 }
        let end = zip(window.padsEnd, padding.end).map { (isPadded ? $0 : 0) + $1 }
        let own = isPadded ? window.padsBegin + window.padsEnd : []
        if var convolution = operation as? InferGraph.Convolution, begin.count == padding.begin.count {
            // Negative padding takes zeros away that another one puts there.
            guard own.allSatisfy({ $0 >= 0 }) else { return nil }
            convolution.autoPad = .explicit
            convolution.padsBegin = begin
            convolution.padsEnd = end
            return convolution
        }
        // Zeros that a pooling adds itself must count as those that it is given do.
        guard var pool = operation as? AvgPool, own.allSatisfy({ $0 == 0 }), pool.roundingType == .floor else { return nil }
        pool.autoPad = .explicit
        pool.excludePad = false
        pool.padsBegin = begin
        pool.padsEnd = end
        return pool
    }
}
