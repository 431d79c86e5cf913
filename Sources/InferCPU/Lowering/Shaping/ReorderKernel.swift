import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// Copies a tensor from one layout to another.
struct ReorderKernel: Kernel {
    let instructionSet: InstructionSet

    var name: String { "reorder" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let source = binding.inputs[0]
        let target = binding.outputs[0]
        let count = source.count
        if source.type == .string {
            // Strings are objects: their bytes alone would not hold on to what is outside of them.
            return ClosureKernel { memory in
                let source = StringElements(reading: memory.input(0))
                let target = StringElements(memory.output(0))
                for place in 0..<count { target[place] = source[place] }
            }
        }
        let bytes = (source.count * source.type.bitwidth + 7) / 8
        if source.layout.coincides(with: target.layout, for: PartialShape(source.shape)) {
            return ClosureKernel { memory in memory.output(0).copyMemory(from: memory.input(0), byteCount: bytes) }
        }
        return try TransposingKernel.make(
            source.type, Array(source.shape), output: target.byteStrides, input: source.byteStrides, instructionSet, binding)
    }
}

extension Reorder {
    /// A tensor that is part of the program, in another layout.
    static func reordered(_ tensor: Tensor, from source: SlotLayout, to target: SlotLayout) throws -> Tensor {
        let result = try Tensor(tensor.element_type, tensor.shape)
        StridedCopy(
            shape: tensor.shape, width: tensor.element_type.size, from: source.strides(of: tensor.shape),
            to: target.strides(of: tensor.shape)
        ).run(tensor.data, result.data)
        return result
    }
}

/// Copies elements between two strided tensors of one shape.
struct StridedCopy: Sendable {
    let shape: Shape
    /// Bytes of an element.
    let width: Int
    let from: [Int]
    let to: [Int]

    func run(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
        guard !shape.contains(0) else { return }
        var index = [Int](repeating: 0, count: shape.count)
        var sourceOffset = 0
        var targetOffset = 0
        while true {
            (target + targetOffset * width).copyMemory(from: source + sourceOffset * width, byteCount: width)
            var axis = shape.count - 1
            while axis >= 0 {
                index[axis] += 1
                sourceOffset += from[axis]
                targetOffset += to[axis]
                if index[axis] < shape[axis] { break }
                sourceOffset -= from[axis] * shape[axis]
                targetOffset -= to[axis] * shape[axis]
                index[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}
