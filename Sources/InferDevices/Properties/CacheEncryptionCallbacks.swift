/// The pair of functions that a compiled model's cache entries pass through on their way to and from disk.
public final class CacheEncryptionCallbacks: Sendable {
    /// Turns plain bytes into what is stored.
    public let encrypt: @Sendable ([UInt8]) throws -> [UInt8]
    /// Turns what is stored into plain bytes again.
    public let decrypt: @Sendable ([UInt8]) throws -> [UInt8]

    /// Creates the pair.
    public init(
        encrypt: @escaping @Sendable ([UInt8]) throws -> [UInt8], decrypt: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) {
        self.encrypt = encrypt
        self.decrypt = decrypt
    }
}
