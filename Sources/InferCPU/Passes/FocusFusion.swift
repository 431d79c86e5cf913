import InferGraph
import InferTensors

/// Puts one convolution in the place of one over an image whose blocks were dealt out to channels (YOLO's Focus: slices of every second
/// row and column, one behind the other): its filters grow to twice the size and it steps over the image itself.
enum FocusFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes {
            guard let convolution = node.operation as? InferGraph.Convolution, !convolution.isGrouped, convolution.autoPad == .explicit,
                convolution.dilations.allSatisfy({ $0 == 1 }), let filters = node.inputs[1].node.constant_tensor,
                filters.element_type == .f32, filters.shape.count == 4, let focus = Focus(node.inputs[0]),
                rewriter.isClosed(focus.nodes + [node], last: node)
            else { continue }
            let window = convolution.window(spatialRank: 2)
            var operation = convolution
            operation.strides = window.strides.map { 2 * $0 }
            operation.dilations = [1, 1]
            operation.padsBegin = window.padsBegin.map { 2 * $0 }
            operation.padsEnd = window.padsEnd.map { 2 * $0 }
            let weights = try rewriter.add(Constant(try focus.spread(filters)), [], before: node, suffix: "weights")
            try rewriter.substitute(focus.nodes + [node], last: node, with: operation, [focus.image, weights])
        }
    }

    /// The parts of an image, each every second row and column from an offset, as channels.
    private struct Focus {
        let image: Output
        let nodes: [Node]
        /// The first row and column of each part.
        private let offsets: [(row: Int, column: Int)]
        private let channels: Int

        init?(_ output: Output) {
            guard let concat = output.node.operation as? Concat, output.rank == 4, concat.axis == 1 || concat.axis == -3 else { return nil }
            var nodes = [output.node]
            var offsets: [(row: Int, column: Int)] = []
            var image: Output?
            for part in output.node.inputs {
                guard let walk = Self.walk(part) else { return nil }
                guard image == nil || image == walk.source else { return nil }
                image = walk.source
                offsets.append((walk.starts[0], walk.starts[1]))
                nodes += walk.nodes.filter { !nodes.contains($0) }
            }
            // With an odd length the parts would not be of one size.
            guard let image, let dimensions = image.partial_shape.dimensions, let channels = dimensions[1].length,
                dimensions[2...].allSatisfy({ $0.length.map { $0 % 2 == 0 } ?? false })
            else { return nil }
            self.image = image
            self.nodes = nodes
            self.offsets = offsets
            self.channels = channels
        }

        /// Follows slices with a step of 2 along rows and columns.
        private static func walk(_ output: Output) -> (source: Output, starts: [Int], nodes: [Node])? {
            var starts: [Int?] = [nil, nil]
            var nodes: [Node] = []
            var current = output
            while nodes.count < 2, let ranges = ranges(current.node) {
                for (axis, start) in ranges {
                    guard axis >= 2, starts[axis - 2] == nil else { return nil }
                    starts[axis - 2] = start
                }
                nodes.append(current.node)
                current = current.node.inputs[0]
                if !starts.contains(nil) { break }
            }
            guard let row = starts[0], let column = starts[1] else { return nil }
            return (current, [row, column], nodes)
        }

        /// The axes that a node takes every second element of, and from which of the first two on; nil where it takes others.
        private static func ranges(_ node: Node) -> [(axis: Int, start: Int)]? {
            let inputs = node.inputs
            guard inputs.count > 3, inputs[0].rank == 4, let lengths = inputs[0].partial_shape.dimensions,
                let starts = inputs[1].knownIntegers, let stops = inputs[2].knownIntegers, let steps = inputs[3].knownIntegers
            else { return nil }
            var found: [(axis: Int, start: Int)] = []
            func add(_ axis: Int, _ range: SliceRange, length: Int, step: Int) -> Bool {
                if step == 1 { return range.start == 0 && range.count == length }
                guard step == 2, range.start < 2, range.count == (length - range.start + 1) / 2 else { return false }
                found.append((axis, range.start))
                return true
            }
            if node.operation is Slice {
                let axes = inputs.count > 4 ? inputs[4].knownIntegers : Array(starts.indices)
                guard let axes else { return nil }
                for (entry, given) in axes.enumerated() {
                    guard (-4..<4).contains(given), let length = lengths[given < 0 ? given + 4 : given].length else { return nil }
                    let range = SliceRange(length: length, start: starts[entry], stop: stops[entry], step: steps[entry])
                    guard add(given < 0 ? given + 4 : given, range, length: length, step: steps[entry]) else { return nil }
                }
            } else if let slice = node.operation as? StridedSlice {
                guard let parts = slice.parts(count: starts.count, rank: 4) else { return nil }
                var axis = 0
                for part in parts {
                    switch part {
                    case .whole: break
                    case .slice(let entry):
                        if let length = lengths[axis].length {
                            let range = slice.range(
                                entry: entry, length: length, begin: starts[entry], end: stops[entry], stride: steps[entry])
                            guard add(axis, range, length: length, step: steps[entry]) else { return nil }
                        } else {
                            // Of a length that is not known all must be taken.
                            guard entry < slice.beginMask.count, slice.beginMask[entry] == 1, entry < slice.endMask.count,
                                slice.endMask[entry] == 1, steps[entry] == 1
                            else { return nil }
                        }
                    case .element, .newAxis: return nil
                    }
                    axis += 1
                }
            } else {
                return nil
            }
            return found.isEmpty ? nil : found
        }

        /// Filters over the parts as filters over the image.
        func spread(_ filters: Tensor) throws -> Tensor {
            let source = try filters.scalars(as: Float.self)
            let (count, height, width) = (filters.shape[0], filters.shape[2], filters.shape[3])
            var spread = [Float](repeating: 0, count: count * channels * 4 * height * width)
            var index = 0
            for filter in 0..<count {
                for offset in offsets {
                    for channel in 0..<channels {
                        for row in 0..<height {
                            for column in 0..<width {
                                let line = ((filter * channels + channel) * height + row) * 2 + offset.row
                                // Parts that are the same add up.
                                spread[(line * width + column) * 2 + offset.column] += source[index]
                                index += 1
                            }
                        }
                    }
                }
            }
            return try Tensor(spread, shape: [count, channels, 2 * height, 2 * width])
        }
    }
}
