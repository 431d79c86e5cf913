import Foundation
import XCTest

@testable import InferKernels

final class VectorMathTests: XCTestCase {
    typealias Lanes = VectorMath.Lanes

    /// Every exponent with a few mantissas each, both signs, and a dense range around zero.
    private static let arguments: [Float] = {
        var arguments: [Float] = [
            0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
        ]
        arguments += [-.greatestFiniteMagnitude, 1, -1, 0.5, -0.5, 88.72, 88.73, -87.33, -103.9, -104.1]
        for exponent in stride(from: UInt32(0), to: 255, by: 3) {
            for mantissa in [UInt32(0), 0x12_3456, 0x35_04f3, 0x7f_ffff] {
                let magnitude = Float(bitPattern: exponent << 23 | mantissa)
                arguments += [magnitude, -magnitude]
            }
        }
        for step in -400...400 { arguments.append(Float(step) * 0.0473) }
        for step in -110...110 { arguments.append(Float(step) * 0.937) }
        while arguments.count % 8 != 0 { arguments.append(0.25) }
        return arguments
    }()

    private func values(_ function: (Lanes) -> Lanes, _ arguments: [Float]) -> [Float] {
        stride(from: 0, to: arguments.count, by: 8).flatMap { start -> [Float] in
            let result = function(Lanes(arguments[start..<start + 8]))
            return (0..<8).map { result[$0] }
        }
    }

    /// Largest distance in units of the result's last place, with an absolute floor.
    private func check(
        _ name: String, _ bound: Double, floor: Double = 0, _ function: (Lanes) -> Lanes, _ reference: (Double) -> Double,
        line: UInt = #line
    ) {
        let results = values(function, Self.arguments)
        var worst = (error: 0.0, argument: Float(0), result: Float(0))
        for (argument, result) in zip(Self.arguments, results) {
            let exact = reference(Double(argument))
            let rounded = Float(exact)
            if rounded.isNaN || rounded.isInfinite || result.isNaN || result.isInfinite {
                let largest = rounded.isInfinite && result == .greatestFiniteMagnitude.magnitude
                XCTAssert(
                    rounded.isNaN ? result.isNaN : (result == rounded || largest), "\(name)(\(argument)) = \(result), not \(rounded)",
                    line: line)
                continue
            }
            let error = max(abs(Double(result) - exact) - floor, 0) / Double(rounded.ulp)
            if error > worst.error { worst = (error, argument, result) }
        }
        XCTAssertLessThanOrEqual(
            worst.error, bound, "\(name)(\(worst.argument)) = \(worst.result), not \(reference(Double(worst.argument)))", line: line)
        let special = function(Lanes(.nan, .infinity, -.infinity, 0, -0.0, 1, -1, -Float.nan))
        for (lane, argument) in [(0, Double.nan), (1, .infinity), (2, -.infinity), (3, 0), (4, -0.0)] {
            let expected = Float(reference(argument))
            XCTAssert(
                expected.isNaN ? special[lane].isNaN : special[lane] == expected || abs(special[lane] - expected) <= 2 * expected.ulp,
                "\(name)(\(argument)) = \(special[lane]), not \(expected)", line: line)
        }
        XCTAssert(special[7].isNaN, "\(name)(NaN) = \(special[7])", line: line)
    }

    func testExponentials() {
        check("exp", 2, VectorMath.exp) { Foundation.exp($0) }
        check("expm1", 2.5, VectorMath.expMinusOne) { Foundation.expm1($0) }
        check("tanh", 3.5, VectorMath.tanh) { Foundation.tanh($0) }
        check("sigmoid", 3, VectorMath.sigmoid) { 1 / (1 + Foundation.exp(-$0)) }
        check("expOfNegative", 2, floor: 2e-38, { VectorMath.expOfNegative(VectorMath.lanes(VectorMath.bits($0) | 0x8000_0000)) }) {
            Foundation.exp(-abs($0))
        }
    }

    func testLogarithms() {
        check("log", 1.5, VectorMath.log) { Foundation.log($0) }
        check("log1p", 2.5, VectorMath.logOnePlus) { Foundation.log1p($0) }
        check("softplus", 3, VectorMath.softplus) { max($0, 0) + Foundation.log1p(Foundation.exp(-abs($0))) }
    }

    func testActivations() {
        check("swish", 3.5, floor: 2e-41, { VectorMath.swish($0, beta: Lanes(repeating: 1)) }) { $0 / (1 + Foundation.exp(-$0)) }
        check("mish", 4.5, { VectorMath.mish(VectorMath.maximum($0, Lanes(repeating: -80))) }) {
            let x = max($0, -80)
            let growth = Foundation.exp(min($0.isNaN ? $0 : x, 300))
            return ($0.isNaN ? $0 : x) * (x > 300 ? 1 : growth * (growth + 2) / (growth * (growth + 2) + 2))
        }
        check("hardSigmoid", 1.5, VectorMath.hardSigmoid) { $0.isNaN ? $0 : min(max($0 + 3, 0), 6) / 6 }
        let finite = { (x: Lanes) in VectorMath.maximum(x, Lanes(repeating: -1000)) }
        let finiteDouble = { (x: Double) in x.isNaN ? x : max(x, -1000) }
        check("geluErf", 4, floor: 5e-7, { VectorMath.geluErf(finite($0)) }) {
            let x = finiteDouble($0)
            return 0.5 * x * (Foundation.erfc(-x / 2.0.squareRoot()))
        }
        check("geluTanh", 4, floor: 2e-7, { VectorMath.geluTanh(finite($0)) }) {
            let x = finiteDouble($0)
            return x / (1 + Foundation.exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        }
    }

    func testErrorFunction() {
        check("erf", 2, VectorMath.erf) { Foundation.erf($0) }
        check("erfByQuotient", 6.5, VectorMath.erfByQuotient) { Foundation.erf($0) }
    }

    func testTrigonometry() {
        check("sin", 2, floor: 2e-9, VectorMath.sin) { Foundation.sin($0) }
        check("cos", 2, floor: 2e-9, VectorMath.cos) { Foundation.cos($0) }
    }

    func testRounding() {
        check("floor", 0, VectorMath.floor) { Foundation.floor($0) }
        check("ceiling", 0, VectorMath.ceiling) { Foundation.ceil($0) }
        check("roundToEven", 0, VectorMath.roundToEven) { Foundation.rint($0) }
        check("roundAwayFromZero", 0, VectorMath.roundAwayFromZero) { Foundation.round($0) }
        let ties = VectorMath.roundAwayFromZero(Lanes(0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999997, 8_388_607.5))
        XCTAssertEqual(ties, Lanes(1, 2, 3, -1, -2, -3, 0, 8_388_608))
        XCTAssertEqual(VectorMath.roundToEven(Lanes(0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0, 0)), Lanes(0, 2, 2, 0, -2, -2, 0, 0))
    }
}
