import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Compares the code of activations with their scalar definition.
final class ActivationCodeTests: XCTestCase {
    /// An activation, and how far its code may be off: so many units in the last place of the result, or so much in all.
    private struct Bound {
        let activation: Activation
        let ulp: Double
        let absolute: Double

        init(_ activation: Activation, ulp: Double, absolute: Double = 0) {
            self.activation = activation
            self.ulp = ulp
            self.absolute = absolute
        }
    }

    private static let bounds: [Bound] = [
        Bound(.relu, ulp: 0), Bound(.leakyRelu(slope: 0.1), ulp: 0), Bound(.leakyRelu(slope: 1.5), ulp: 0),
        Bound(.leakyRelu(slope: -2), ulp: 0), Bound(.clamp(min: -1, max: 2), ulp: 0), Bound(.clamp(min: 0, max: 6), ulp: 0),
        Bound(.sigmoid, ulp: 3, absolute: 2e-38), Bound(.tanh, ulp: 5), Bound(.swish(beta: 1), ulp: 3, absolute: 1e-36),
        // What rounding βx loses, the exponential makes more of.
        Bound(.swish(beta: 1.702), ulp: 110, absolute: 1e-36), Bound(.swish(beta: -0.5), ulp: 4, absolute: 1e-36),
        // The sum that is cut off has lost what lies below the last place of its terms.
        Bound(.hardSwish, ulp: 2, absolute: 2e-7), Bound(.hardSigmoidOverSix, ulp: 1, absolute: 1e-7),
        Bound(.hardSigmoid(alpha: 0.2, beta: 0.5), ulp: 1, absolute: 1e-7),
        // 1 + erf is taken from an erf near -1.
        Bound(.geluErf, ulp: 4, absolute: 8e-7), Bound(.geluTanh, ulp: 4, absolute: 3e-7),
        Bound(.elu(alpha: 1), ulp: 3), Bound(.elu(alpha: 1.3), ulp: 3), Bound(.selu(alpha: 1.6732632, lambda: 1.050701), ulp: 3),
        Bound(.mish, ulp: 4, absolute: 1e-35), Bound(.softPlus, ulp: 4, absolute: 2e-38), Bound(.softSign, ulp: 1),
        Bound(.exp, ulp: 2), Bound(.log, ulp: 2), Bound(.erf, ulp: 6), Bound(.abs, ulp: 0), Bound(.negate, ulp: 0),
        Bound(.sqrt, ulp: 0.5), Bound(.square, ulp: 0), Bound(.linear(scale: 2, shift: 0), ulp: 0),
        Bound(.linear(scale: 1, shift: 3), ulp: 0), Bound(.linear(scale: 1.25, shift: 3), ulp: 1, absolute: 4e-7),
    ]

    /// Applies an activation to a few vectors in place, with as many temporaries as asked for.
    private struct Application: KernelSpecification {
        let activation: Activation
        let instructionSet: InstructionSet
        let vectors: Int
        let temporaries: Int
        var name: String { "activation" }

        func emit(_ emitter: KernelEmitter) {
            emitter.function {
                let values = (0..<vectors).map(emitter.vector)
                // What is not lent must stay.
                let others = (vectors + temporaries..<emitter.registerCount).map(emitter.vector)
                for other in others { emitter.set(other, Float(other.index)) }
                for value in values { emitter.load(value, MemoryOperand(.rdi, Int(value.index) * emitter.vectorBytes)) }
                emitter.apply(activation, to: values, temporaries: (vectors..<vectors + temporaries).map(emitter.vector))
                for value in values { emitter.store(MemoryOperand(.rdi, Int(value.index) * emitter.vectorBytes), value) }
                for other in others {
                    emitter.store(MemoryOperand(.rdi, Int(other.index - UInt8(temporaries)) * emitter.vectorBytes), other)
                }
            }
        }
    }

    /// Every magnitude, the limits, and what lies around the bounds inside of the functions.
    private static let points: [Float] = {
        var points: [Float] = [
            0, -0.0, .infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
            -.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude,
        ]
        for edge: Float in [1, 3, 3.925, 5.55, 6, 9.02, 20, 80, 87.3, 88.7, 88.722, 88.723, 89, 103.97, 104, 104.5, 1e30] {
            points += [edge, edge.nextUp, edge.nextDown, -edge, -edge.nextUp, -edge.nextDown]
        }
        // A prime step through all bit patterns, and a dense run through the middle.
        points += stride(from: UInt64(0), to: 1 << 32, by: 1_299_709).map { Float(bitPattern: UInt32($0)) }
        points += stride(from: Float(-20), to: 20, by: 0.0137)
        return points
    }()

