#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A call that a running request cannot take, such as replacing a tensor during inference.
public struct Busy: Error, Hashable, Sendable, CustomStringConvertible {
    /// Creates the error.
    public init() {}

    /// OpenVINO's message.
    public var description: String { "Infer Request is busy" }
}

extension Busy: LocalizedError {
    /// OpenVINO's message.
    public var errorDescription: String? { description }
}
