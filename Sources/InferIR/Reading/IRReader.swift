import InferGraph
import InferTensors

/// Reads models in OpenVINO's IR format, versions 10 and 11: XML that describes the network, and a file of bytes that its constants lie in.
package enum IRReader {
    /// An XML file larger than this describes no network.
    private static let largestDocument = 1 << 30

    /// Whether a file that begins with these bytes may be an IR: XML with `<net` in it.
    package static func recognises(_ prefix: UnsafeRawBufferPointer) -> Bool {
        var bytes = prefix[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        bytes = bytes.drop { XMLCharacter.isBlank($0) }
        guard bytes.first == UInt8(ascii: "<") else { return false }
        // Declaration and comments come first; whatever other XML it is, the parser says what it lacks.
        return bytes.starts(with: "<?xml".utf8) || bytes.starts(with: "<!--".utf8) || bytes.starts(with: "<net".utf8)
    }

    /// Reads a model from files.
    ///
    /// - Parameters:
    ///   - path: The XML file.
    ///   - weightsPath: The file of constants; nil or empty: the one beside the XML that ends with `.bin`, which may be missing when no constant needs it.
    /// - Throws: `RuntimeError` that names the file, the layer and what is wrong.
    package static func read(path: String, weightsPath: String? = nil) throws -> Model {
        let contents = try FileDescriptor.contents(of: path, limit: largestDocument)
        let document = try contents.withUnsafeBytes { try IRDocumentParser.parse($0, file: path) }
        return try model(document, try weights(besides: path, weightsPath))
    }

    /// Reads a model from memory.
    ///
    /// - Parameters:
    ///   - description: The XML.
    ///   - weights: The bytes of the constants, in a tensor of any type of whole bytes. The model shares them: they must not be written while it lives.
    /// - Throws: `RuntimeError` that names the layer and what is wrong.
    package static func read(model description: UnsafeRawBufferPointer, weights: Tensor? = nil) throws -> Model {
        let document = try IRDocumentParser.parse(description, file: "model in memory")
        return try model(document, try weights.map { try IRWeights($0) } ?? IRWeights(missing: "no weights were given"))
    }

    private static func weights(besides path: String, _ weightsPath: String?) throws -> IRWeights {
        if let weightsPath, !weightsPath.isEmpty { return IRWeights(try MappedFile(path: weightsPath)) }
        let stem = path.lowercased().hasSuffix(".xml") ? String(path.dropLast(4)) : path
        do {
            return IRWeights(try MappedFile(path: stem + ".bin"))
        } catch let error as RuntimeError where error.kind == .notFound {
            return IRWeights(missing: "there is no file \(stem).bin")
        }
    }

    private static func model(_ document: IRDocument, _ weights: IRWeights) throws -> Model {
        do {
            let model = try IRModelBuilder.model(document.graph, weights)
            if !document.name.isEmpty { model.friendly_name = document.name }
            if document.version == 10 { try IRVersion10.adapt(model) }
            var information = document.graph.runtimeInformation.map(RuntimeInfo.notes) ?? [:]
            information["version"] = .value(String(document.version))
            model.rt_info = information
            return model
        } catch let error as RuntimeError {
            throw RuntimeError(error.kind, "\(document.file): \(error.message)")
        }
    }
}
