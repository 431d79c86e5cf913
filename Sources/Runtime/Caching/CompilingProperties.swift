#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferDevices
import InferTensors

/// What the properties of a compile call say about where the compiled model comes from and where it is kept.
struct CompilingProperties {
    /// An exported model to use instead of compiling.
    let blob: Data?
    /// Where compiled models are kept.
    let cache: ModelCache?

    /// - Parameter directory: The directory for calls that name none; empty for none.
    init(_ properties: [Property], directory: String) throws {
        func last<Value: PropertyConvertible>(_ key: PropertyKey<Value>) throws -> Value? {
            try properties.last { $0.name == key.name }?.value.value(as: Value.self)
        }
        let blob = try last(Property.hint.compiled_blob)
        self.blob = try blob.flatMap { try $0.byte_size > 0 ? $0.bytes : nil }
        let directory = try last(Property.cache_dir) ?? directory
        let callbacks = try last(Property.cache_encryption_callbacks)
        cache = directory.isEmpty ? nil : ModelCache(directory: directory, callbacks: callbacks)
    }
}
