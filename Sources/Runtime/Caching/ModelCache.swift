#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferGraph
import InferIR
import InferTensors

/// The directory where compiled models are kept, as `CACHE_DIR` names it: what a device exports under a name made of the model, the device and
/// the properties.
///
/// A file that cannot be imported is compiled anew and replaced. Files are written whole or not at all, so several processes can share a directory.
struct ModelCache {
    private let directory: String
    private let callbacks: CacheEncryptionCallbacks?

    init(directory: String, callbacks: CacheEncryptionCallbacks?) {
        self.directory = directory
        self.callbacks = callbacks
    }

    /// The compiled model from the directory, or a new one that is kept there.
    func model(_ model: Model, on device: any Device, _ name: String, _ properties: [Property]) throws -> any DeviceModel {
        let file = directory + "/" + (try Self.fileName(model, name, device.version, properties))
        if let stored = FileManager.default.contents(atPath: file), let imported = try? open(stored, on: device, properties) {
            return ImportedModel(imported, isFromCache: true)
        }
        let compiled = try device.compile_model(model, properties)
        try store(try compiled.export_model(), in: file)
        return compiled
    }

    private func open(_ stored: Data, on device: any Device, _ properties: [Property]) throws -> any DeviceModel {
        let plain = try callbacks.map { Data(try $0.decrypt(Array(stored))) } ?? stored
        return try device.import_model(plain, properties)
    }

    private func store(_ exported: Data, in file: String) throws {
        let stored = try callbacks.map { Data(try $0.encrypt(Array(exported))) } ?? exported
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try stored.write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw RuntimeError(
                .inputOutput, "A compiled model cannot be kept in the directory \(directory) that CACHE_DIR names: \(error.reason)")
        }
    }

    /// A name that another model, device, version or setting would not have.
    private static func fileName(_ model: Model, _ device: String, _ version: Version, _ properties: [Property]) throws -> String {
        let writer = try IRWriter(model, isAnonymous: true)
        var digest = Digest()
        for text in [writer.description, device, version.build_number, Release.build_number] + properties.map(\.description).sorted() {
            text.utf8.withContiguousStorageIfAvailable { digest.add(UnsafeRawBufferPointer($0)) }
                ?? Array(text.utf8).withUnsafeBytes { digest.add($0) }
        }
        try writer.forEachPiece { digest.add($0) }
        return "\(digest).blob"
    }
}

/// 128 bits that tell bytes apart: two sums in the manner of FNV-1a over words, and the number of bytes.
private struct Digest: CustomStringConvertible {
    private var first: UInt64 = 0xcbf2_9ce4_8422_2325
    private var second: UInt64 = 0x9ae1_6a3b_2f90_404f
    private var count: UInt64 = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count &+= UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        while offset < bytes.count {
            add(UInt64(bytes[offset]))
            offset += 1
        }
        add(UInt64(bytes.count))
    }

    private mutating func add(_ word: UInt64) {
        first = (first ^ word) &* 0x0000_0100_0000_01b3
        first ^= first >> 29
        second = (second &+ word) &* 0x9e37_79b9_7f4a_7c15
        second ^= second >> 32
    }

    var description: String {
        [first, second ^ count].map { value in
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
