import InferTensors
import XCTest

@testable import InferGraph

final class OperationSetTests: XCTestCase {
    private static let trials = 60

    func testEntriesAreDistinct() {
        XCTAssertEqual(OperationSet.families.joined().count, OperationSet.entries.count)
    }

    func testAttributesComeBackAsTheyWereWritten() throws {
        for entry in OperationSet.entries.values {
            var operation = entry.make()
            var writer = AttributeVisitor(writingFor: "\(entry.key)")
            try operation.visit(&writer)
            // As values, and as the text of files.
            for form in [writer.written, writer.written.mapValues { .string($0.description) }] {
                var reader = AttributeVisitor(reading: form, subject: "\(entry.key)")
                var copy = entry.make()
                try copy.visit(&reader)
                XCTAssertEqual(reader.unknownNames, [], "\(entry.key)")
                var second = AttributeVisitor(writingFor: "\(entry.key)")
                try copy.visit(&second)
                XCTAssertEqual(second.written, writer.written, "\(entry.key)")
            }
        }
    }

    func testAttributesThatDifferFromTheDefaultsAreKept() throws {
        // ROIPooling says its size three times, so its attributes cannot change one by one.
        for entry in OperationSet.entries.values where entry.key.type != "ROIPooling" {
            var operation = entry.make()
            var writer = AttributeVisitor(writingFor: "\(entry.key)")
            try operation.visit(&writer)
            var changed = writer.written
            for (name, value) in writer.written {
                switch value {
                case .boolean(let flag): changed[name] = .boolean(!flag)
                case .integer(let number): changed[name] = .integer(number + 1)
                case .real(let number): changed[name] = .real(number + 1)
                default: break
                }
            }
            var reader = AttributeVisitor(reading: changed, subject: "\(entry.key)")
            var copy = entry.make()
            try copy.visit(&reader)
            var second = AttributeVisitor(writingFor: "\(entry.key)")
            try copy.visit(&second)
            XCTAssertEqual(second.written, changed, "\(entry.key)")
        }
    }

    func testNoInputsMakeInferenceTrap() {
        let seed: UInt64 = 20_260_401
        var random = SplitMix(seed: seed)
        let lengths: [InferTensors.Dimension] = [
            0, 1, 2, 3, 4, 5, 8, 12, .dynamic, .init(2, 7), .init(0, 1), .init(3, -1), .init(Int.max - 1), .init(1 << 40),
            .init(minimum: Int.max, maximum: Int.max),
        ]
        let numbers: [Int] = [0, 1, -1, 2, 3, -2, 4, 5, .max, .min, .max - 1, .min + 1, 1 << 40, 1 << 62]
        let types: [ElementType] = [.f32, .i64, .i32, .boolean, .u8, .dynamic, .f16, .string]
        func pick<Element>(_ elements: [Element]) -> Element { elements[Int(random.next() % UInt64(elements.count))] }
        func operand() -> TensorType {
            let type = pick(types)
            let rank = Int(random.next() % 7) - 1
            if rank < 0 { return TensorType(type, .dynamic) }
            if random.next() % 2 == 0 {
                let count = Int(random.next() % 5)
                let shape: PartialShape = rank == 0 ? [] : PartialShape([count])
                let values = (0..<(rank == 0 ? 1 : count)).map { _ in pick(numbers) }
                if type == .f32 || type == .f16 { return TensorType(type, shape, value: .reals(values.map(Double.init))) }
                let isExact = random.next() % 4 != 0
                return TensorType(
                    type, shape,
                    value: .integers(values.map { isExact ? ValueBounds($0) : ValueBounds(lower: min($0, pick(numbers)), upper: $0) }))
            }
            return TensorType(type, PartialShape((0..<rank).map { _ in pick(lengths) }))
        }
        for key in OperationSet.entries.keys.sorted(by: { "\($0)" < "\($1)" }) {
            for _ in 0..<Self.trials {
                guard var operation = OperationSet.entries[key]?.make() else { continue }
                var writer = AttributeVisitor(writingFor: "\(key)")
                XCTAssertNoThrow(try operation.visit(&writer))
                var attributes = writer.written
                for (name, value) in attributes where random.next() % 3 == 0 {
                    switch value {
                    case .integer: attributes[name] = .integer(pick(numbers))
                    case .integers: attributes[name] = .integers((0..<Int(random.next() % 4)).map { _ in pick(numbers) })
                    case .reals:
                        attributes[name] = .reals((0..<Int(random.next() % 4)).map { _ in pick([0, 1, -1, 1e30, 0.5, .infinity]) })
                    case .real: attributes[name] = .real(pick([0, 1, -1, 1e300, .infinity, .nan]))
                    case .boolean(let flag): attributes[name] = .boolean(!flag)
                    case .elementType: attributes[name] = .elementType(pick(types))
                    default: break
                    }
                }
                var reader = AttributeVisitor(reading: attributes, subject: "\(key)")
                XCTAssertNoThrow(try operation.visit(&reader), "seed \(seed)")
                let inputs = (0..<Int(random.next() % 7)).map { _ in operand() }
                // Refused or not: it comes back.
                for type in (try? operation.infer(InferenceContext(subject: "\(key)", inputs: inputs))) ?? [] {
                    if let value = type.value {
                        XCTAssertEqual(type.partial_shape.shape.map(shape_size), value.count, "\(key) \(inputs) seed \(seed)")
                    }
                }
            }
        }
    }
}

/// Numbers that follow from a seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