    private func apply(_ activation: Activation, _ instructionSet: InstructionSet, to points: [Float]) throws -> [Float] {
        let code = try CodeCache.shared.code(
            Application(
                activation: activation, instructionSet: instructionSet, vectors: 1,
                temporaries: activation.temporaryCount(instructionSet)))
        var results = points + Array(repeating: 0, count: 512)
        results.withUnsafeMutableBytes { buffer in
            let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 64)
            defer { memory.deallocate() }
            let bytes = instructionSet.width.bytes
            for offset in stride(from: 0, to: points.count * 4, by: bytes) {
                memory.copyMemory(from: buffer.baseAddress! + offset, byteCount: bytes)
                code.call(memory)
                (buffer.baseAddress! + offset).copyMemory(from: memory, byteCount: bytes)
            }
        }
        return Array(results.prefix(points.count))
    }

    func testCodeIsAsCloseToTheDefinitionAsStated() throws {
        for bound in Self.bounds {
            let wanted = Self.points.map { bound.activation($0) }
            let isBounded = [.tanh, .erf, .sigmoid].contains(bound.activation)
            for instructionSet in InstructionSet.tested {
                let results = try apply(bound.activation, instructionSet, to: Self.points)
                var failures = 0
                for (index, result) in results.enumerated() where !isWithin(bound, Self.points[index], result, wanted[index]) {
                    failures += 1
                    if failures > 3 { break }
                    XCTFail("\(bound.activation) of \(Self.points[index]) on \(instructionSet): \(result) instead of \(wanted[index])")
                }
                // What follows may round up.
                for result in results where isBounded && result > 1 { return XCTFail("\(bound.activation): \(result)") }
            }
        }
    }

    private func isWithin(_ bound: Bound, _ point: Float, _ result: Float, _ wanted: Float) -> Bool {
        if point.isNaN { return result.isNaN }
        // ∞·0, where the limit will do as well.
        if wanted.isNaN { return result.isNaN || Double(result.magnitude) <= bound.absolute }
        // The definition overflows before it divides.
        if bound.activation == .hardSwish, point.magnitude > .greatestFiniteMagnitude / 6 { return true }
        if wanted.isInfinite || result.isInfinite { return result == wanted }
        let difference = (Double(result) - Double(wanted)).magnitude
        return difference <= max(bound.absolute, bound.ulp * Double(max(wanted.magnitude, .leastNormalMagnitude).ulp))
    }

    func testManyRegistersGiveWhatOneDoesAndOthersStay() throws {
        for bound in Self.bounds {
            for instructionSet in InstructionSet.tested {
                let lanes = instructionSet.width.lanes
                let least = bound.activation.temporaryCount(instructionSet)
                XCTAssertLessThanOrEqual(least, 4)
                for (vectors, temporaries) in [(5, least), (3, 4), (6, 9)] {
                    let points = (0..<vectors * lanes).map { Float($0 - vectors * lanes / 2) * 0.37 }
                    let application = Application(
                        activation: bound.activation, instructionSet: instructionSet, vectors: vectors, temporaries: temporaries)
                    let code = try CodeCache.shared.code(application)
                    var memory = points + Array(repeating: 0, count: 32 * lanes)
                    memory.withUnsafeMutableBytes { code.call($0.baseAddress!) }
                    let single = try apply(bound.activation, instructionSet, to: points)
                    XCTAssertEqual(
                        memory.prefix(points.count).map(\.bitPattern), single.map(\.bitPattern),
                        "\(bound.activation) of \(vectors) vectors with \(temporaries) temporaries on \(instructionSet)")
                    for register in vectors + temporaries..<instructionSet.registerCount {
                        let kept = memory[(register - temporaries) * lanes..<(register - temporaries + 1) * lanes]
                        XCTAssertEqual(
                            Array(kept), Array(repeating: Float(register), count: lanes),
                            "\(bound.activation) overwrites register \(register)")
                    }
                }
            }
        }
    }
}
