import Runtime
import XCTest

/// Strings at the inputs and outputs of models on the processor.
final class ProcessorStringTests: RuntimeTestCase {
    /// Short ones, and ones that are objects of their own.
    private let words = ["a", "", "a word that does not fit into the string itself", "zwölf Boxkämpfer", "and another one that is long"]

    func test_packing() throws {
        let begins = try opset.parameter(.i32, [.dynamic], name: "begins")
        let ends = try opset.parameter(.i32, [.dynamic], name: "ends")
        let bytes = try opset.parameter(.u8, [.dynamic], name: "bytes")
        let model = try Model([opset.result(opset.create("StringTensorPack", [begins, ends, bytes]))], [begins, ends, bytes])
        let compiled = try Core().compile_model(model, "CPU")
        let request = try compiled.create_infer_request()
        for count in [words.count, 2, 0, words.count] {
            let words = Array(words.prefix(count))
            let lengths = words.map(\.utf8.count)
            let starts = lengths.indices.map { Int32(lengths[..<$0].reduce(0, +)) }
            let outputs = try request.infer([
                Tensor(starts, shape: [count]), Tensor(zip(starts, lengths).map { $0 + Int32($1) }, shape: [count]),
                Tensor(words.flatMap(\.utf8), shape: [lengths.reduce(0, +)]),
            ])
            XCTAssertEqual(try outputs[0].strings(), words)
        }
    }

    func test_unpacking() throws {
        let x = try opset.parameter(.string, [.dynamic], name: "x")
        let parts = try opset.createNode("StringTensorUnpack", [x])
        let model = try Model(parts.outputs.map { try opset.result($0) }, [x])
        let request = try Core().compile_model(model, "CPU").create_infer_request()
        for words in [words, [], words.reversed()] {
            let outputs = try request.infer([Tensor(words, shape: [words.count])])
            let (begins, ends) = (try outputs[0].scalars(as: Int32.self), try outputs[1].scalars(as: Int32.self))
            let bytes = try outputs[2].scalars(as: UInt8.self)
            let texts = zip(begins, ends).map { String(decoding: bytes[Int($0)..<Int($1)], as: UTF8.self) }
            XCTAssertEqual(texts, words)
        }
    }

    func test_passingThrough() throws {
        let x = try opset.parameter(.string, [.dynamic], name: "x")
        let request = try Core().compile_model(Model([opset.result(x), opset.result(x)], [x]), "CPU").create_infer_request()
        for words in [words, words.reversed(), ["one"]] {
            for output in try request.infer([Tensor(words, shape: [words.count])]) { XCTAssertEqual(try output.strings(), words) }
        }
    }
}
