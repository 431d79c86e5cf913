import InferAssembler
import InferKernels

/// The kernel of normalisations: slices moved and scaled by their statistics, then by given numbers.
///
/// A slice is a contiguous row, or a column of which every lane of a vector has one.
package struct NormalizationCode: KernelSpecification {
    /// How slices lie.
    package enum Slices: Hashable, Sendable {
        /// Elements of a slice follow one another; slices are a stride apart.
        case rows
        /// Slices follow one another; their elements are a stride apart.
        case columns
    }

    /// A number that the result is multiplied with, or that is added.
    package enum Parameter: Hashable, Sendable {
        case none
        /// One for each element of a slice, the same for all slices of a call.
        case byElement
        /// One for each slice.
        case bySlice
    }

    package let instructionSet: InstructionSet
    package let slices: Slices
    package let statistic: Normalization.Statistic
    package let scale: Parameter
    package let shift: Parameter

    package init(
        _ instructionSet: InstructionSet, _ slices: Slices, _ statistic: Normalization.Statistic, scale: Parameter, shift: Parameter
    ) {
        self.instructionSet = instructionSet
        self.slices = slices
        self.statistic = statistic
        self.scale = scale
        self.shift = shift
    }

    package var name: String { "normalization_\(slices)_\(instructionSet)" }

    package func emit(_ emitter: KernelEmitter) {
        switch slices {
        case .rows: NormalizationRowsWriter(self, emitter).write()
        case .columns: NormalizationColumnsWriter(self, emitter).write()
        }
    }
}

/// The arguments of ``NormalizationCode``; the code does not change them. Strides are in bytes.
package struct NormalizationArguments {
    package var input: UnsafeRawPointer
    /// From one slice to the next, or from one element of a slice to the next where slices are columns.
    package var inputStride: Int
    /// May be the input.
    package var output: UnsafeMutableRawPointer
    package var outputStride: Int
    /// How many slices there are.
    package var slices: Int
    /// Elements of a slice, at least one.
    package var length: Int
    /// The same as a `Float`.
    package var divisor: Float
    package var scale: UnsafeRawPointer?
    package var shift: UnsafeRawPointer?
    /// From one element's, or one slice's, scale to the next: where slices are rows and numbers are by slice, or the other way round.
    package var scaleStride = 0
    package var shiftStride = 0

    package init(
        input: UnsafeRawPointer, inputStride: Int, output: UnsafeMutableRawPointer, outputStride: Int, slices: Int, length: Int
    ) {
        self.input = input
        self.inputStride = inputStride
        self.output = output
        self.outputStride = outputStride
        self.slices = slices
        self.length = length
        divisor = Float(length)
    }
}

extension KernelEmitter {
    /// Replaces sums of squares by what their slices are multiplied with.
    ///
    /// - Parameters:
    ///   - means: those whose squares are to be taken off the means of squares; empty where the squares are of differences.
    ///   - divisor: where the length is as a `Float`.
    func writeMultipliers(
        _ statistic: Normalization.Statistic, _ squares: [VectorRegister], means: [VectorRegister] = [], divisor: MemoryOperand,
        temporary: VectorRegister
    ) {
        let a = assembler
        func divideByLength() {
            broadcast(temporary, divisor)
            for register in squares { a.vdivps(register, register, temporary) }
        }
        func takeOffMeans() {
            guard !means.isEmpty else { return }
            for (square, mean) in zip(squares, means) {
                a.vmulps(temporary, mean, mean)
                a.vsubps(square, square, temporary)
            }
            // No variance is negative but by rounding. What is no number stays so as the second operand.
            zero(temporary)
            for square in squares { a.vmaxps(square, temporary, square) }
        }
        func add(_ epsilon: Float) { for register in squares { a.vaddps(register, register, constant(epsilon)) } }
        func takeRoot() { for register in squares { a.vsqrtps(register, register) } }
        switch statistic {
        case .deviation(let epsilon, true, _), .rootMeanSquare(let epsilon):
            divideByLength()
            takeOffMeans()
            add(epsilon)
            takeRoot()
        case .deviation(let epsilon, false, _):
            divideByLength()
            takeOffMeans()
            takeRoot()
            add(epsilon)
        case .lengthPlus(let epsilon):
            add(epsilon)
            takeRoot()
        case .lengthAtLeast(let epsilon):
            for register in squares { a.vmaxps(register, register, constant(epsilon)) }
            takeRoot()
        case .mean, .none: return
        }
        set(temporary, 1)
        for register in squares { a.vdivps(register, temporary, register) }
    }
}
