import Foundation
import InferTensors
import XCTest

@testable import InferKernels

final class ElementwisePlanTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    // MARK: Shapes

    /// Random shapes, layouts and broadcasts against an index-by-index loop.
    func testBroadcastingAndLayouts() throws {
        for seed in UInt64(1)...200 {
            var random = RandomCases(seed: seed)
            let shape = random.shape()
            func operand() -> (shape: [Int], strides: [Int], values: [Int32]) {
                let missing = random.integer(0...shape.count)
                let own = shape.dropFirst(missing).map { random.integer(0...3) == 0 ? 1 : $0 }
                let values = (0..<max(own.reduce(1, *), 1)).map { _ in Int32(random.integer(-1000...1000)) }
                return (own, random.permutedStrides(own), values)
            }
            let (first, second) = (operand(), operand())
            let outputStrides = random.permutedStrides(shape)
            var output = [Int32](repeating: 0, count: shape.reduce(1, *))
            let plan = try XCTUnwrap(
                ElementwisePlan(
                    .subtract, .i32, shape: shape, output: StridedOperand(strides: outputStrides.map { $0 * 4 }),
                    first: StridedOperand(shape: first.shape, strides: first.strides.map { $0 * 4 }, broadcastTo: shape),
                    second: StridedOperand(shape: second.shape, strides: second.strides.map { $0 * 4 }, broadcastTo: shape)))
            output.withUnsafeMutableBytes { output in
                first.values.withUnsafeBytes { first in
                    second.values.withUnsafeBytes { second in
                        plan.run(output: output.baseAddress!, first.baseAddress!, second.baseAddress!, team: team)
                    }
                }
            }
            for index in RandomCases.indices(shape) {
                func value(_ operand: (shape: [Int], strides: [Int], values: [Int32])) -> Int32 {
                    let own = zip(index.suffix(operand.shape.count), operand.shape).map { $0.1 == 1 ? 0 : $0.0 }
                    return operand.values[RandomCases.offset(own, operand.strides)]
                }
                XCTAssertEqual(output[RandomCases.offset(index, outputStrides)], value(first) - value(second), "seed \(seed) at \(index)")
            }
        }
    }

    func testThreadsCoverEverything() throws {
        for (shape, strides) in [
            ([100_003], [4]), ([3, 40_001], [160_004, 4]), ([40_001, 3], [12, 4]), ([2, 300, 200], [240_000, 4, 1200]),
        ] {
            let count = shape.reduce(1, *)
            let input = (0..<count).map { Float($0) }
            var output = [Float](repeating: -1, count: count)
            let plan = try XCTUnwrap(
                ElementwisePlan(
                    .negative, .f32, shape: shape, output: StridedOperand(strides: strides), input: StridedOperand(strides: strides)))
            output.withUnsafeMutableBytes { output in
                input.withUnsafeBytes { plan.run(output: output.baseAddress!, $0.baseAddress!, team: team) }
            }
            XCTAssertEqual(output.indices.first { output[$0] != -input[$0] }, nil, "\(shape)")
        }
    }

    func testNegativeStridesAndEmptyShapes() throws {
        let input: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
        var output = [Float](repeating: 0, count: 11)
        let plan = try XCTUnwrap(
            ElementwisePlan(.identity, .f32, shape: [11], output: StridedOperand(strides: [4]), input: StridedOperand(strides: [-4])))
        output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { plan.run(output: output.baseAddress!, $0.baseAddress! + 40) }
        }
        XCTAssertEqual(output, input.reversed())
        let empty = try XCTUnwrap(
            ElementwisePlan(
                .negative, .f32, shape: [3, 0], output: StridedOperand(strides: [0, 4]), input: StridedOperand(strides: [0, 4])))
        output.withUnsafeMutableBytes { empty.run(output: $0.baseAddress!, $0.baseAddress!) }
        XCTAssertEqual(output, input.reversed())
    }

    // MARK: Functions

    private func results<Operand, Result>(
        _ operation: UnaryOperation, _ type: ElementType.Kind, _ parameters: ElementwiseParameters, _ input: [Operand], zero: Result
    ) throws -> [Result] {
        var output = [Result](repeating: zero, count: input.count)
        let plan = try XCTUnwrap(
            ElementwisePlan(
                operation, type, parameters: parameters, shape: [input.count],
                output: .contiguous([input.count], elementSize: MemoryLayout<Result>.stride),
                input: .contiguous([input.count], elementSize: MemoryLayout<Operand>.stride)), "\(operation) of \(type)")
        output.withUnsafeMutableBytes { output in input.withUnsafeBytes { plan.run(output: output.baseAddress!, $0.baseAddress!) } }
        return output
    }
    private func results<Operand, Result>(
        _ operation: BinaryOperation, _ type: ElementType.Kind, _ first: [Operand], _ second: [Operand], zero: Result
    ) throws -> [Result] {
        var output = [Result](repeating: zero, count: first.count)
        let operand = StridedOperand.contiguous([first.count], elementSize: MemoryLayout<Operand>.stride)
        let plan = try XCTUnwrap(
            ElementwisePlan(
                operation, type, shape: [first.count], output: .contiguous([first.count], elementSize: MemoryLayout<Result>.stride),
                first: operand, second: operand), "\(operation) of \(type)")
        output.withUnsafeMutableBytes { output in
            first.withUnsafeBytes { first in
                second.withUnsafeBytes { plan.run(output: output.baseAddress!, first.baseAddress!, $0.baseAddress!) }
            }
        }
        return output
    }

    /// Every function of reals in single, half and double precision against one another.
    func testRealFunctionsAgreeInAllPrecisions() throws {
        let parameters = ElementwiseParameters(0.75, 1.25)
        let arguments: [Double] = [-7.5, -2.25, -1, -0.75, -0.25, 0, 0.125, 0.5, 0.875, 1, 1.5, 2.5, 3.75, 6, 9.5]
        for operation in UnaryOperation.allCases {
            switch operation {
            case .logicalNot, .bitwiseNot, .isFinite, .isInfinite, .isNaN: continue
            default: break
            }
            let exact: [Double] = try results(operation, .f64, parameters, arguments, zero: 0)
            let single: [Float] = try results(operation, .f32, parameters, arguments.map { Float($0) }, zero: 0)
            let half: [Float16Bits] = try results(
                operation, .f16, parameters, arguments.map { Float16Bits(single: Float($0)) }, zero: Float16Bits(single: 0))
            for index in arguments.indices {
                let message = "\(operation)(\(arguments[index]))"
                if exact[index].isNaN {
                    XCTAssert(single[index].isNaN && half[index].single.isNaN, message)
                } else if exact[index].isInfinite {
                    XCTAssertEqual(Double(single[index]), exact[index], message)
                } else {
                    XCTAssertEqual(Double(single[index]), exact[index], accuracy: abs(exact[index]) * 4e-7 + 3e-7, message)
                    XCTAssertEqual(Double(half[index].single), exact[index], accuracy: abs(exact[index]) * 6e-4 + 1e-5, message)
                }
            }
        }
    }

    func testRealFunctionsAgainstTheirDefinitions() throws {
        let x = 0.6
        let expected: [(UnaryOperation, Double)] = [
            (.absolute, 0.6), (.negative, -0.6), (.sign, 1), (.squareRoot, 0.7745966692414834), (.reciprocal, 1.6666666666666667),
            (.tan, 0.6841368083416923), (.asin, 0.6435011087932844), (.acos, 0.9272952180016122), (.atan, 0.5404195002705842),
            (.sinh, 0.6366535821482413), (.cosh, 1.1854652182422676), (.asinh, 0.5688248987322475), (.atanh, 0.6931471805599453),
            (.erf, 0.6038560908479259), (.erfInverse, 0.5951160814499948), (.softplus, 1.0374879504858856), (.softSign, 0.375),
            (.mish, 0.6 * tanh(log1p(exp(0.6)))), (.geluErf, 0.3 * (1 + erf(0.6 / 2.0.squareRoot()))), (.geluTanh, 0.43541519923081473),
            (.hardSwish, 0.36), (.hardSigmoid, 0.6),
            (.swish, 0.6 / (1 + exp(-0.45))), (.elu, 0.6), (.selu, 0.75), (.leakyRelu, 0.6), (.hardSigmoidWithSlope, 1), (.clamp, 0.75),
            (.linear, 1.7), (.power, 0.6817316198804996),
        ]
        for (operation, value) in expected {
            let result: [Double] = try results(operation, .f64, ElementwiseParameters(0.75, 1.25), [x], zero: 0)
            XCTAssertEqual(result[0], value, accuracy: 2e-7, "\(operation)")
        }
        let negative: [(UnaryOperation, Double)] = [
            (.elu, 0.75 * expm1(-0.6)), (.selu, 1.25 * 0.75 * expm1(-0.6)), (.leakyRelu, -0.45), (.relu, 0), (.sign, -1),
            (.softSign, -0.375),
            (.mish, -0.6 * tanh(log1p(exp(-0.6)))), (.geluErf, -0.6 * 0.5 * erfc(0.6 / 2.0.squareRoot())),
        ]
        for (operation, value) in negative {
            let result: [Float] = try results(operation, .f32, ElementwiseParameters(0.75, 1.25), [Float(-0.6)], zero: 0)
            XCTAssertEqual(Double(result[0]), value, accuracy: 1e-7, "\(operation)")
        }
    }

    func testNaNPassesThrough() throws {
        for operation in UnaryOperation.allCases {
            switch operation {
            case .logicalNot, .bitwiseNot, .isFinite, .isInfinite, .isNaN: continue
            default: break
            }
            let single: [Float] = try results(operation, .f32, ElementwiseParameters(0.5, 2), [Float.nan, 1], zero: 0)
            let double: [Double] = try results(operation, .f64, ElementwiseParameters(0.5, 2), [Double.nan, 1], zero: 0)
            if operation == .sign || operation == .power { continue }
            XCTAssert(single[0].isNaN && double[0].isNaN, "\(operation)")
        }
        for operation in [BinaryOperation.maximum, .minimum, .add, .prelu] {
            let result: [Float] = try results(operation, .f32, [Float.nan, 1], [2, Float.nan], zero: 0)
            XCTAssert(result[0].isNaN && (operation == .prelu || result[1].isNaN), "\(operation) \(result)")
        }
    }

    func testClassifications() throws {
        let input: [Float] = [.nan, .infinity, -.infinity, 0, .leastNonzeroMagnitude, -3]
        let finite: [UInt8] = try results(.isFinite, .f32, ElementwiseParameters(), input, zero: 9)
        XCTAssertEqual(finite, [0, 0, 0, 1, 1, 1])
        let nan: [UInt8] = try results(.isNaN, .f32, ElementwiseParameters(), input, zero: 9)
        XCTAssertEqual(nan, [1, 0, 0, 0, 0, 0])
        let negative: [UInt8] = try results(.isInfinite, .f32, ElementwiseParameters(1, 0), input, zero: 9)
        XCTAssertEqual(negative, [0, 0, 1, 0, 0, 0])
        let half: [UInt8] = try results(.isInfinite, .f16, ElementwiseParameters(0, 1), input.map { Float16Bits(single: $0) }, zero: 9)
        XCTAssertEqual(half, [0, 1, 0, 0, 0, 0])
    }

    func testIntegersNeverTrap() throws {
        func check<Integer: NumericInteger>(_ type: ElementType.Kind, _: Integer.Type) throws {
            let edges: [Integer] = [0, 1, 2, 3, .max, .min, 0 &- 1, 0 &- 7, 7, .max - 1]
            let pairs = edges.flatMap { x in edges.map { (x, $0) } }
            for operation in BinaryOperation.allCases where operation != .swish {
                if operation.isComparison {
                    let _: [UInt8] = try results(operation, type, pairs.map(\.0), pairs.map(\.1), zero: 0)
                    continue
                }
                let values: [Integer] = try results(operation, type, pairs.map(\.0), pairs.map(\.1), zero: 0)
                for ((x, y), value) in zip(pairs, values) {
                    let expected: Integer
                    switch operation {
                    case .add: expected = x &+ y
                    case .subtract: expected = x &- y
                    case .multiply: expected = x &* y
                    case .maximum: expected = max(x, y)
                    case .minimum: expected = min(x, y)
                    case .divide: expected = y == 0 ? 0 : y == 0 &- 1 && x < 0 || y < 0 && y == 0 &- 1 ? 0 &- x : x / y
                    case .bitwiseAnd: expected = x & y
                    case .mod: expected = y == 0 || (y < 0 && y == 0 &- 1) ? 0 : x % y
                    default: continue
                    }
                    XCTAssertEqual(value, expected, "\(operation) \(type) \(x) \(y)")
                }
            }
            for operation in UnaryOperation.allCases {
                switch operation {
                case .isFinite, .isInfinite, .isNaN: continue
                default: let _: [Integer] = try results(operation, type, ElementwiseParameters(-1.5, 2.5), edges, zero: 0)
                }
            }
        }
        try check(.i8, Int8.self)
        try check(.u8, UInt8.self)
        try check(.i16, Int16.self)
        try check(.u16, UInt16.self)
        try check(.i32, Int32.self)
        try check(.u32, UInt32.self)
        try check(.i64, Int64.self)
        try check(.u64, UInt64.self)
    }

    /// Values as OpenVINO's kernels give them.
    func testIntegerSemantics() throws {
        let x: [Int32] = [7, -7, 7, -7, 5, 0]
        let y: [Int32] = [2, 2, -2, -2, 3, 3]
        XCTAssertEqual(try results(.divideFloor, .i32, x, y, zero: Int32(0)), [3, -4, -4, 3, 1, 0])
        XCTAssertEqual(try results(.divide, .i32, x, y, zero: Int32(0)), [3, -3, -3, 3, 1, 0])
        XCTAssertEqual(try results(.mod, .i32, x, y, zero: Int32(0)), [1, -1, 1, -1, 2, 0])
        XCTAssertEqual(try results(.floorMod, .i32, x, y, zero: Int32(0)), [1, 1, -1, -1, 2, 0])
        XCTAssertEqual(try results(.power, .i32, x, y, zero: Int32(0)), [49, 49, 0, 0, 125, 0])
        XCTAssertEqual(try results(.squaredDifference, .i32, x, y, zero: Int32(0)), [25, 81, 81, 25, 4, 9])
        let z: [Int32] = [-5, -2, -1, 0, 1, 2, 3, 9, 50]
        func unary(_ operation: UnaryOperation) throws -> [Int32] {
            try results(operation, .i32, ElementwiseParameters(-1.5, 2.5), z, zero: 0)
        }
        XCTAssertEqual(try unary(.exp), [0, 0, 0, 1, 2, 7, 20, 8103, .min])
        XCTAssertEqual(try unary(.log), [.min, .min, .min, .min, 0, 0, 1, 2, 3])
        XCTAssertEqual(try unary(.squareRoot), [.min, .min, .min, 0, 1, 1, 2, 3, 7])
        XCTAssertEqual(try unary(.cosh), [74, 4, 2, 1, 2, 4, 10, 4052, .min])
        XCTAssertEqual(try unary(.clamp), [-1, -1, -1, 0, 1, 2, 2, 2, 2])
        XCTAssertEqual(try unary(.hardSwish), [0, 0, 0, 0, 1, 2, 3, 9, 50])
    }

    func testFloatRemainders() throws {
        let x: [Float] = [7.5, -7.5, 7.5, -7.5, 5, 0, 1e10, -1e-8]
        let y: [Float] = [2, 2, -2, -2, 0, 3, 0.3, 3]
        let floor: [Float] = try results(.floorMod, .f32, x, y, zero: 0)
        XCTAssertEqual(floor.prefix(4) + floor.suffix(3), [1.5, 0.5, -0.5, -1.5, 0, 0.2357173, 3])
        XCTAssert(floor[4].isNaN)
        let mod: [Float] = try results(.mod, .f32, x, y, zero: 0)
        XCTAssertEqual(mod.prefix(4), [1.5, -1.5, 1.5, -1.5])
    }

    func testBooleans() throws {
        let x: [UInt8] = [0, 0, 1, 1]
        let y: [UInt8] = [0, 1, 0, 1]
        XCTAssertEqual(try results(.logicalAnd, .boolean, x, y, zero: UInt8(9)), [0, 0, 0, 1])
        XCTAssertEqual(try results(.logicalXor, .boolean, x, y, zero: UInt8(9)), [0, 1, 1, 0])
        XCTAssertEqual(try results(.equal, .boolean, x, y, zero: UInt8(9)), [1, 0, 0, 1])
        XCTAssertEqual(try results(.notEqual, .boolean, x, y, zero: UInt8(9)), [0, 1, 1, 0])
        XCTAssertEqual(try results(.bitwiseNot, .boolean, ElementwiseParameters(), x, zero: UInt8(9)), [1, 1, 0, 0])
    }

    func testPowers() throws {
        let x: [Float] = [0, -0.0, 1, 2, 9, -3, .infinity, -.infinity, 0.3]
        for exponent in [2, 0.5, 1, -1, -0.5, 3, 1.7, 0] {
            let result: [Float] = try results(.power, .f32, ElementwiseParameters(exponent), x, zero: 0)
            for (x, value) in zip(x, result) {
                let expected = Float(pow(Double(x), Double(Float(exponent))))
                XCTAssert(
                    value == expected || value.isNaN && expected.isNaN || abs(value - expected) < 3e-7 * abs(expected),
                    "\(x)^\(exponent) = \(value)")
            }
        }
    }

    func testSelect() throws {
        for seed in UInt64(1)...60 {
            var random = RandomCases(seed: seed)
            let shape = random.shape(rank: 1...3, sizes: 1...20)
            let count = shape.reduce(1, *)
            let condition = (0..<count).map { _ in UInt8(random.integer(0...2)) }
            let first = (0..<count).map { _ in UInt16(random.integer(0...9999)) }
            let strides = (random.permutedStrides(shape), random.permutedStrides(shape))
            var output = [UInt16](repeating: 0, count: count)
            let contiguous = StridedOperand.contiguous(shape, elementSize: 2)
            let plan = try XCTUnwrap(
                ElementwisePlan(
                    selectingElementsOfSize: 2, shape: shape, output: contiguous, condition: StridedOperand(strides: strides.0),
                    whenTrue: StridedOperand(strides: strides.1.map { $0 * 2 }),
                    whenFalse: StridedOperand(strides: shape.map { _ in 0 })))
            output.withUnsafeMutableBytes { output in
                condition.withUnsafeBytes { condition in
                    first.withUnsafeBytes { first in
                        plan.run(
                            output: output.baseAddress!, condition.baseAddress!, first.baseAddress!, first.baseAddress! + 2 * (count - 1))
                    }
                }
            }
            for (position, index) in RandomCases.indices(shape).enumerated() {
                let isTrue = condition[RandomCases.offset(index, strides.0)] != 0
                XCTAssertEqual(output[position], isTrue ? first[RandomCases.offset(index, strides.1)] : first[count - 1], "seed \(seed)")
            }
        }
    }
}
