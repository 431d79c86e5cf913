#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferGraph
import InferIR
import InferTensors

/// Writes a model to files in OpenVINO's IR format, version 11.
///
/// - Parameters:
///   - model: A model, or what ``CompiledModel/get_runtime_model()`` gives, which can be looked at and not be read again.
///   - xml_path: The file of the network.
///   - bin_path: The file of the constants; without one, the file of the same name that ends with `.bin`.
/// - Throws: `RuntimeError` that names the file or node that cannot be written.
public func serialize(_ model: Model, _ xml_path: String, _ bin_path: String? = nil) throws {
    let writer = try IRWriter(model)
    let stem = xml_path.lowercased().hasSuffix(".xml") ? String(xml_path.dropLast(4)) : xml_path
    for (path, data) in [(bin_path ?? stem + ".bin", try writer.weights()), (xml_path, Data(writer.description.utf8))] {
        do {
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw RuntimeError(.inputOutput, "\(path) cannot be written: \(error.reason)")
        }
    }
}
