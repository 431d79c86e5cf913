import InferGraph
import InferTensors

/// Runs a model again and again: `Loop`, and `TensorIterator`, whose inputs say how often.
struct LoopKernel: ControlFlowKernel {
    let body: ControlFlowBody
    let program: Program
    /// nil for `Loop`.
    let iterator: TensorIterator?

    var name: String { iterator == nil ? "loop" : "tensor_iterator" }

    func makeState(_ environment: ExecutionEnvironment) throws -> AnyObject? { try BodyExecution(program, environment) }

    func run(_ operands: ControlFlowOperands, state: AnyObject?) throws {
        guard let execution = state as? BodyExecution else {
            throw RuntimeError(.internalInconsistency, "\(operands.subject): it has no execution of its body")
        }
        let limit = try iterationLimit(operands)
        var goesOn = try iterator != nil || operands.integer(1) != 0
        var collectors = body.outputs.compactMap { link in
            link.slice.map { Collector(link: link, slice: $0, type: execution.resultType(link.result)) }
        }
        var counter = Int64(0)
        var iteration = 0
        while goesOn, limit.map({ iteration < $0 }) ?? true {
            try operands.environment.checkCancellation()
            try bindParameters(execution, iteration, operands)
            try withUnsafeMutablePointer(to: &counter) { pointer in
                if let parameter = body.iterationParameter {
                    execution.parameters[parameter].memory = UnsafeMutableRawPointer(pointer)
                }
                try execution.run(operands.team)
            }
            for index in collectors.indices {
                try collectors[index].take(execution.results[collectors[index].link.result], operands.subject)
            }
            iteration += 1
            counter = Int64(iteration)
            if let result = body.conditionResult { goesOn = execution.results[result].memory.loadUnaligned(as: UInt8.self) != 0 }
        }
        for collector in collectors { try collector.deliver(iteration, operands) }
        for link in body.outputs where link.slice == nil {
            if iteration > 0 {
                try execution.deliver(link.result, to: link.output, operands)
            } else {
                try deliverInitial(link, operands)
            }
        }
    }

    /// The greatest number of iterations; nil where there is none.
    private func iterationLimit(_ operands: ControlFlowOperands) throws -> Int? {
        if let iterator {
            let context = InferenceContext(subject: operands.subject, inputs: operands.types)
            guard let count = try iterator.iterationCount(context) else {
                throw RuntimeError(.malformed, "\(operands.subject): nothing says how many iterations there are")
            }
            return count
        }
        let count = try operands.integer(0)
        return count < 0 ? nil : count
    }

    private func bindParameters(_ execution: BodyExecution, _ iteration: Int, _ operands: ControlFlowOperands) throws {
        for link in body.inputs {
            if iteration > 0, let result = link.backEdgeResult {
                execution.parameters[link.parameter] = execution.results[result]
                continue
            }
            guard let input = link.input else { continue }
            let value = BodyExecution.Value(
                shape: try operands.shape(input), memory: UnsafeMutableRawPointer(mutating: operands.inputs[input]))
            guard let slice = link.slice else {
                execution.parameters[link.parameter] = value
                continue
            }
            let axis = slice.axis < 0 ? slice.axis + value.shape.count : slice.axis
            guard value.shape.indices.contains(axis) else {
                throw RuntimeError(.mismatch, "\(operands.subject): input \(input) of shape \(value.shape) has no axis \(slice.axis)")
            }
            let begin = slice.begin(iteration: iteration, length: value.shape[axis])
            guard begin >= 0, slice.partSize >= 0, begin + slice.partSize <= value.shape[axis] else {
                throw RuntimeError(
                    .mismatch,
                    "\(operands.subject): part \(begin) to \(begin + slice.partSize) is outside axis \(axis) of input \(input), shape \(value.shape)"
                )
            }
            try execution.setPart(
                link.parameter, of: value, type: operands.types[input].element_type, axis: axis, begin: begin, count: slice.partSize)
        }
    }

    /// Without an iteration, what would have been carried into the first comes out.
    private func deliverInitial(_ link: ControlFlowBody.OutputLink, _ operands: ControlFlowOperands) throws {
        guard let input = body.inputs.first(where: { $0.backEdgeResult == link.result })?.input else {
            throw RuntimeError(.invalidArgument, "\(operands.subject): output \(link.output) has no value, as there is no iteration")
        }
        let type = operands.types[input]
        let target = try operands.output(link.output, type.element_type, try operands.shape(input))
        target.copyMemory(from: operands.inputs[input], byteCount: type.byteCount)
    }

    /// Puts what the iterations give one behind the other.
    private struct Collector {
        let link: ControlFlowBody.OutputLink
        let slice: ControlFlowBody.Slice
        let type: ElementType
        private var shape: Shape?
        private var parts: [UInt8] = []

        init(link: ControlFlowBody.OutputLink, slice: ControlFlowBody.Slice, type: ElementType) {
            self.link = link
            self.slice = slice
            self.type = type
        }

        mutating func take(_ value: BodyExecution.Value, _ subject: String) throws {
            if let shape, shape != value.shape {
                throw RuntimeError(
                    .mismatch, "\(subject): iterations give result \(link.result) different shapes: \(shape) and \(value.shape)")
            }
            shape = value.shape
            parts.append(contentsOf: UnsafeRawBufferPointer(start: value.memory, count: shape_size(value.shape) * type.size))
        }

        func deliver(_ iterations: Int, _ operands: ControlFlowOperands) throws {
            var part = shape ?? [0]
            if part.isEmpty { part = [1] }
            let axis = slice.axis < 0 ? slice.axis + part.count : slice.axis
            guard part.indices.contains(axis) else {
                throw RuntimeError(.mismatch, "\(operands.subject): result \(link.result) of shape \(part) has no axis \(slice.axis)")
            }
            var whole = part
            whole[axis] = part[axis] * iterations
            let target = try operands.output(link.output, type, whole)
            let outer = part[..<axis].reduce(1, *)
            let inner = part[axis...].reduce(type.size, *)
            parts.withUnsafeBytes { source in
                guard let source = source.baseAddress else { return }
                for iteration in 0..<iterations {
                    // A negative stride fills from the end.
                    let place = slice.stride < 0 ? iterations - 1 - iteration : iteration
                    for row in 0..<outer {
                        (target + (row * iterations + place) * inner).copyMemory(
                            from: source + (iteration * outer + row) * inner, byteCount: inner)
                    }
                }
            }
        }
    }
}
