import InferGraph
import InferIR
import InferTensors

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A model as the CPU device exports it: the network in OpenVINO IR with its constants, behind a line that tells what it is. It is compiled
/// again when it is imported, for the processor of that time.
enum ExportedModel {
    /// What it takes to import such a model.
    static let requirements = "swift-infer CPU model, version 1"
    private static let signature = Data((requirements + "\n").utf8)

    static func bytes(of model: Model) throws -> Data {
        let writer = try IRWriter(model)
        let description = Data(writer.description.utf8)
        var data = signature
        for count in [description.count, writer.weightsByteCount] {
            withUnsafeBytes(of: UInt64(count).littleEndian) { data.append(contentsOf: $0) }
        }
        data.append(description)
        data.append(try writer.weights())
        return data
    }

    /// - Throws: `RuntimeError` of kind `malformed` unless the bytes are those of an exported model, whole.
    static func model(from data: Data) throws -> Model {
        func refusal(_ cause: String) -> RuntimeError { RuntimeError(.malformed, "CPU cannot import these \(data.count) bytes: \(cause)") }
        guard data.starts(with: signature) else { throw refusal("they are no model that a CPU device of this version exported") }
        var rest = data.dropFirst(signature.count)
        func count() throws -> Int {
            guard rest.count >= 8 else { throw refusal("they end too early") }
            let value = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            rest = rest.dropFirst(8)
            guard let count = Int(exactly: value) else { throw refusal("they name a length of \(value) bytes") }
            return count
        }
        let descriptionCount = try count()
        let weightsCount = try count()
        let (total, isOverflow) = descriptionCount.addingReportingOverflow(weightsCount)
        guard !isOverflow, rest.count == total else { throw refusal("they name \(total) bytes of contents and have \(rest.count)") }
        let weights = try Tensor(.u8, [weightsCount], bytes: Data(rest.suffix(weightsCount)))
        return try Data(rest.prefix(descriptionCount)).withUnsafeBytes { try IRReader.read(model: $0, weights: weights) }
    }
}
