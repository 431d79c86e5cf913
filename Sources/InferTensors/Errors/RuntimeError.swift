#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An error of the runtime whose message names the file, node, port or value at fault and what was expected.
///
/// Two conditions have types of their own, as in OpenVINO: ``Busy`` and ``Cancelled``.
public struct RuntimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for a program to tell cases apart.
    public enum Kind: Hashable, Sendable {
        /// A facility that this device or version does not offer.
        case notImplemented
        /// An operation, attribute, precision or property that is known and not supported here.
        case unsupported
        /// A name, index or device that does not exist.
        case notFound
        /// A type, shape or layout that does not fit the port or tensor it was given for.
        case mismatch
        /// A value outside what the call accepts.
        case invalidArgument
        /// A file or blob whose contents break its format.
        case malformed
        /// The operating system refused to read, write or map a file.
        case inputOutput
        /// Memory that could not be had.
        case outOfMemory
        /// A state that should be unreachable; please report it.
        case internalInconsistency
    }

    /// What went wrong.
    public let kind: Kind
    /// The message: what is at fault and what was expected.
    public let message: String

    /// Creates an error of a kind with its message.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

extension RuntimeError: LocalizedError {
    /// The message.
    public var errorDescription: String? { message }
}
